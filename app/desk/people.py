"""Who works at the desk: what the pages ask of accounts and sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, Protocol

Role = Literal["viewer", "reviewer", "approver", "admin"]

ROLES: Final[tuple[Role, ...]] = ("viewer", "reviewer", "approver", "admin")
"""Each may do what those before it may."""


class Account(Protocol):
    """An account, as `pipeline.review.accounts` keeps it."""

    @property
    def name(self) -> str: ...
    @property
    def shown_name(self) -> str: ...
    @property
    def role(self) -> Role: ...


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


def may(account: Account, role: Role) -> bool:
    """Whether the account may do what `role` may."""
    return ROLES.index(account.role) >= ROLES.index(role)
