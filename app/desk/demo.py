"""The first run, before there are accounts: one user for trying out, on this machine only, with a password for once."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from app.desk.people import Role, Session, StoredPeople
from pipeline.review.accounts import accounts
from pipeline.store import Store

DEMO_NAME: Final = "demo"
_HOURS: Final = 12


@dataclass(frozen=True)
class DemoAccount:
    """The user for trying out: may do everything, for nobody else can."""

    name: str = DEMO_NAME
    shown_name: str = "演示用户"
    role: Role = "admin"


@dataclass(frozen=True)
class DemoSession:
    """A browser in which the user for trying out is signed in."""

    account: DemoAccount
    csrf: str
    expires: datetime


@dataclass
class DemoPeople:
    """Nobody but the user for trying out, until there is an administrator: from then on only those with accounts.
    Nothing of it is written anywhere."""

    store: Store
    password: str = field(default_factory=lambda: secrets.token_hex(5))
    _sessions: dict[str, DemoSession] = field(default_factory=dict)

    def sign_in(self, name: str, password: str) -> str | None:
        """As of People."""
        if (people := self._stored()) is not None:
            return people.sign_in(name, password)
        right = hmac.compare_digest(password.encode(), self.password.encode())
        if name != DEMO_NAME or not right:
            return None
        token = secrets.token_urlsafe(32)
        expires = datetime.now(UTC) + timedelta(hours=_HOURS)
        self._sessions[token] = DemoSession(DemoAccount(), secrets.token_urlsafe(24), expires)
        return token

    def session(self, token: str) -> Session | None:
        """As of People."""
        if (people := self._stored()) is not None:
            return people.session(token)
        session = self._sessions.get(token)
        return session if session is not None and session.expires > datetime.now(UTC) else None

    def sign_out(self, token: str) -> None:
        """As of People."""
        self._sessions.pop(token, None)
        if (people := self._stored()) is not None:
            people.sign_out(token)

    def _stored(self) -> StoredPeople | None:
        made = any(each.role == "admin" and each.disabled_at is None for each in accounts(self.store))
        return StoredPeople(self.store) if made else None
