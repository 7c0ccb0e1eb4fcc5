"""Which checks are judged over few facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from pipeline.reconcile.every_check import judge_every, judge_possible
from pipeline.reconcile.fact_book import FactBook
from rules.check import checks_in_force

Row = dict[str, Any]


def test_leaving_out_what_has_no_facts_changes_no_equation(fact: Callable[..., Row]) -> None:
    """A total with one part too many, a share that fits, and figures that only stand there."""
    whole = {"evidence": "一般公共预算收入", "sentence": 1}
    rows = [
        fact("100.00亿元", "amount", **whole),
        fact("60.0%", "share", metric="税收收入", base="一般公共预算收入", sentence=1, evidence="税收收入"),
        fact("60.00亿元", "amount", metric="税收收入", sentence=1, evidence="税收收入"),
        fact("90.00亿元", "amount", sentence=2, evidence="一般公共预算收入"),
    ]
    book = FactBook.of(pd.DataFrame(rows), pd.DataFrame(), pd.DataFrame())
    checks = checks_in_force()
    every = {one.check.id: one for one in judge_every(book, checks)}
    possible = {one.check.id: one for one in judge_possible(book, checks)}
    assert 0 < len(possible) < len(every)
    for rule, one in every.items():
        told = possible.get(rule)
        assert [equation.rows for equation in one.violated] == [
            equation.rows for equation in (told.violated if told else [])
        ]
        assert one.holds.tolist() == (told.holds.tolist() if told else [])
    assert any(one.violated for one in possible.values())
    assert any(len(one.holds) for one in possible.values())
