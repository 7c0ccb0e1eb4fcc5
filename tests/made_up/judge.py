"""Invented judges for the tests: one has one rule, no amount over 100 yuan, the other none."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from multiprocessing import parent_process

import pandas as pd

from pipeline.reconcile.finding import EquationCount, Finding, Outcome, ReconcileOutcome


def judge_cap(facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None) -> ReconcileOutcome:
    """A judge: no amount may be over 100 yuan."""
    del items, as_of
    over = [fact for fact in facts.to_dict("records") if fact["value"] > 100]
    findings = [
        Finding(
            finding_id=f"cap-{fact['item']}-{fact['metric']}",
            rule="cap",
            family="containment",
            severity="error",
            message=f"{fact['item']}写{fact['value']}元，超过100元。",
            report_ids=(fact["report_id"],),
            item_ids=(),
            fact_ids=(fact["fact_id"],),
            source_names=(fact["source_name"],),
            suspect_fact_id=fact["fact_id"],
            suggestion=(),
            reported=fact["value"],
            expected_low=None,
            expected_high=Decimal(100),
            gap=fact["value"] - 100,
        )
        for fact in over
    ]
    counts: Counter[tuple[Outcome, str]] = Counter()
    part_of = dict(zip(reports["report_id"], reports["part"], strict=True))
    for fact in facts.to_dict("records"):
        counts["violated" if fact["value"] > 100 else "holds", part_of[fact["report_id"]]] += 1
    equations = [EquationCount("cap", outcome, None, count, part) for (outcome, part), count in counts.items()]
    equations += [EquationCount("growth", "not_evaluable", "上年同期数", 2, part) for part in set(part_of.values())]
    return ReconcileOutcome(tuple(findings), tuple(equations))


def judge_nothing(
    facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None
) -> ReconcileOutcome:
    """A judge who finds nothing wrong."""
    del facts, items, reports, as_of
    return ReconcileOutcome((), ())


def judge_here(facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None) -> ReconcileOutcome:
    """As `judge_cap`, in the process of the run alone: others die of it."""
    if parent_process() is not None:
        os._exit(3)
    return judge_cap(facts, items, reports, as_of)


def judge_elsewhere(
    facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None
) -> ReconcileOutcome:
    """As `judge_cap`, in processes of its own alone."""
    assert parent_process() is not None
    return judge_cap(facts, items, reports, as_of)
