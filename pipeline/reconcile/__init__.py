"""Reconciling: facts joined into equations, equations judged, findings made. Start at `engine.reconcile`."""
