"""Replays what the journal tells of accounts: who there was, and in which role. Passwords are not in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, insert, update

from pipeline.review.journal import Entry
from pipeline.store.contract import table_named


def _add(connection: Connection, entry: Entry) -> None:
    """An account that lets nobody in until it is given a password."""
    row = {"name": entry.subject, "shown_name": entry.content["shown_name"], "role": entry.content["role"]}
    made = {"password_hash": "", "created_at": entry.at, "created_by": entry.by}
    connection.execute(insert(table_named("accounts")).values(**row, **made))


def _set(connection: Connection, entry: Entry, **values: Any) -> None:
    accounts = table_named("accounts")
    connection.execute(update(accounts).where(accounts.c.name == entry.subject).values(**values))


def _set_role(connection: Connection, entry: Entry) -> None:
    _set(connection, entry, role=entry.content["role"])


def _set_password(connection: Connection, entry: Entry) -> None:
    """The password itself is nowhere in the journal."""


def _disable(connection: Connection, entry: Entry) -> None:
    _set(connection, entry, disabled_at=entry.at)


def _enable(connection: Connection, entry: Entry) -> None:
    _set(connection, entry, disabled_at=None)


ACCOUNT_ACTIONS: Final[Mapping[str, Callable[[Connection, Entry], None]]] = {
    "add_account": _add,
    "set_role": _set_role,
    "set_password": _set_password,
    "disable_account": _disable,
    "enable_account": _enable,
}
"""What is done for each action."""
