"""A desk over an inbox that was run over, for the tests of the pages where something is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from made_up.desk import JUNE
from made_up.desk import Desk as Inbox
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text
from sqlalchemy import select
from starlette.testclient import TestClient

from app.desk.context import Desk
from app.desk.people import Role
from app.desk.work import Work
from desk.people import InventedPeople
from desk.visiting import csrf, visitor
from pipeline.review.mending import Mended, Wanted, mend
from pipeline.store import Store, open_store
from pipeline.store.contract import Row, table_named

SCRIPT: Final = "<script>alert(1)</script>"
Come = Callable[[Role], TestClient]


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox that was run over: a figure too large, a file that is broken, a report without unit."""
    folder = tmp_path_factory.mktemp("mending")
    (folder / "inbox").mkdir()
    inbox = Inbox(folder / "inbox", f"sqlite:///{folder / 'desk.db'}")
    inbox.put("一.txt", report_text("教育|current|支出|120", "医疗|current|支出|60", **JUNE))
    inbox.put("二.txt", report_text("科技|current|盘活闲置收益|70", period="2024-06"))
    inbox.put(f"三{SCRIPT.replace('/', '／')}.txt", "broken")
    inbox.run(version="v")
    inbox.store.close()
    return folder


@pytest.fixture
def place(read_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk of its own over a copy of that."""
    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    shutil.copy(read_once / "desk.db", tmp_path / "desk.db")
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    yield Desk(store, InventedPeople(), tmp_path / "pictures")
    store.close()


def mend_made_up(store: Store, wanted: Sequence[Wanted]) -> Mended:
    return mend(store, wanted, read_made_up, judge_cap, "v", workers=0)


@pytest.fixture
def come(place: Desk) -> Come:
    """Comes to the desk signed in with a role; reading and judging are the invented ones."""

    def with_role(role: Role) -> TestClient:
        client = visitor(place, role)
        client.app.state.work = Work(place.store, mend_made_up, 0.05)  # type: ignore[attr-defined]
        return client

    return with_role


def post(client: TestClient, address: str, **fields: Any) -> Any:
    return client.post(address, data={"csrf": csrf(client), **fields})


def rows(place: Desk, table: str) -> list[Row]:
    with place.store.reading() as connection:
        return [dict(row) for row in connection.execute(select(table_named(table))).mappings()]


def fact_of(place: Desk, printed: str) -> str:
    return str(next(row["fact_id"] for row in rows(place, "facts") if row["printed"] == printed))
