"""Measures the judging stage of a run on a store: everything, nothing changed, and one more report.

    .venv/bin/python benchmarks/judging_speed.py [--facts 1000000] [--store sqlite:////tmp/big.db] [--check]

A store is filled with the reports of `reconcile_speed` (made from the truth, more of them under other names), but for
the last report of one unit. The whole is judged, then again with nothing changed, then that report arrives. `--check`
judges everything once more and compares findings and counts. Seconds of the processor stand beside those of the clock.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
from reconcile_speed import made_frames
from sqlalchemy import select

from pipeline.judging.judged_state import judge_version
from pipeline.judging.stage import judge_by_rules, reconcile_store
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.run import open_run
from pipeline.store import Store, open_store
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import table_named
from rules.check import checks_in_force

_AT_ONCE = 50_000
_DATES = ("period_start", "period_end", "column_period_start", "column_period_end")
Row = dict[str, Any]


def fill(store: Store, facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, run_id: str) -> None:
    """Write the frames into the store's tables."""
    about = facts.drop_duplicates("report_id").set_index("report_id")[["unit_name", "region"]].to_dict("index")
    with store.writing(durable=False) as connection:
        connection.execute(table_named("reports").insert(), [_report(row, about, run_id) for row in _records(reports)])
        insert_rows(connection, table_named("items"), [_item(row) for row in _records(items)])
    for start in range(0, len(facts), _AT_ONCE):
        rows = [_fact(row) for row in _records(facts.iloc[start : start + _AT_ONCE])]
        with store.writing(durable=False) as connection:
            insert_rows(connection, table_named("facts"), rows)


def _records(frame: pd.DataFrame) -> Iterable[Row]:
    names = [str(name) for name in frame]
    for cells in zip(*(frame[name].tolist() for name in names), strict=True):
        yield {name: None if cell != cell else cell for name, cell in zip(names, cells, strict=True)}


def _report(row: Row, about: dict[str, Row], run_id: str) -> Row:
    told = about.get(row["report_id"], {"unit_name": row["unit"], "region": row["region"]})
    return {
        "report_id": row["report_id"], "source_name": row["source_name"], "sha256": row["report_id"],
        "media_type": "text/plain", "kind": row["kind"], "unit": told["unit_name"], "region": told["region"],
        "period_start": _day(row["period_start"]), "period_end": _day(row["period_end"]), "period_kind": "month",
        "revision": 1, "other_names": [], "metadata_source": {}, "ingested_at": datetime.now(UTC), "run_id": run_id,
        "arrival": 1, "scanned": False, "warnings": [], "reader_version": "", "hints_digest": "",
        "facts_digest": row["report_id"], "has_doubtful": False,
    }  # fmt: skip


def _item(row: Row) -> Row:
    return {
        "item_id": row["item_id"], "report_id": row["report_id"], "position": row["item_position"],
        "name": row["name"], "target_text": row["target_text"], "others": {}, "torn": False,
        "heads": {"current": row["head_current"], "cumulative": row["head_cumulative"]},
    }  # fmt: skip


def _fact(row: Row) -> Row:
    columns = table_named("facts").columns
    kept = {name: row.get(name) for name in columns.keys() if not name.startswith("series")}  # noqa: SIM118
    return {
        **kept,
        **{name: _day(row[name]) for name in _DATES},
        "locator": row["fact_id"], "index_at_locator": 0, "spans": [], "confidence": Decimal("0.9"), "flags": [],
        "rule": "made", "amount_fen": None,
    }  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def judged(store: Store, folder: Path, label: str, version: str | None, workers: int = 1) -> ReconcileOutcome:
    """One judging stage, timed."""
    run = open_run(store, folder)
    wall, processor = time.perf_counter(), _processor()
    outcome = reconcile_store(store, run, judge_by_rules, None, version, workers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{label:<24} {time.perf_counter() - wall:7.2f} s (processor {_processor() - processor:.2f} s), "
        f"{len(outcome.findings):,} findings made, {sum(one.count for one in outcome.equations):,} equations, "
        f"peak {peak:,.0f} MB",
        flush=True,
    )
    return outcome


def _processor() -> float:
    """Seconds of the processor that this process and the helpers that have ended took."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def state(store: Store) -> tuple[list[Any], Counter[str]]:
    """The open findings as they are kept."""
    table = table_named("findings")
    fields = [column for column in table.columns if column.name not in ("status",)]
    with store.reading() as connection:
        rows = connection.execute(select(*fields).where(table.c.status != "fixed").order_by(table.c.finding_id)).all()
    return [tuple(row) for row in rows], Counter(row.severity for row in rows)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--facts", type=int, default=1_000_000)
    arguments.add_argument("--slips", type=Fraction, default=Fraction(1, 100))
    arguments.add_argument("--store", default="")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--check", action="store_true")
    given = arguments.parse_args()
    checks_in_force()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(given.store or f"sqlite:///{folder}/judging.db")
        facts, items, reports = made_frames(given.facts, given.slips)
        last = facts["report_id"].iloc[0]
        later = facts["report_id"] == last
        run = open_run(store, folder)
        there = (~later, items["report_id"] != last, reports["report_id"] != last)
        frames = (facts, items, reports)
        fill(store, *(frame[kept] for frame, kept in zip(frames, there, strict=True)), run.run_id)  # type: ignore[call-arg]
        print(f"{len(facts):,} facts of {len(reports):,} reports are in the store", flush=True)
        new = [frame[~kept] for frame, kept in zip(frames, there, strict=True)]
        del facts, items, reports, frames, there
        version = judge_version()
        judged(store, folder, "everything", version, given.workers)
        judged(store, folder, "nothing changed", version)
        run = open_run(store, folder)
        fill(store, *new, run.run_id)
        anew = judged(store, folder, f"one report ({len(new[0])} facts)", version)
        if given.check:
            before = state(store)
            everything = judged(store, folder, "everything once more", None)
            print(f"equal: {before == state(store) and anew.equations == everything.equations}")
        store.close()


if __name__ == "__main__":
    main()
