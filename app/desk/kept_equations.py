"""The equations of findings, kept while they are looked through: putting them together takes longer than a page may."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Final

from pipeline.review.equations import ShownEquation, equations_of
from pipeline.store import Store

_KEPT: Final = 512


class KeptEquations:
    """The equations of the findings that were asked for last, each as long as the finding says the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[tuple[Any, ...], tuple[ShownEquation, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, finding: dict[str, Any]) -> tuple[ShownEquation, ...]:
        """The equations of a finding, as `equations_of` gives them."""
        said = ("finding_id", "rule", "message", "reported", "expected_low", "expected_high", "gap")
        key = (*(finding[name] for name in said), *finding["fact_ids"])
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = equations_of(self._store, finding)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made
