"""Which stretches of the calendar two dates make."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from pipeline.reconcile.calendar_spans import months_gone_by, spans_of
from pipeline.reconcile.coding import NOTHING


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        ("2023-05-01", "2023-05-31", {"month"}),
        ("2023-01-01", "2023-01-31", {"month", "ytd"}),
        ("2023-01-01", "2023-05-31", {"ytd"}),
        ("2023-04-01", "2023-06-30", {"quarter"}),
        ("2023-01-01", "2023-06-30", {"ytd", "half"}),
        ("2023-01-01", "2023-12-31", {"ytd", "year"}),
        ("2024-02-01", "2024-02-29", {"month"}),
        ("2023-02-01", "2023-04-30", set()),
        ("2023-05-01", "2023-05-20", set()),
        ("2021-01-01", "2025-12-31", set()),
        (None, "2023-05-31", set()),
    ],
)
def test_spans(start: str | None, end: str, spans: set[str]) -> None:
    first = np.array([date.fromisoformat(start).toordinal() if start else np.nan], dtype=np.float64)
    last = np.array([date.fromisoformat(end).toordinal()], dtype=np.float64)
    found = spans_of(first, last)
    assert {name for name, flags in found.spans.items() if flags[0]} == spans
    assert (found.year[0], found.month[0] % 12 + 1) == (int(end[:4]), int(end[5:7]))
    assert months_gone_by(found.month)[0] == int(end[5:7])
    whole_months = bool(spans) or (start, end) == ("2023-02-01", "2023-04-30")
    assert (found.months[0] != NOTHING) == whole_months


def test_last_day_of_the_calendar_is_no_trouble() -> None:
    last = np.array([float(date.max.toordinal())])
    assert spans_of(np.array([1.0]), last).year[0] == date.max.year
