"""Who may sign in: the right password, nobody else, not too often, and no longer than a working day."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from pipeline.review import accounts as module
from pipeline.review.accounts import (
    Account,
    AccountRefused,
    accounts,
    add_account,
    checked_account,
    disable,
    set_password,
    set_role,
)
from pipeline.review.sessions import close_session, open_session, session_of
from pipeline.store import Store
from pipeline.store.contract import table_named

NOW = datetime(2024, 7, 3, 9, 0, tzinfo=UTC)
PASSWORD = "一个长一点的密码"


@pytest.fixture
def li(store: Store) -> Account:
    return add_account(store, "li", PASSWORD, "admin", " 李 四 ", "test", NOW)


def test_only_the_right_password_signs_in(store: Store, li: Account) -> None:
    assert checked_account(store, "li", PASSWORD, NOW) == li == Account("li", "李 四", "admin")
    for name, password in (("li", "x"), ("LI", PASSWORD), ("nobody", PASSWORD), ("", ""), ("a\x00\ud800", "\ud800")):
        assert checked_account(store, name, password, NOW) is None
    hashes = table_named("accounts")
    with store.reading() as connection:
        (kept,) = connection.execute(select(hashes.c.password_hash)).scalars()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    set_password(store, "li", "another long one", "li", NOW)
    assert checked_account(store, "li", PASSWORD, NOW) is None
    assert checked_account(store, "li", "another long one", NOW) == li


def test_guessing_many_at_once_gets_no_further_than_one_after_the_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def compare(_: str, password: str) -> bool:
        compared.append(password)
        time.sleep(0.005)
        return False

    monkeypatch.setattr(module, "_verified", compare)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda at: checked_account(store, "nobody", f"guess {at}", NOW), range(12)))
    assert len(compared) == 5


def test_guessing_gets_slow_and_the_right_password_waits_too(store: Store, li: Account) -> None:
    for _ in range(5):
        assert checked_account(store, "li", "guess", NOW) is None
    assert checked_account(store, "li", PASSWORD, NOW + timedelta(seconds=0.9)) is None
    later = NOW + timedelta(seconds=1)
    assert checked_account(store, "li", "guess", later) is None
    assert checked_account(store, "li", PASSWORD, later + timedelta(seconds=1.9)) is None  # twice as long as before
    assert checked_account(store, "li", PASSWORD, later + timedelta(seconds=2)) == li
    assert checked_account(store, "li", "guess", later + timedelta(seconds=2)) is None
    assert checked_account(store, "li", PASSWORD, later + timedelta(seconds=2)) == li  # the failures are forgotten


def test_a_session_ends_by_itself_and_when_it_must(store: Store, li: Account) -> None:
    token = open_session(store, li, NOW)
    session = session_of(store, token, NOW + timedelta(minutes=30))
    assert session is not None
    assert (session.account, session.expires) == (li, NOW + timedelta(hours=12))
    assert session_of(store, "forged", NOW) is None
    assert session_of(store, token + "x", NOW) is None
    assert session_of(store, token, NOW + timedelta(hours=2, minutes=29)) is not None  # two hours since it was used
    assert session_of(store, token, NOW + timedelta(hours=5)) is None
    with store.reading() as connection:
        (kept,) = connection.execute(select(table_named("sessions").c.token_hash)).scalars()
    assert token not in kept
    again = open_session(store, li, NOW)
    close_session(store, again)
    assert session_of(store, again, NOW) is None


def test_who_is_disabled_or_changes_the_password_is_out_at_once(store: Store, li: Account) -> None:
    add_account(store, "wang", PASSWORD, "viewer", "", "li", NOW)
    for change in ("disable", "password"):
        token = open_session(store, li, NOW)
        set_role(store, "wang", "admin", "li", NOW)
        if change == "disable":
            disable(store, "li", "wang", NOW)
            assert checked_account(store, "li", PASSWORD, NOW) is None
            disable(store, "li", "wang", NOW, enable=True)
        else:
            set_password(store, "li", "another long one", "wang", NOW)
        assert session_of(store, token, NOW) is None
    token = open_session(store, li, NOW)
    set_role(store, "li", "viewer", "wang", NOW)
    session = session_of(store, token, NOW)
    assert session is not None
    assert session.account.role == "viewer"
    assert [account.name for account in accounts(store)] == ["li", "wang"]


REFUSED = (
    ("li", PASSWORD, "viewer", ""),
    ("", PASSWORD, "viewer", ""),
    ("../x", PASSWORD, "viewer", ""),
    ("ｌｉ", PASSWORD, "viewer", ""),
    ("x" * 41, PASSWORD, "viewer", ""),
    ("..", PASSWORD, "viewer", ""),
    ("wang", "short", "viewer", ""),
    ("wang", "x" * 201, "viewer", ""),
    ("longname1", "LongName1", "viewer", ""),
    ("wang", "abababababab", "viewer", ""),
    ("wang", PASSWORD, "boss", ""),
    ("wang", PASSWORD, "viewer", "姓" * 41),
    ("wang", PASSWORD, "viewer", "a\x07b"),
)


def test_accounts_that_are_not_made(store: Store, li: Account) -> None:
    for name, password, role, shown in REFUSED:
        with pytest.raises(AccountRefused):
            add_account(store, name, password, role, shown, "test", NOW)  # type: ignore[arg-type]
    assert accounts(store) == [li]


def test_there_always_is_an_admin(store: Store, li: Account) -> None:
    assert li.role == "admin"
    for refused in (lambda: set_role(store, "li", "viewer", "li", NOW), lambda: disable(store, "li", "li", NOW)):
        with pytest.raises(AccountRefused):
            refused()
    assert accounts(store) == [li]
