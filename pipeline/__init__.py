"""The stages: intake, curated store, reconciliation, publication.

For those who work with the curated tables in Python:

    from pipeline import open_store, facts, findings, monthly

They are loaded when first asked for: a command that needs no database must not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.analysis import facts, findings, monthly
    from pipeline.store import open_store

__all__ = ["open_store", "facts", "monthly", "findings"]

_PLACES = {
    "open_store": "pipeline.store",
    "facts": "pipeline.analysis",
    "monthly": "pipeline.analysis",
    "findings": "pipeline.analysis",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
