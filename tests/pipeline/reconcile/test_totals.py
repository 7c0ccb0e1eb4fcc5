"""One figure against the sum of all that qualify as its parts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged
from pipeline.reconcile.totals import MOST_PARTS, judge_total
from rules.check import checks_in_force

Row = dict[str, Any]
Made = Callable[..., Row]
Framed = Callable[..., Any]
(LISTED,) = [check for check in checks_in_force() if check.id == "listed_parts_add_up"]


def listed(fact: Made, whole: str, *parts: str) -> list[Row]:
    """A sentence that lists its parts and then says what they make together."""
    rows = [
        fact(part, metric=f"第{number}项", clause=number, evidence=f"第{number}项{part}", scope=None)
        for number, part in enumerate(parts, start=1)
    ]
    said = {"metric": "各项", "clause": len(parts) + 1, "evidence": f"合计{whole}", "scope": None}
    return [*rows, fact(whole, **said)]


def judged(framed: Framed, rows: list[Row]) -> Judged:
    return judge_total(FactBook.of(*framed(rows)), LISTED)


def outcome(one: Judged) -> tuple[int, int, dict[str, int]]:
    return len(one.holds), len(one.violated), {what: len(rows) for what, rows in one.missing.items()}


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        ("6.2亿元", ["1.2亿元", "2.4亿元", "2.6亿元"], (1, 0, {})),
        ("6.3亿元", ["1.2亿元", "2.4亿元", "2.6亿元"], (1, 0, {})),  # four roundings
        ("6.8亿元", ["1.2亿元", "2.4亿元", "2.6亿元"], (0, 1, {})),
        ("5.0亿元", ["2.4亿元", "2.6亿元"], (1, 0, {})),
        ("2.6亿元", ["2.6亿元"], (0, 0, {})),  # one alone is no list
        ("4.8亿元", ["2.4亿元", "2.4亿元"], (1, 0, {})),  # parts alike are still two
        ("25000万元", ["1.2亿元", "1.3亿元"], (1, 0, {})),
    ],
)
def test_a_sentence_that_adds_up(
    fact: Made, framed: Framed, whole: str, parts: list[str], expected: tuple[int, int, dict[str, int]]
) -> None:
    assert outcome(judged(framed, listed(fact, whole, *parts))) == expected


def test_all_parts_stand_in_the_equation(fact: Made, framed: Framed) -> None:
    (equation,) = judged(framed, listed(fact, "6.8亿元", "1.2亿元", "2.4亿元", "2.6亿元")).violated
    assert sorted(equation.rows.values()) == [0, 1, 2, 3]
    assert equation.rows[equation.check.reported] == 3


@pytest.mark.parametrize(("number", "told"), [(MOST_PARTS, {}), (MOST_PARTS + 1, {"唯一的所列各项": 1})])
def test_too_long_a_list_is_not_evaluable(fact: Made, framed: Framed, number: int, told: dict[str, int]) -> None:
    rows = listed(fact, f"{number}亿元", *["1亿元"] * number)
    assert outcome(judged(framed, rows)) == (int(not told), 0, told)


@settings(max_examples=25, deadline=None)
@given(tenths=st.lists(st.integers(1, 9999), min_size=2, max_size=6), off=st.integers(-40, 40))
def test_it_is_violated_just_where_no_roundings_explain_the_gap(
    fact: Made, framed: Framed, tenths: list[int], off: int
) -> None:
    whole = sum(tenths) + off
    if whole <= 0:
        return
    one = judged(framed, listed(fact, f"{whole / 10:.1f}亿元", *(f"{part / 10:.1f}亿元" for part in tenths)))
    fits = abs(off) <= Fraction(len(tenths) + 1, 2)
    assert (len(one.holds), len(one.violated)) == ((1, 0) if fits else (0, 1))


def test_parts_are_told_in_the_order_of_the_text(fact: Made, framed: Framed) -> None:
    rows = listed(fact, "6.8亿元", "1.2亿元", "2.4亿元", "2.6亿元")
    for row, within in zip(rows, (1, 2, 2, 3), strict=True):
        row["clause"] = within
    rows[1]["evidence"] = rows[2]["evidence"] = "第2项2.4亿元和第3项2.6亿元"
    facts, items, reports = framed([rows[number] for number in (2, 0, 3, 1)])
    (equation,) = judge_total(FactBook.of(facts, items, reports), LISTED).violated
    told = [facts["printed"][row] for name, row in equation.rows.items() if "#" in name]
    assert told == ["1.2亿元", "2.4亿元", "2.6亿元"]
