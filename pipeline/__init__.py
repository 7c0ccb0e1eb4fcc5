"""The stages: intake, curated store, reconciliation, publication."""
