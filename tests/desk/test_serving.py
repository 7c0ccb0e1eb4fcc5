"""Who gets to the desk: without accounts nobody from another machine, and nobody at all where all are disabled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.desk.demo import DEMO_NAME, DemoPeople
from app.desk.people import StoredPeople
from app.desk.serving import ServeRefused, is_loopback, people_of
from pipeline.review.accounts import add_account
from pipeline.store import Store, open_store
from pipeline.store.contract import table_named


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'hedui.db'}")) as opened:
        yield opened


def test_others_are_not_let_in_without_accounts(store: Store) -> None:
    with pytest.raises(ServeRefused, match="还没有任何账号"):
        people_of(store, only_here=False)
    people, said = people_of(store, only_here=True)
    assert isinstance(people, DemoPeople)
    assert people.sign_in(DEMO_NAME, "wrong") is None
    assert people.password in said[1]


def test_the_demo_user_is_gone_once_there_is_an_administrator(store: Store) -> None:
    demo, _ = people_of(store, only_here=True)
    assert isinstance(demo, DemoPeople)
    token = demo.sign_in(DEMO_NAME, demo.password)
    assert token is not None
    assert demo.session(token) is not None
    add_account(store, "zhang", "a long password", "admin", "张", "test")
    assert demo.session(token) is None
    assert demo.sign_in(DEMO_NAME, demo.password) is None
    assert isinstance(people_of(store, only_here=False)[0], StoredPeople)


def test_where_all_are_disabled_there_is_no_way_back_to_the_demo_user(store: Store) -> None:
    add_account(store, "zhang", "a long password", "admin", "张", "test")
    with store.writing() as connection:
        connection.execute(table_named("accounts").update().values(disabled_at=table_named("accounts").c.created_at))
    with pytest.raises(ServeRefused, match="账号都已停用"):
        people_of(store, only_here=True)


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True)]
    + [(host, False) for host in ("0.0.0.0", "::", "10.1.2.3", "localhost.example", "", "127.0.0.1.example")],
)
def test_what_only_this_machine_reaches(host: str, here: bool) -> None:
    assert is_loopback(host) is here
