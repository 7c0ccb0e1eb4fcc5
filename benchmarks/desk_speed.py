"""The reviewers' desk with many findings in the store: every page, and the next finding with its pictures.

    PYTHONPATH=.:tests .venv/bin/python benchmarks/desk_speed.py [--findings 100000] [--rounds 20] [--store FILE]

The store holds the reports of data/raw, read as ever, with findings written about their figures, and beside them as
many invented findings of invented reports as are still wanted. The desk and a bare Starlette page are served in this
process by uvicorn and asked over the same kind of connection, one request after the other. `--store` keeps the store,
or takes one that was kept. Times are of the clock; the ratio is to the bare page's median in the same run.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from made_up.findings import add_findings
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app.desk.application import desk_application
from app.desk.context import Desk
from app.desk.people import StoredPeople
from pipeline.review.accounts import accounts, add_account
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter
from pipeline.review.sessions import open_session
from pipeline.run import run_inbox
from pipeline.store import Store, open_store
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import Row, table_named
from pipeline.store.queue_entries import refresh_queue

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
PICTURED = 200
"""Findings about figures of real pages; the others rest on reports of which there is no file."""
PAGE_BOUND, NEXT_BOUND = 300, 150
"""Milliseconds, p95, on an idle machine."""
_BARE = "<!doctype html><title>x</title><table>" + "<tr><td>1</td><td>2</td></tr>" * 200 + "</table>"
_PICTURE = re.compile(r'(?:href|src)="(/pictures/[^"]+)"')


@dataclass
class Times:
    """Milliseconds of requests of a kind, and how many bytes came."""

    name: str
    taken: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        return sorted(self.taken)[max(0, -(-len(self.taken) * 95 // 100) - 1)]


class Visitor:
    """Asks one server over one connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port)
        self._headers = {"cookie": cookie} if cookie else {}

    def get(self, address: str) -> bytes:
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
        return content

    def timed(self, times: Times, address: str) -> bytes:
        begin = time.perf_counter()
        content = self.get(address)
        times.taken.append((time.perf_counter() - begin) * 1000)
        times.size = len(content)
        return content


def filled_store(file: Path, wanted: int) -> Store:
    """The store with so many findings; one that is there already is taken as it is."""
    there = file.exists()
    if not there:
        run_inbox(str(RAW), f"sqlite:///{file}")
    store = open_store(f"sqlite:///{file}")
    if not there:
        pictured = _pictured(store)
        with store.writing() as connection:
            insert_rows(connection, table_named("findings"), pictured)
            links = [
                {"finding_id": row["finding_id"], "fact_id": fact_id, "position": place, "suspect": place == 0}
                for row in pictured
                for place, fact_id in enumerate(row["fact_ids"])
            ]
            insert_rows(connection, table_named("finding_facts"), links)
        add_findings(store, wanted - len(pictured), units=150, months=24, refresh=False)
        with store.writing() as connection:
            refresh_queue(connection)
        add_account(store, "speed", "a password for speed", "admin", "测速", "benchmark")
    return store


def _pictured(store: Store) -> list[Row]:
    """Findings about figures that stand on pages, three figures each."""
    facts, reports = table_named("facts"), table_named("reports")
    statement = (
        select(facts.c.fact_id, facts.c.report_id, reports.c.source_name, facts.c.value)
        .join(reports, reports.c.report_id == facts.c.report_id)
        .where(reports.c.pages.is_not(None), facts.c.unit == "CNY")
        .order_by(facts.c.report_id, facts.c.fact_id)
    )
    with store.reading() as connection:
        found: Sequence[Any] = connection.execute(statement).all()
    rows = []
    for number in range(min(PICTURED, len(found) - 2)):
        few = [each for each in found[number : number + 3] if each.report_id == found[number].report_id]
        rows.append(
            {
                "finding_id": f"p{number:05d}",
                "rule": "share_of_total",
                "family": "sum",
                "severity": "error",
                "status": "new",
                "message": "分项之和与合计对不上。",
                "report_ids": [few[0].report_id],
                "item_ids": [],
                "fact_ids": [each.fact_id for each in few],
                "source_names": [few[0].source_name],
                "suspect_fact_id": few[0].fact_id,
                "suggestion": [],
                "reported": few[0].value,
                "expected_low": few[0].value + 1,
                "expected_high": few[0].value + 2,
                "gap": few[0].value,
                "evidence_hash": f"p{number}",
            }
        )
    return rows


@contextmanager
def served(application: Starlette) -> Iterator[int]:
    """The application on a port of this machine."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield bound.getsockname()[1]
        server.should_exit = True
        thread.join()


def _bare(request: Request) -> HTMLResponse:  # noqa: ARG001 - as of endpoints
    return HTMLResponse(_BARE)


def addresses(store: Store, findings: int) -> list[str]:
    """The pages that are measured."""
    with store.reading() as connection:
        table = table_named("reports")
        read = connection.execute(
            select(table.c.report_id, table.c.unit).where(table.c.pages.is_not(None)).order_by(table.c.report_id)
        ).first()
    assert read is not None
    unit, middle = quote("青川市第7局"), f"f{findings // 2:06d}"
    return [
        "/queue",
        "/queue?status=all",
        f"/queue?unit={unit}",
        "/queue?family=sum&severity=warning",
        f"/queue?text={quote('项目99')}",
        f"/queue?text={quote('分项合计')}",
        f"/queue?after=%2B{middle}",
        f"/findings/{middle}",
        "/findings/p00000",
        "/overview",
        "/units",
        f"/units/{unit}",
        f"/units/{quote(read.unit)}",
        "/reports",
        f"/reports/{read.report_id}",
        "/quarantine",
        "/metrics",
        "/notices",
        "/data",
        "/audit",
        "/accounts",
    ]


def next_findings(store: Store, visitor: Visitor, count: int) -> tuple[Times, Times]:
    """A reviewer's way through findings on pages: each page alone, and with all of its pictures."""
    rows = queue_page(store, QueueFilter(), None, 200).rows
    ids = [row.finding_id for row in rows if row.finding_id.startswith("p")] or [f"p{n:05d}" for n in range(PICTURED)]
    alone, whole = Times("the next finding"), Times("the next finding, with its pictures")
    for finding_id in ids[: count + 1]:
        begin = time.perf_counter()
        content = visitor.timed(alone, f"/findings/{finding_id}?family=sum")
        for address in dict.fromkeys(_PICTURE.findall(content.decode())):
            visitor.get(address.replace("&amp;", "&"))
        whole.taken.append((time.perf_counter() - begin) * 1000)
        time.sleep(0.5)  # nobody decides faster; what comes next is drawn meanwhile
    for times in (alone, whole):
        del times.taken[0]  # the first is not followed from another
    return alone, whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = filled_store(options.store or Path(folder) / "desk.db", options.findings)
        token = open_session(store, accounts(store)[0], datetime.now(UTC))
        desk = desk_application(Desk(store, StoredPeople(store), Path(folder) / "pictures"))
        with served(Starlette(routes=[Route("/", _bare)])) as bare_port, served(desk) as port:
            bare, visitor = Visitor(bare_port), Visitor(port, f"hedui_session={token}")
            plain = Times("a bare Starlette page")
            measured = [Times(address) for address in addresses(store, options.findings)]
            for times in measured:
                visitor.get(times.name)
            for _ in range(options.rounds):
                for times in measured:
                    bare.timed(plain, "/")
                    visitor.timed(times, times.name)
            measured += next_findings(store, visitor, options.rounds)
        print(f"{options.findings} findings, {options.rounds} rounds; milliseconds\n")
        print(f"{'median':>8} {'p95':>8} {'ratio':>7} {'KB':>6}  page")
        for times in [plain, *measured]:
            ratio = times.median / plain.median
            print(f"{times.median:8.1f} {times.p95:8.1f} {ratio:7.1f} {times.size / 1000:6.0f}  {times.name}")
        slow = [t.name for t in measured if t.p95 > (NEXT_BOUND if t.name.startswith("the next") else PAGE_BOUND)]
        print(f"\nbeyond their bounds: {', '.join(slow) or 'none'}")
        store.close()


if __name__ == "__main__":
    main()
