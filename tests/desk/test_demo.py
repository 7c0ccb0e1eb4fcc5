"""The user for trying out: there until there is an administrator, and not a moment longer."""

from __future__ import annotations

from pathlib import Path

from app.desk.demo import DEMO_NAME, DemoPeople
from pipeline.review.accounts import add_account
from pipeline.store import open_store

PASSWORD = "一个长一点的口令"


def test_the_user_for_trying_out_is_gone_once_there_is_an_administrator(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    people = DemoPeople(store)
    assert people.sign_in("zhao", PASSWORD) is None
    token = people.sign_in(DEMO_NAME, people.password)
    assert token is not None
    add_account(store, "li", PASSWORD, "reviewer", "", DEMO_NAME)
    assert people.session(token) is not None  # somebody has to make the administrator
    add_account(store, "zhao", PASSWORD, "admin", "", DEMO_NAME)
    assert people.session(token) is None
    assert people.sign_in(DEMO_NAME, people.password) is None
    own = people.sign_in("zhao", PASSWORD)
    assert own is not None
    session = people.session(own)
    assert session is not None
    assert session.account.name == "zhao"
    people.sign_out(own)
    assert people.session(own) is None
    store.close()
