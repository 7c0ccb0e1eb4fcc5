"""Reports loaded one by one, findings about their figures, and what a run makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extractors.report import Hints
from made_up.reports import read_made_up, report_text
from pipeline.reading.task import Named
from pipeline.reconcile.finding import Finding, Suggestion
from pipeline.report_rows import report_rows
from pipeline.store import Store
from pipeline.store.contract import table_named
from pipeline.store.findings import settle_findings
from pipeline.store.loading import load_report, stored_rows
from pipeline.store.revisions import settle_revisions
from pipeline.store.runs import OpenRun


def load(store: Store, run: OpenRun, folder: Path, name: str, *facts: str) -> list[str]:
    """Load a report of these facts; returns the ids of its facts in order."""
    file = folder / name
    file.write_text(report_text(*facts, unit="青川市财政局", period="2024-06", title=name), encoding="utf-8")
    rows = report_rows(read_made_up(file, Hints(name)), name.ljust(64, "0"))
    with store.writing() as connection:
        load_report(connection, rows, Named(rows.report["sha256"], (name,), ""), run)
        settle_revisions(connection)
    return [row["fact_id"] for row in rows.facts]


def finding(store: Store, *fact_ids: str, **fields: object) -> Finding:
    """A finding about these facts, the first of them the suspect."""
    with store.reading() as connection:
        facts = [row for fact_id in fact_ids for row in stored_rows(connection, "facts", fact_id=fact_id)]
    made = Finding(
        finding_id="f1",
        rule="rate",
        family="rate_x_quantity",
        severity="warning",
        message="教育：12×38＝456，报告写444。",
        report_ids=tuple(dict.fromkeys(row["report_id"] for row in facts)),
        item_ids=(),
        fact_ids=fact_ids,
        source_names=("a",),
        suspect_fact_id=fact_ids[0],
        suggestion=(Suggestion(fact_ids[0], "digit", Decimal("456.00"), "456元", Decimal("0.50")),),
        reported=Decimal(444),
        expected_low=Decimal(456),
        expected_high=Decimal(456),
        gap=Decimal(12),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def settle(store: Store, run: OpenRun, *findings: Finding, judged: Sequence[str] | None = None) -> None:
    """What a run makes of these findings that judged everything, or the reports that are named."""
    with store.writing() as connection:
        reports = table_named("reports")
        everything = connection.execute(reports.select()).mappings()
        current = [row["report_id"] for row in everything if not row["same_as"] and not row["superseded_by"]]
        settle_findings(connection, findings, current if judged is None else judged, run)
