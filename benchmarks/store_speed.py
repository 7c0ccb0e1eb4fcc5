"""The store against its database: loading, the monthly view, and a second run over an unchanged inbox.

    .venv/bin/python benchmarks/store_speed.py [--reports 300] [--facts 1000000] [--files 1000] [--store URL]

Loading is compared with a plain `executemany` of the same values into the same tables, one transaction a report too;
`monthly` of one unit with a plain indexed query for all columns of that unit's facts; the second run with the first.
`--store` names an empty database for the view (PostgreSQL); SQLite in a temporary folder by default. 0 leaves a part
out.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ParamSpec

from sqlalchemy import text

from extractors.reading import read_report
from extractors.report import Hints, ReportContent
from pipeline import identity
from pipeline.reading.task import Named
from pipeline.report_rows import ReportRows, report_rows
from pipeline.run import open_run, run_inbox
from pipeline.store import Store, open_store
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import table_named
from pipeline.store.loading import load_report
from pipeline.store.runs import OpenRun

ITEMS = 20
UNITS = 100


def sheet(seed: int = 0) -> str:
    """A progress sheet of invented figures."""
    lines = ["序号\t目标名称\t考核指标\t5月进度\t累计进度\t累计完成工作量"]
    for number in range(1, ITEMS + 1):
        month, so_far = 100 + number + seed % 997, 500 + 3 * number + seed % 997
        lines.append(
            f"{number}\t第{number}项支出\t全市支出完成{so_far * 3}.5亿元，增长{number}.5%。\t"
            f"5月完成{month}.25亿元，增长{number}.1%。\t1-5月累计完成{so_far}.75亿元，增长{number}.2%，"
            f"完成年度目标的{30 + number}.3%。\t{30 + number}%"
        )
    return "\n".join(lines) + "\n"


def content(folder: Path) -> ReportContent:
    """The sheet as it is read."""
    file = folder / "甲市财政局2024年5月进度表.txt"
    file.write_text(sheet(), encoding="utf-8")
    return read_report(file, Hints(file.name))


def report(read: ReportContent, number: int) -> ReportRows:
    """Rows of the same sheet under another hash."""
    return report_rows(read, identity.full_hash(str(number)))


P = ParamSpec("P")


def seconds(work: Callable[P, object], *args: P.args, **options: P.kwargs) -> float:
    """Wall seconds."""
    start = time.perf_counter()
    work(*args, **options)
    return time.perf_counter() - start


def measure_loading(folder: Path, read: ReportContent, reports: int, rounds: int) -> None:
    """Facts a second into SQLite, and the ratio to plain executemany."""
    rows = [report(read, number) for number in range(reports)]
    facts = sum(len(each.facts) for each in rows)
    ratios, speeds = [], []
    for number in range(rounds):
        store = open_store(f"sqlite:///{folder}/load{number}.db")
        ours = seconds(load, store, rows, open_run(store, folder))
        plain = seconds(load_plainly, folder / f"raw{number}.db", store, list(plain_rows(store)))
        store.close()
        ratios.append(plain / ours)
        speeds.append(facts / ours)
        print(f"round {number + 1}: hedui {facts / ours:,.0f} facts/s, executemany {facts / plain:,.0f} facts/s, "
              f"ratio {ratios[-1]:.2f}")  # fmt: skip
    print(f"loading: median {statistics.median(speeds):,.0f} facts/s, {statistics.median(ratios):.2f} of executemany")


def load(store: Store, reports: list[ReportRows], run: OpenRun, first: int = 0) -> None:
    """Load each report in its own transaction, as a run does; their files are named by number, from `first` on."""
    for place, each in enumerate(reports, start=first):
        with store.writing(durable=False) as connection:
            load_report(connection, each, Named(each.report["sha256"], (f"{place}.txt",), ""), run)


PlainRows = list[tuple[str, list[tuple[Any, ...]]]]


def load_plainly(target: Path, store: Store, prepared: list[PlainRows]) -> None:
    """The same rows by the driver alone, ready as it takes them: same tables and indexes, one transaction a report."""
    with sqlite3.connect(target, isolation_level=None) as driver:
        for (sql,) in sqlite3.connect(str(store.engine.url.database)).execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') "
            "AND tbl_name IN ('reports', 'items', 'facts') ORDER BY type DESC"
        ):
            driver.execute(sql)
        driver.execute("PRAGMA journal_mode=WAL")
        driver.execute("PRAGMA synchronous=NORMAL")
        for tables in prepared:
            driver.execute("BEGIN IMMEDIATE")
            for table, rows in tables:
                driver.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
            driver.execute("COMMIT")


def plain_rows(store: Store) -> Iterator[PlainRows]:
    """For each report its rows of every table as the driver takes them."""
    driver = sqlite3.connect(str(store.engine.url.database))
    for (report_id,) in driver.execute("SELECT report_id FROM reports").fetchall():
        yield [
            (table, driver.execute(f"SELECT * FROM {table} WHERE report_id = ?", (report_id,)).fetchall())
            for table in ("reports", "items", "facts")
        ]


def fill(store: Store, read: ReportContent, facts: int) -> None:
    """Spread sheets over units and months until there are so many facts."""
    run = open_run(store, Path())
    each = len(read.facts)
    months = max(1, facts // each // UNITS)
    for month in range(months):
        day = date(1950 + month // 12, month % 12 + 1, 28)
        reports, items, figures = [], [], []
        for unit in range(UNITS):
            rows = report(read, month * UNITS + unit)
            named = {"unit": f"单位{unit:03}", "period_start": day, "period_end": day, "source_name": f"{unit}/{month}"}
            reports.append(
                rows.report
                | named
                | {"other_names": [], "run_id": run.run_id, "reader_version": "", "hints_digest": "", "arrival": 1}
                | {"ingested_at": datetime.now(UTC), "revision": 1}
            )
            items += rows.items
            in_month = {"series_year": day.year, "series_month": day.month}
            figures += [fact | (in_month if fact["series_cell"] else {}) for fact in rows.facts]
        with store.writing(durable=False) as connection:
            connection.execute(table_named("reports").insert(), reports)
            insert_rows(connection, table_named("items"), items)
            insert_rows(connection, table_named("facts"), figures)


def measure_view(store: Store, read: ReportContent, facts: int, rounds: int) -> None:
    """Milliseconds of `monthly` for one unit, and the ratio to a plain indexed query."""
    took = seconds(fill, store, read, facts)
    with store.writing() as connection:
        connection.execute(text("ANALYZE"))
    plain = (
        "SELECT f.* FROM facts f JOIN reports r ON r.report_id = f.report_id WHERE r.unit = :unit AND "
        "r.superseded_by IS NULL"
    )
    with store.reading() as connection:
        count = connection.execute(text("SELECT count(*) FROM facts")).scalar_one()
        print(f"{count:,} facts of {UNITS} units in {store.engine.dialect.name}, filled in {took:.0f} s")
        times: dict[str, list[float]] = {"view": [], "plain": []}
        for number in range(2 * rounds):
            unit = {"unit": f"单位{number * 7 % UNITS:03}"}
            for name, sql in (("view", "SELECT * FROM monthly WHERE unit = :unit"), ("plain", plain)):
                start = time.perf_counter()
                connection.execute(text(sql), unit).all()
                times[name].append(time.perf_counter() - start)
    view, raw = (1000 * statistics.median(times[name]) for name in ("view", "plain"))
    print(f"monthly of one unit: median {view:.0f} ms (max {1000 * max(times['view']):.0f}), plain query of its facts "
          f"{raw:.0f} ms, ratio {view / raw:.2f}")  # fmt: skip


def measure_second_run(folder: Path, files: int) -> None:
    """The second run over an unchanged inbox, as a share of the first."""
    inbox = folder / "inbox"
    for number in range(files):
        place = inbox / f"{number % UNITS:03}市财政局"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{2000 + number // UNITS}年5月进度表.txt").write_text(sheet(number), encoding="utf-8")
    url = f"sqlite:///{folder}/runs.db"
    first = seconds(run_inbox, inbox, url, workers=os.cpu_count() or 1)
    second = seconds(run_inbox, inbox, url)
    print(f"{files} files: first run {first:.1f} s, second {second:.2f} s, {100 * second / first:.1f}%")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=300)
    arguments.add_argument("--facts", type=int, default=1_000_000)
    arguments.add_argument("--files", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--store", default="")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read = content(folder)
        print(f"{len(read.facts)} facts and {len(read.items)} items a report")
        if given.reports:
            measure_loading(folder, read, given.reports, given.rounds)
        if given.facts:
            measure_view(open_store(given.store or f"sqlite:///{folder}/view.db"), read, given.facts, given.rounds)
        if given.files:
            measure_second_run(folder, given.files)


if __name__ == "__main__":
    main()
