"""PostgreSQL ends every connection while a run judges, at one moment after the other: each time the run says so, and
the one that is let alone at last leaves what an undisturbed one leaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.reports import report_text
from sqlalchemy import Engine, event, make_url

from pipeline.night.status import night_status
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.store.errors import StoreUnavailable
from pipeline.summary import RunSummary

STRIDE = 13
"""At every so manieth of the statements and commits of judging."""


class _Cutter:
    """Ends all connections to the database before statement or commit number `at` of judging; 0: before none."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._server = {"dbname": address.database, "user": address.username, "host": address.query["host"]}
        self.at = 0
        self.judging = False
        self.seen = 0

    def progress(self, stage: str, done: int, _total: int, _name: str) -> None:
        if stage == "reconcile":
            self.judging = done == 0
            self.seen = self.seen if done else 0

    def step(self, *_: object) -> None:
        if self.judging:
            self.seen += 1
            if self.seen == self.at:
                self.judging = False
                self.cut()

    def cut(self) -> None:
        with psycopg.connect(**self._server, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.mark.parametrize("database", ["postgresql"])
def test_connections_that_are_ended_while_a_run_judges(
    desk: Desk, empty_postgresql: Callable[[], str], tmp_path: Path
) -> None:
    other = Desk(tmp_path / "undisturbed", empty_postgresql())
    for one in (desk, other):
        for month in range(1, 4):
            text = report_text(
                f"教育|current|支出|9{month}",
                f"社保{month}|current|支出|300",
                unit=JUNE["unit"],
                period=f"2024-{month:02}",
            )
            one.put(f"{month}月.txt", text)
    other.run(version="1")
    cutter = _Cutter(desk.store_url)
    run = partial(desk.run, version="1", progress=cutter.progress)
    listeners = [(Engine, name, cutter.step) for name in ("before_cursor_execute", "commit")]
    for listener in listeners:
        event.listen(*listener)
    try:
        assert _run_or_lost(desk, partial(run, judge=partial(_judge_and_cut, cutter))) is None
        cutter.at = 1
        while (again := _run_or_lost(desk, run)) is None:
            cutter.at += STRIDE
    finally:
        for listener in listeners:
            event.remove(*listener)
    assert cutter.at > 4 * STRIDE
    assert (again.new_reports, again.unchanged) == (0, 3)
    assert night_status(desk.store).problems == ()
    assert desk.export(tmp_path / "one") == other.export(tmp_path / "two")
    other.store.close()


def _judge_and_cut(cutter: _Cutter, *arguments: Any) -> ReconcileOutcome:
    cutter.cut()
    return judge_cap(*arguments)


def _run_or_lost(desk: Desk, run: Callable[[], RunSummary]) -> RunSummary | None:
    """What came of the run; None if it lost its connection, and said so."""
    try:
        return run()
    except StoreUnavailable as error:
        lost = error
    assert lost.exit_code == 4
    assert "与数据库服务的连接中断" in lost.message
    assert "重新运行会接着做完" in lost.remedy
    assert lost.may_pass
    desk.store.engine.dispose()
    assert night_status(desk.store).problems[0].code == "failed"
    assert len(desk.rows("reports")) == 3
    return None
