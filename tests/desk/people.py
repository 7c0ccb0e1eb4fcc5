"""People for tests of the desk: one of each role, everybody's password the same."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from app.desk.people import ROLES, Role

PASSWORD: Final = "对照一遍-2024"
SHOWN: Final = {"viewer": "陈查看", "reviewer": "李核对", "approver": "王审定", "admin": "赵管理"}


@dataclass(frozen=True)
class InventedAccount:
    name: str
    shown_name: str
    role: Role
    disabled_at: datetime | None = None


@dataclass(frozen=True)
class InventedSession:
    account: InventedAccount
    csrf: str
    expires: datetime


@dataclass
class InventedPeople:
    """Accounts named by their roles."""

    sessions: dict[str, InventedSession] = field(default_factory=dict)

    def sign_in(self, name: str, password: str) -> str | None:
        if name not in ROLES or password != PASSWORD:
            return None
        token = secrets.token_urlsafe()
        account = InventedAccount(name, SHOWN[name], name)
        self.sessions[token] = InventedSession(account, secrets.token_urlsafe(), datetime.now(UTC) + timedelta(hours=1))
        return token

    def session(self, token: str) -> InventedSession | None:
        return self.sessions.get(token)

    def sign_out(self, token: str) -> None:
        self.sessions.pop(token, None)
