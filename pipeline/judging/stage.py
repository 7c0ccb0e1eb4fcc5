"""The last stage of a run: settle which reports are current, have them judged, keep what was found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

import pandas as pd
from sqlalchemy import Connection, func, select

from pipeline.coverage.findings import coverage_findings
from pipeline.coverage.submitted import coverage
from pipeline.judging.added_names import added_names
from pipeline.judging.judged_state import (
    archive_of,
    equations_of_all_parts,
    forget_judged,
    judged_parts,
    note_judged,
    note_records_judged,
    note_state,
    touched_reports,
    waiting_records,
)
from pipeline.judging.processes import Judge, facts_at_once, judged_portions
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.reconcile.parts import in_portions
from pipeline.run_log import logged_as, run_log
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.findings import count_equations, settle_findings
from pipeline.store.item_lights import settle_lights
from pipeline.store.references import settle_metrics, settle_units
from pipeline.store.revisions import settle_revisions
from pipeline.store.runs import OpenRun, end_run
from rules.metrics import catalogue

_FEW: Final = 500

_log = run_log(__name__)


def judge_by_rules(
    facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, as_of: date | None
) -> ReconcileOutcome:
    """The judge of every real run: the rules in force."""
    from pipeline.reconcile import reconcile  # it takes a while to load, and only judging needs it

    return reconcile(facts, items, reports, as_of=as_of)


@logged_as(stage="reconcile")
def reconcile_store(
    store: Store,
    run: OpenRun,
    judge: Judge,
    as_of: date | None = None,
    version: str | None = None,
    workers: int = 1,
) -> ReconcileOutcome:
    """Settle which reports are current, judge those, and keep what was found. Ends the run.

    With the `version` of the judge, only those parts of the archive are judged in which something changed since; the
    findings of the others stay. Up to `workers` processes judge at once. Returns the findings that were made now, and
    how the equations of all parts came out.
    """
    with store.writing() as connection:
        settle_revisions(connection)
    with store.reading() as connection:
        archive = archive_of(connection, version, as_of)
        mended = waiting_records(connection)
        changed = archive.changed_since(judged_parts(connection) if version else {})
        sizes = _sizes(connection, changed)
        facts = sum(sizes.get(report_id, 0) for report_id in changed)
        portions = in_portions(changed, sizes, facts_at_once(facts, workers))
        told = [{report_id: changed[report_id] for report_id in portion} for portion in portions]
        outcomes = list(judged_portions(store, connection, judge, told, as_of, workers, facts))
        today = as_of or datetime.now().astimezone().date()
        found = list(coverage_findings(coverage(connection, today), today))
    found += [finding for outcome in outcomes for finding in outcome.findings]
    counted = [one for outcome in outcomes for one in outcome.equations]
    with store.writing() as connection:
        settled = settle_findings(connection, found, changed.keys(), run)
        if version is None:
            forget_judged(connection)
        note_judged(connection, archive, set(changed.values()), counted)
        equations = equations_of_all_parts(connection)
        if version is None:
            forget_judged(connection)  # nothing can tell later whether this judge would say the same
        settle_lights(connection, as_of, report_ids=touched_reports(connection, changed, run) if version else None)
        count_equations(connection, equations, run)
        settle_metrics(connection, catalogue(), added_names(connection))
        settle_units(connection)
        note_records_judged(connection, mended, run)
        if version is not None:
            note_state(connection, run, archive.digest)
        end_run(connection, run)
    _log.info("%d reports judged in %d portions, %d findings made", len(changed), len(portions), len(settled))
    return ReconcileOutcome(tuple(sorted(settled, key=lambda finding: finding.finding_id)), tuple(equations))


def _sizes(connection: Connection, reports: Collection[str]) -> dict[str, int]:
    """The number of facts of each report."""
    facts = table_named("facts")
    counted = select(facts.c.report_id, func.count()).group_by(facts.c.report_id)
    if len(reports) <= _FEW:
        counted = counted.where(facts.c.report_id.in_(reports))
    return {report_id: number for report_id, number in connection.execute(counted)}  # noqa: C416 - rows are no pairs
