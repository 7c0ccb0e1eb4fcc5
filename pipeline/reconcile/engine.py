"""Reconciles: judges every check over all facts at once and makes findings of what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from pipeline.reconcile.agreement import judge_agreement
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import EquationCount, ReconcileOutcome
from pipeline.reconcile.findings import make_findings
from pipeline.reconcile.judging import Judged, judge
from pipeline.reconcile.totals import judge_total
from pipeline.reconcile.variation import judge_variation
from rules.check import checks_in_force
from rules.compiled_check import Check


def reconcile(
    facts: pd.DataFrame,
    items: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    as_of: date | None = None,
    checks: Sequence[Check] | None = None,
) -> ReconcileOutcome:
    """Judge all facts of the reports that count.

    `facts`: the contract's fact fields and `item_position`, `sentence`, `clause`, `column_period_start`,
    `column_period_end`, `column_period_kind`, `unit_name`, `report_kind`, `report_period_start`,
    `report_period_end`, `issued_on`; Decimals and strings in object columns, dates as ISO strings, None where absent.
    `items`: the contract's item fields and `item_position`, `head_current`, `head_cumulative`. `reports`: the
    contract's. `as_of` stands in for the end of the period of reports that do not tell theirs. `checks` are those of
    `rules/checks` unless given. The same facts give the same outcome in whatever order they come.
    """
    if as_of is not None and len(facts):
        facts = facts.assign(report_period_end=facts["report_period_end"].fillna(as_of.isoformat()))
    facts = facts.sort_values(["source_name", "fact_id"], kind="stable", ignore_index=True) if len(facts) else facts
    book = FactBook.of(facts, items, reports)
    in_force = checks_in_force() if checks is None else checks
    judged = [judge_check(book, check) for check in in_force]
    acquit(book, judged)
    return ReconcileOutcome(make_findings(book, judged), tuple(count for one in judged for count in _counts(one)))


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


def _counts(judged: Judged) -> list[EquationCount]:
    rule = judged.check.id
    counts = [
        EquationCount(rule, "holds", None, len(judged.holds)),
        EquationCount(rule, "violated", None, len(judged.violated)),
        *(EquationCount(rule, "not_evaluable", what, len(rows)) for what, rows in judged.missing.items()),
    ]
    return [count for count in counts if count.count]
