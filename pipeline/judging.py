"""The last stage of a run: settle which reports are current, have them judged, keep what was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from pipeline.frames import facts_of, items_of, reports_of
from pipeline.judged_state import equations_of_same_state, note_state, state_digest
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.store.connection import Store
from pipeline.store.findings import count_equations, settle_findings
from pipeline.store.item_lights import settle_lights
from pipeline.store.references import settle_metrics, settle_units
from pipeline.store.revisions import settle_revisions
from pipeline.store.runs import OpenRun, end_run
from rules.metrics import catalogue

Judge = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame, date | None], ReconcileOutcome]
"""Facts, items and reports that are judged, and the day to judge deadlines by, to findings."""


def judge_by_rules(
    facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None
) -> ReconcileOutcome:
    """The judge of every real run: the rules in force."""
    from pipeline.reconcile import reconcile  # it takes a while to load, and only judging needs it

    return reconcile(facts, items, reports, as_of=as_of)


def reconcile_store(
    store: Store, run: OpenRun, judge: Judge, as_of: date | None = None, version: str | None = None
) -> ReconcileOutcome:
    """Settle which reports are current, judge those, and keep what was found. Ends the run.

    With the `version` of the judge, nothing is judged anew where the last run judged the same: its outcome, without
    the findings, which stay as they are, is returned.
    """
    with store.writing() as connection:
        settle_revisions(connection)
    with store.reading() as connection:
        state = state_digest(connection, version, as_of) if version else None
        known = equations_of_same_state(connection, state) if state else None
        if known is None:
            frames = facts_of(connection, True), items_of(connection, True), reports_of(connection, True)
    outcome = judge(*frames, as_of) if known is None else ReconcileOutcome((), tuple(known))
    with store.writing() as connection:
        if known is None:
            settle_findings(connection, outcome.findings, set(frames[2]["report_id"]), run)
        settle_lights(connection, as_of)
        count_equations(connection, outcome.equations, run)
        settle_metrics(connection, catalogue())
        settle_units(connection)
        if state is not None:
            note_state(connection, run, state)
        end_run(connection, run)
    return outcome
