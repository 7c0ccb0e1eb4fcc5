"""Figures that must not all be the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged
from pipeline.reconcile.variation import judge_variation
from rules.check import checks_in_force

Row = dict[str, Any]
Made = Callable[..., Row]
Framed = Callable[..., Any]
(NEVER_VARIES,) = [check for check in checks_in_force() if check.id == "completion_never_varies"]


def column(fact: Made, *printed: str, report: str = "r1") -> list[Row]:
    """The completion column of a sheet, a row each."""
    return [
        fact(text, "completion", column="completion", item=f"事项{at}", item_position=at, sentence=at, report_id=report)
        for at, text in enumerate(printed, start=1)
    ]


def judged(framed: Framed, rows: list[Row]) -> Judged:
    return judge_variation(FactBook.of(*framed(rows)), NEVER_VARIES)


@pytest.mark.parametrize(
    ("printed", "holds", "violated"),
    [
        (["50%"] * 5, 0, 1),
        (["50%"] * 4, 0, 0),  # too few to tell
        (["50%"] * 4 + ["51%"], 1, 0),
        (["50%"] * 4 + ["50.0%"], 1, 0),  # more precisely: somebody worked it out
        (["50%", "60%", "70%", "80%", "90%"], 1, 0),
    ],
)
def test_a_column(fact: Made, framed: Framed, printed: list[str], holds: int, violated: int) -> None:
    one = judged(framed, column(fact, *printed))
    assert (len(one.holds), len(one.violated)) == (holds, violated)


def test_each_report_is_judged_by_itself(fact: Made, framed: Framed) -> None:
    rows = [*column(fact, *["50%"] * 5), *column(fact, "1%", "2%", "3%", "4%", "5%", report="r2")]
    one = judged(framed, rows)
    assert (one.holds.tolist(), [equation.all_rows for equation in one.violated]) == ([5], [(0, 1, 2, 3, 4)])


def test_no_figures_make_no_equation(fact: Made, framed: Framed) -> None:
    one = judged(framed, [fact("1亿元")])
    assert (len(one.holds), len(one.violated)) == (0, 0)
