"""Who is signed in: a session for each browser, known by a secret of which only the hash is kept."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select, update

from pipeline.review.accounts import Account, Person
from pipeline.review.outcomes import PATIENCE
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from rules.errors import HeduiError

_LASTS: Final = timedelta(hours=12)
"""A working day; longer a session does not last, however much it is used."""

_IDLE: Final = timedelta(hours=2)
_NOTED_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is signed in, the token that their forms carry, and when the session ends at the latest."""

    account: Account
    csrf: str
    expires: datetime


def open_session(store: Store, account: Person, now: datetime) -> str:
    """Open a session and return its token, which is kept nowhere; sessions that have ended are removed. Raises
    StoreBusy."""
    token = secrets.token_urlsafe(32)
    sessions = table_named("sessions")
    with store.writing(durable=False, patience=PATIENCE) as connection:
        connection.execute(delete(sessions).where((sessions.c.expires < now) | (sessions.c.seen_at < now - _IDLE)))
        row = {"token_hash": _hash(token), "name": account.name, "csrf": secrets.token_urlsafe(24)}
        connection.execute(insert(sessions).values(**row, opened_at=now, seen_at=now, expires=now + _LASTS))
    return token


def session_of(store: Store, token: str, now: datetime) -> Session | None:
    """The session of the token; None where it has ended, or its account is disabled or gone. That it is used is noted
    every few minutes, where the store is not busy just then."""
    sessions, accounts = table_named("sessions"), table_named("accounts")
    statement = (
        select(sessions.c.csrf, sessions.c.expires, sessions.c.seen_at, accounts)
        .join(accounts, accounts.c.name == sessions.c.name)
        .where(sessions.c.token_hash == _hash(token), accounts.c.disabled_at.is_(None))
    )
    with store.reading() as connection:
        row = connection.execute(statement).first()
    if row is None or row.expires <= now or row.seen_at <= now - _IDLE:
        return None
    if now - row.seen_at >= _NOTED_EVERY:
        _note_use(store, token, now)
    return Session(Account(row.name, row.shown_name, row.role), row.csrf, row.expires)


def close_session(store: Store, token: str) -> None:
    """End the session of the token. Raises StoreBusy."""
    sessions = table_named("sessions")
    with store.writing(durable=False, patience=PATIENCE) as connection:
        connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))


def _note_use(store: Store, token: str, now: datetime) -> None:
    sessions = table_named("sessions")
    with contextlib.suppress(HeduiError), store.writing(durable=False, patience=0.2) as connection:
        connection.execute(update(sessions).where(sessions.c.token_hash == _hash(token)).values(seen_at=now))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
