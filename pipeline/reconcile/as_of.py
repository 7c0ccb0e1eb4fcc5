"""Flows told as of a day: 截至6月末，累计完成120亿元 is the sum from January to June, and is judged as such."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from pipeline.reconcile.metric_names import canonical, nature_of, tells_of_flow

_ROLES: Final = frozenset({"actual", "baseline"})
_KINDS: Final = frozenset({"amount", "change", "growth", "share", "completion"})
_FIELDS: Final = ("kind", "role", "column", "metric", "evidence", "period_start", "period_end", "period_kind")


def with_spans_of_flows(table: pd.DataFrame) -> pd.DataFrame:
    """`table` of facts with the year to date in place of an instant at the end of a month, where what is measured adds
    up over the months. Stocks (余额, 储备) keep their day."""
    if "period_kind" not in table:
        return table
    instants = np.flatnonzero((table["period_kind"] == "instant").to_numpy(dtype=bool))
    there = [table[name].array if name in table else None for name in _FIELDS]
    spans: dict[int, tuple[str, str]] = {}
    for row in instants.tolist():
        cells = [None if column is None or pd.isna(column[row]) else column[row] for column in there]
        span = _span(*cells)
        if span is not None:
            spans[row] = span
    if not spans:
        return table
    changed = {}
    for position, name in enumerate(("period_start", "period_kind")):
        column: list[Any] = table[name].tolist()
        for row, span in spans.items():
            column[row] = span[position]
        changed[name] = pd.Series(column, index=table.index, dtype=object)
    return table.assign(**changed)


def _span(
    kind: str | None,
    role: str | None,
    column: str | None,
    metric: str | None,
    evidence: str | None,
    start: str | None,
    end: str | None,
    period: str | None,
) -> tuple[str, str] | None:
    """The first day and the kind of the span that an instant stands for; None where it is one."""
    if period != "instant" or start is not None or end is None or role not in _ROLES or not metric:
        return None
    # What is counted adds up where the column says so: 储备项目138个 on a day is a stock by nature.
    if kind not in _KINDS and not (kind == "count" and column == "cumulative"):
        return None
    if nature_of(canonical(metric)) == "stock" and not tells_of_flow(evidence or ""):
        return None
    last = date.fromisoformat(end[:10])
    if last.day != monthrange(last.year, last.month)[1]:
        return None
    return f"{last.year}-01-01", "year" if last.month == 12 else "ytd"
