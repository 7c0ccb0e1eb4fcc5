"""Judges checks of every shape over a book, and acquits what other checks bear out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.reconcile.agreement import judge_agreement
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged, judge
from pipeline.reconcile.qualifying import wanted_rows
from pipeline.reconcile.totals import judge_total
from pipeline.reconcile.variation import judge_variation
from rules.compiled_check import Check


def judge_every(book: FactBook, checks: Sequence[Check]) -> list[Judged]:
    """How each of the checks comes out, in their order; nothing is acquitted yet."""
    return [judge_check(book, check) for check in checks]


def judge_possible(book: FactBook, checks: Sequence[Check]) -> list[Judged]:
    """As `judge_every`, but for the checks that can make no equation because no fact qualifies for one of its places;
    of these it is not told what is missing. Much faster where there are few facts."""
    return [judge_check(book, check) for check in checks if _is_possible(book, check)]


def _is_possible(book: FactBook, check: Check) -> bool:
    return all(wanted.optional or len(wanted_rows(book, wanted)) for _, wanted in check.inputs)


def judge_check(book: FactBook, check: Check) -> Judged:
    """All equations of one check."""
    if check.is_agreement:
        return judge_agreement(book, check)
    if check.is_variation:
        return judge_variation(book, check)
    return judge(book, check) if check.total is None else judge_total(book, check)


def acquit(book: FactBook, judged: Sequence[Judged]) -> None:
    """Turn violations whose reported figure is borne out by equations that hold (`unless_held`) into ones that hold."""
    for one in judged:
        families = one.check.text.unless_held
        if not families or not one.violated:
            continue
        borne_out = np.zeros(len(book), dtype=bool)
        for other in judged:
            if other.check.text.family in families and other.check.relation.sign == "=":
                for held in other.held:
                    for rows in held.rows.values():
                        borne_out[rows] = True
        figures = set(book.figure[borne_out].tolist())
        held_up = [
            equation for equation in one.violated if int(book.figure[equation.rows[one.check.reported]]) in figures
        ]
        acquitted = {id(equation) for equation in held_up}
        one.violated = [equation for equation in one.violated if id(equation) not in acquitted]
        first = one.check.inputs[0][0]
        rows = np.array([equation.rows[first] for equation in held_up], dtype=np.int64)
        one.holds = np.concatenate([one.holds, rows])
    for one in judged:
        if one.check.text.witness:
            one.violated = []
