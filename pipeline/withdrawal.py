"""Withdraws a report that was submitted wrongly, or takes that back, and has the rest judged anew at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from pipeline.judging.processes import Judge
from pipeline.judging.stage import reconcile_store
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.store.runs import begin_run, run_lock
from rules.errors import HeduiError


class WithdrawalRefused(HeduiError):
    """The report is not there, is withdrawn already, or no reason is given: exit code 19."""

    exit_code = 19


@dataclass(frozen=True)
class Withdrawn:
    """The report as it was before, and the run that judged without it (or with it again)."""

    report: Row
    run_id: str


def withdraw_report(
    store: Store, report_id: str, reason: str | None, judge: Judge, reader_version: str, version: str | None = None
) -> Withdrawn:
    """Mark the report as withdrawn for `reason`, or as standing again where that is None, and judge what is current
    now. Its rows stay; views, reconciliation and the line of revisions leave it out.

    Raises WithdrawalRefused, StoreBusy while a run is under way.
    """
    reports = table_named("reports")
    if reason is not None and not reason.strip():
        raise WithdrawalRefused("撤回要写明理由。", "加上 --reason 理由。")
    with run_lock(store):
        with store.writing() as connection:
            found = connection.execute(select(reports).where(reports.c.report_id == report_id)).mappings().first()
            if found is None:
                raise WithdrawalRefused(
                    f"没有编号为 {report_id} 的报告。", '编号见 hedui query "SELECT * FROM current_reports"。'
                )
            if (found["withdrawn_at"] is not None) == (reason is not None):
                state = "已经撤回" if reason is not None else "没有撤回"
                raise WithdrawalRefused(f"报告 {found['source_name']} {state}。", "不用再做什么。")
            run = begin_run(connection, "", reader_version, None)
            values: Row = {
                "withdrawn_at": datetime.now(UTC) if reason is not None else None,
                "withdrawn_reason": reason,
            }
            connection.execute(update(reports).where(reports.c.report_id == report_id).values(**values))
        reconcile_store(store, run, judge, None, version)
    return Withdrawn(dict(found), run.run_id)
