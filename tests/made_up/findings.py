"""Invented findings, written straight into a store: as many as wanted, quickly, each about a figure of a report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from extractors.periods import month_end
from pipeline.store import Store
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_figures import evidence_hash
from pipeline.store.queue_entries import refresh_queue

ARRIVED = datetime(2024, 7, 1, tzinfo=UTC)
"""When the reports of the findings were loaded."""

_FAMILIES = ("sum", "share", "completion", "growth")
_SEVERITIES = ("error", "warning", "notice")


def add_findings(store: Store, count: int, units: int = 3, months: int = 2, refresh: bool = True) -> list[str]:
    """Write `count` findings about figures of reports of so many units and months of 2024 on; returns their ids."""
    reports = [_report(unit, month) for unit in range(units) for month in range(months)]
    facts = [_fact(number, reports[number % len(reports)]["report_id"]) for number in range(count)]
    findings = [_finding(number, fact) for number, fact in enumerate(facts)]
    links = [
        {"finding_id": finding["finding_id"], "fact_id": finding["suspect_fact_id"], "position": 0, "suspect": True}
        for finding in findings
    ]
    with store.writing() as connection:
        insert_rows(connection, table_named("runs"), [_run()])
        for table, rows in (("reports", reports), ("facts", facts), ("findings", findings), ("finding_facts", links)):
            insert_rows(connection, table_named(table), rows)
        if refresh:
            refresh_queue(connection)
    return [finding["finding_id"] for finding in findings]


def _run() -> Row:
    return {
        "run_id": "run1",
        "arrival": 1,
        "inbox": "/收件",
        "started_at": ARRIVED,
        "finished_at": ARRIVED,
        "reader_version": "v1",
    }


def _report(unit: int, month: int) -> Row:
    report_id = f"r{unit:04d}{month:03d}"
    year, number = 2024 + month // 12, month % 12 + 1
    return {
        "report_id": report_id,
        "source_name": f"单位{unit}/{year}年{number}月.txt",
        "sha256": report_id.ljust(64, "0"),
        "media_type": "text/plain",
        "kind": "progress_sheet",
        "unit": f"青川市第{unit}局",
        "period_start": date(year, number, 1),
        "period_end": month_end(year, number),
        "revision": 1,
        "other_names": [],
        "metadata_source": {},
        "ingested_at": ARRIVED,
        "run_id": "run1",
        "arrival": 1,
        "scanned": False,
        "warnings": [],
        "reader_version": "v1",
        "hints_digest": "h",
        "facts_digest": f"d{report_id}",
        "has_doubtful": False,
    }


def _fact(number: int, report_id: str) -> Row:
    amount = Decimal(1000 + number * 7 % 90000)
    return {
        "fact_id": f"x{number:06d}",
        "report_id": report_id,
        "item": f"项目{number}",
        "column": "current",
        "metric": "支出",
        "kind": "amount",
        "role": "actual",
        "comparator": "eq",
        "value": amount * 10000,
        "unit": "CNY",
        "low": amount * 10000,
        "high": amount * 10000,
        "printed": f"{amount}万元",
        "evidence": "",
        "locator": f"{number}",
        "spans": [],
        "confidence": Decimal("0.9") if number % 5 else Decimal("0.5"),
        "flags": [],
        "rule": "made_up",
        "amount_fen": int(amount) * 1000000,
        "index_at_locator": 0,
        "sentence": 0,
        "clause": 0,
    }


def _finding(number: int, fact: Row) -> Row:
    family = _FAMILIES[number % len(_FAMILIES)]
    return {
        "finding_id": f"f{number:06d}",
        "rule": f"{family}_rule",
        "family": family,
        "severity": _SEVERITIES[number % 7 % 3],
        "status": "new",
        "message": f"项目{number}写{fact['printed']}，分项合计为{fact['printed']}的一半，差{number}元。",
        "report_ids": [fact["report_id"]],
        "item_ids": [],
        "fact_ids": [fact["fact_id"]],
        "source_names": ["单位.txt"],
        "suspect_fact_id": fact["fact_id"],
        "suggestion": [],
        "reported": fact["value"],
        "expected_low": Decimal(0),
        "expected_high": fact["value"] / 2,
        "gap": fact["value"] / (2 + number % 11),
        "evidence_hash": evidence_hash([fact["fact_id"]], {fact["fact_id"]: f"{fact['value']} CNY None..None"}),
    }
