"""Reconciling: facts joined into equations, equations judged, findings made. Start at `engine`."""

from __future__ import annotations

from pipeline.reconcile.engine import reconcile

__all__ = ["reconcile"]
