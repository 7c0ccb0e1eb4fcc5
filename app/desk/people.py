"""Who works at the desk: what the pages ask of accounts and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from pipeline.review.accounts import ROLES, Person, Role, checked_account, may
from pipeline.review.sessions import close_session, open_session, session_of
from pipeline.store import Store

__all__ = ["ROLES", "Account", "People", "Person", "Role", "Session", "StoredPeople", "may"]

Account = Person
"""Who is signed in: somebody with an account, or whoever tries the desk out."""


class Session(Protocol):
    """A person who is signed in. `csrf` is the token that every form of theirs carries."""

    @property
    def account(self) -> Account: ...
    @property
    def csrf(self) -> str: ...
    @property
    def expires(self) -> datetime: ...


class People(Protocol):
    """Accounts and sessions."""

    def sign_in(self, name: str, password: str) -> str | None:
        """The token of a new session, or None where name or password are not right."""
        ...

    def session(self, token: str) -> Session | None:
        """The session of a token; None for one that is unknown, has expired, or whose account is disabled."""
        ...

    def sign_out(self, token: str) -> None: ...


@dataclass(frozen=True)
class StoredPeople:
    """The accounts and sessions of a store."""

    store: Store

    def sign_in(self, name: str, password: str) -> str | None:
        """As of People. Raises StoreBusy."""
        now = datetime.now(UTC)
        account = checked_account(self.store, name, password, now)
        return None if account is None else open_session(self.store, account, now)

    def session(self, token: str) -> Session | None:
        """As of People."""
        return session_of(self.store, token, datetime.now(UTC))

    def sign_out(self, token: str) -> None:
        """As of People. Raises StoreBusy."""
        close_session(self.store, token)
