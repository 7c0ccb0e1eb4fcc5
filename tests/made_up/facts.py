"""Rows of facts that tests of several families begin with, and the types of the fixtures that make and judge them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.reconcile.finding import Finding, ReconcileOutcome

Made = Callable[..., dict[str, Any]]
Found = Callable[..., dict[str, Finding]]
Judged = Callable[..., ReconcileOutcome]

SHEET: dict[str, Any] = {"item": "培育计划", "item_position": 3, "metric": "子基金", "scope": None}
"""One item of a progress sheet."""


def series(fact: Made, before: str, month: str, after: str, **given: Any) -> list[dict[str, Any]]:
    """Last month's cumulative figure, this month's and its cumulative figure, in two reports."""
    return [
        fact(before, period="before", report_id="r0", report_period_end="2023-04-30", **given),
        fact(month, period="month", **given),
        fact(after, **given),
    ]
