"""Reconciles: judges every check over all facts at once and makes findings of what cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

import numpy as np
import pandas as pd

from pipeline.reconcile.choosing import choose_likeliest
from pipeline.reconcile.coding import Codes
from pipeline.reconcile.copies import in_copies
from pipeline.reconcile.cutting import cut_figures, habit_findings, habits_of
from pipeline.reconcile.every_check import acquit, judge_every
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import EquationCount, Finding, Outcome, ReconcileOutcome
from pipeline.reconcile.findings import make_findings
from pipeline.reconcile.judging import Judged
from pipeline.reconcile.parts import FACTS_AT_ONCE
from pipeline.reconcile.portions import portions_of, sorted_facts
from rules.check import checks_in_force
from rules.compiled_check import Check


def reconcile(
    facts: pd.DataFrame,
    items: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    as_of: date | None = None,
    checks: Sequence[Check] | None = None,
    workers: int = 1,
    at_once: int = FACTS_AT_ONCE,
) -> ReconcileOutcome:
    """Judge all facts of the reports that count.

    `facts`: the contract's fact fields and `item_position`, `sentence`, `clause`, `column_period_start`,
    `column_period_end`, `column_period_kind`, `unit_name`, `report_kind`, `report_period_start`,
    `report_period_end`, `issued_on`; Decimals and strings in object columns (texts also as categories), dates as ISO
    strings, None where absent. `items`: the contract's item fields and `item_position`, `head_current`,
    `head_cumulative`. `reports`: the contract's; with `part`, equations are counted apart for each.
    `as_of` stands in for the end of the period of reports that do not tell theirs. `checks` are those of
    `rules/checks` unless given. With `workers`, so many processes judge at once. The same facts give the same outcome
    in whatever order they come, and in portions of whatever size (`at_once`).
    """
    in_force = checks_in_force() if checks is None else checks
    if len(facts) <= at_once:
        return _outcome(facts, items, reports, as_of, in_force)
    portions = portions_of(facts, items, reports, in_force, at_once)

    def judged(number: int) -> ReconcileOutcome:
        return _outcome(*portions.frames(number), as_of, in_force)

    return together(in_copies(judged, range(len(portions)), workers), [check.id for check in in_force])


def _outcome(
    facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None, in_force: Sequence[Check]
) -> ReconcileOutcome:
    """All facts judged at once."""
    if as_of is not None and len(facts):
        end = facts["report_period_end"]
        facts = facts.assign(report_period_end=end.astype(object).fillna(as_of.isoformat()))
    book = FactBook.of(sorted_facts(facts), items, reports)
    judged = judge_every(book, in_force)
    habits = habits_of(book, judged)
    cut = cut_figures(book, habits)
    if cut.any():
        book = book.with_cut(cut)
        judged = judge_every(book, in_force)
    acquit(book, judged)
    choose_likeliest(book, judged)
    part_of = _parts_of_rows(book, reports)
    findings = [*make_findings(book, judged, habits), *habit_findings(book, habits)]
    return ReconcileOutcome(
        tuple(sorted(findings, key=lambda finding: finding.finding_id)),
        tuple(count for one in judged for count in _counts(one, part_of)),
    )


def together(outcomes: Iterable[ReconcileOutcome], rules: Sequence[str]) -> ReconcileOutcome:
    """The outcomes of several portions as one; equations in the order of `rules`."""
    findings: list[Finding] = []
    counts: Counter[tuple[int, int, str, str]] = Counter()
    order = {rule: number for number, rule in enumerate(rules)}
    for outcome in outcomes:
        findings += outcome.findings
        for one in outcome.equations:
            counts[order[one.rule], _OUTCOMES.index(one.outcome), one.missing or "", one.part] += one.count
    return ReconcileOutcome(
        tuple(sorted(findings, key=lambda finding: finding.finding_id)),
        tuple(
            EquationCount(rules[rule], _OUTCOMES[outcome], missing or None, count, part)
            for (rule, outcome, missing, part), count in sorted(counts.items())
        ),
    )


_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class _PartOfRows:
    """The names of parts, and for each row of a book the number of its part."""

    names: tuple[str, ...]
    codes: Codes


def _parts_of_rows(book: FactBook, reports: pd.DataFrame) -> _PartOfRows:
    """Where the reports tell no part, all rows are of one without a name."""
    if "part" not in reports:
        return _PartOfRows(("",), np.zeros(len(book), dtype=np.int64))
    part_of = dict(zip(reports["report_id"], reports["part"], strict=True))
    column = book.table.coded("report_id", part_of.__getitem__)
    return _PartOfRows(column.words, column.codes)


def _counts(judged: Judged, part_of: _PartOfRows) -> Iterator[EquationCount]:
    rule = judged.check.id
    violated = np.array([equation.all_rows[0] for equation in judged.violated], dtype=np.int64)
    outcomes: list[tuple[Outcome, str | None, Codes]] = [("holds", None, judged.holds), ("violated", None, violated)]
    outcomes += [("not_evaluable", what, rows) for what, rows in judged.missing.items()]
    for outcome, missing, rows in outcomes:
        numbers = np.bincount(part_of.codes[rows], minlength=len(part_of.names))
        for part in np.flatnonzero(numbers):
            yield EquationCount(rule, outcome, missing, int(numbers[part]), part_of.names[part])
