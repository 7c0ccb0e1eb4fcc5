"""Other facts of a series that show the same digits, and how figures beside one are printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.neighbours import ENOUGH_BESIDE, Neighbours

Row = dict[str, Any]
Made = Callable[..., Row]
Framed = Callable[..., Any]


def ytd(month: int) -> Row:
    last = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31}[month]
    return {"period_start": "2023-01-01", "period_end": f"2023-{month:02}-{last}", "period_kind": "ytd"}


def in_month(month: int) -> Row:
    return {**ytd(month), "period_start": f"2023-{month:02}-01", "period_kind": "month"}


@pytest.mark.parametrize(
    ("mine", "other", "expected"),
    [
        (ytd(5), ytd(4), "stale"),
        (ytd(5), ytd(2), "stale"),
        (ytd(5), ytd(1), None),  # too long ago to be left standing
        (ytd(4), ytd(5), None),  # the later one may be the copy
        (in_month(5), in_month(4), "stale"),
        (in_month(5), ytd(5), "cumulative_in_current"),
        (ytd(5), in_month(5), None),
        (in_month(1), ytd(1), None),  # in January they are the same
    ],
)
def test_what_a_figure_may_be_a_copy_of(
    fact: Made, framed: Framed, mine: Row, other: Row, expected: str | None
) -> None:
    book = FactBook.of(*framed([fact("95.30亿元", **mine), fact("95.30亿元", report_id="r0", **other)]))
    assert Neighbours(book).copied_from(0) == expected


@pytest.mark.parametrize(
    "different",
    [
        {"printed": "95.3亿元"},
        {"printed": "95.31亿元"},
        {"metric": "税收收入"},
        {"scope": "市本级"},
        {"role": "budget"},
        {"unit_name": "另一市财政局"},
    ],
)
def test_what_is_no_copy(fact: Made, framed: Framed, different: Row) -> None:
    told = {**ytd(4), **different}
    facts = [fact("95.30亿元", **ytd(5)), fact(told.pop("printed", "95.30亿元"), report_id="r0", **told)]
    assert Neighbours(FactBook.of(*framed(facts))).copied_from(0) is None


def test_without_a_period_nothing_is_a_copy(fact: Made, framed: Framed) -> None:
    facts = [fact("95.30亿元", period=None), fact("95.30亿元", **ytd(4))]
    assert Neighbours(FactBook.of(*framed(facts))).copied_from(0) is None


@pytest.mark.parametrize(
    ("beside", "usual", "most"),
    [
        (["1.25亿元", "2.50亿元", "3.75亿元", "4.00亿元"], 2, 2),
        (["1.25亿元", "2.50亿元", "3.75亿元", "4.0亿元"], 2, 2),
        (["1.25亿元", "2.50亿元", "3.7亿元", "4.0亿元"], None, 2),  # no habit to be seen
        (["1.25亿元"], None, None),
        (["125万元", "250万元", "375万元", "400万元"], None, None),  # in another unit they say nothing
        ([], None, None),
    ],
)
def test_how_many_decimals_are_usual(
    fact: Made, framed: Framed, beside: list[str], usual: int | None, most: int | None
) -> None:
    assert len(beside) in (0, 1, ENOUGH_BESIDE)
    facts = [fact("95.3亿元"), *(fact(text, metric="税收收入", sentence=at) for at, text in enumerate(beside, 2))]
    neighbours = Neighbours(FactBook.of(*framed(facts)))
    assert (neighbours.usual_decimals(0), neighbours.most_decimals(0)) == (usual, most)
