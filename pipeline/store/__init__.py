"""The curated store: its tables, its migrations, and what is written into and read from them."""

from __future__ import annotations

from pipeline.store.connection import DEFAULT_STORE_URL, Store, existing_store, open_store
from pipeline.store.lookup import find_fact, find_finding, is_unit_known, list_findings, ranked_findings

__all__ = [
    "DEFAULT_STORE_URL",
    "Store",
    "open_store",
    "existing_store",
    "find_fact",
    "find_finding",
    "is_unit_known",
    "list_findings",
    "ranked_findings",
]
