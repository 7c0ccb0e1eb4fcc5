"""Accounts of the people who work at the desk: who they are, what they may do, and whether a password is theirs."""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, Literal, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.review.journal import Action, append
from pipeline.review.outcomes import PATIENCE
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from rules.errors import HeduiError

Role = Literal["viewer", "reviewer", "approver", "admin"]

ROLES: Final[tuple[Role, ...]] = ("viewer", "reviewer", "approver", "admin")
"""Each may do what those before it may: look; decide, assign, comment, correct readings; send notices, decide in bulk,
set what a report does not print, undo others' decisions, see the audit; manage accounts and aliases."""

_NAME: Final = re.compile(r"[\w.@-]{1,40}", re.UNICODE)
_SHORTEST, _LONGEST = 8, 200
_FREE_FAILURES: Final = 5
_LONGEST_BAR: Final = timedelta(minutes=15)
_FORGOTTEN_AFTER: Final = timedelta(days=1)


class AccountRefused(HeduiError):
    """An account cannot be made or changed as asked: exit code 30."""

    exit_code = 30


class Person(Protocol):
    """Whoever does something at the desk."""

    @property
    def name(self) -> str: ...
    @property
    def shown_name(self) -> str: ...
    @property
    def role(self) -> Role: ...


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `disabled_at` is when it was disabled, None while it may sign in."""

    name: str
    shown_name: str
    role: Role
    disabled_at: datetime | None = None


def add_account(
    store: Store, name: str, password: str, role: Role, shown_name: str, by: str, now: datetime | None = None
) -> Account:
    """Make an account. `by` is the name of who makes it. Raises AccountRefused, StoreBusy."""
    _check_name(name)
    shown = " ".join(shown_name.split()) or name
    if len(shown) > 40 or not _plain(shown):
        raise AccountRefused("姓名太长，或有不能用的字符。", "用 40 个字以内的姓名。")
    _check_role(role)
    hashed = _hashed(password, name)
    at = now or datetime.now(UTC)
    with store.writing() as connection:
        if _stored(connection, name) is not None:
            raise AccountRefused(f"已经有账号 {name}。", "换一个登录名，或用 hedui user role、password 改它。")
        row = {"name": name, "shown_name": shown, "role": role, "password_hash": hashed}
        connection.execute(insert(table_named("accounts")).values(**row, created_at=at, created_by=by))
        content = {"role": role, "shown_name": shown, "password": password_digest(hashed)}
        append(connection, by, "add_account", name, content, at)
    return Account(name, shown, role)


def set_password(store: Store, name: str, password: str, by: str, now: datetime | None = None) -> None:
    """Give the account another password and end its sessions. Raises AccountRefused, StoreBusy."""
    hashed = _hashed(password, name)
    _change(store, name, by, "set_password", {"password_hash": hashed}, {"password": password_digest(hashed)}, now)


def set_role(store: Store, name: str, role: Role, by: str, now: datetime | None = None) -> None:
    """Give the account another role. Raises AccountRefused where no admin would be left, StoreBusy."""
    _check_role(role)
    _change(store, name, by, "set_role", {"role": role}, {"role": role}, now)


def disable(store: Store, name: str, by: str, now: datetime | None = None, enable: bool = False) -> None:
    """Let the account sign in no more and end its sessions, or let it in again. Raises AccountRefused where no admin
    would be left, StoreBusy."""
    at = now or datetime.now(UTC)
    action: Action = "enable_account" if enable else "disable_account"
    _change(store, name, by, action, {"disabled_at": None if enable else at}, {}, at)


def accounts(store: Store) -> list[Account]:
    """All accounts, by name."""
    table = table_named("accounts")
    with store.reading() as connection:
        return [_account(row) for row in connection.execute(select(table).order_by(table.c.name))]


def checked_account(store: Store, name: str, password: str, now: datetime | None = None) -> Account | None:
    """The account if the password is its own and it may sign in, else None: for unknown names it takes as long.

    After some failures one after the other no attempt under that name is looked at for a while, longer each time.
    Raises StoreBusy where a failure could not be noted: nobody guesses faster while a run writes.
    """
    typed = name[:_LONGEST] if _plain(name) else ""
    with _ONE_AFTER_THE_OTHER[hash(typed) % len(_ONE_AFTER_THE_OTHER)]:
        return _checked(store, typed, password, now or datetime.now(UTC))


_ONE_AFTER_THE_OTHER: Final = tuple(threading.Lock() for _ in range(64))
"""Attempts under one name wait for each other: many at once must not all be looked at before the first is counted."""

_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Passwords that are compared at the same time: each takes 64 MB of memory."""


def _checked(store: Store, typed: str, password: str, at: datetime) -> Account | None:
    with store.reading() as connection:
        row = _stored(connection, typed)
        barred = _barred_until(connection, typed)
    if barred is not None and at < barred:
        return None
    known = row is not None and row.password_hash != ""
    right = _verified(row.password_hash if row is not None and known else _nobody(), password[: _LONGEST + 1])
    passed = right and known and row is not None and row.disabled_at is None
    if passed and barred is None and not _has_failures(store, typed):
        return _account(row)
    with store.writing(patience=PATIENCE) as connection:
        _note_attempt(connection, typed, passed, at)
    return _account(row) if passed else None


def may(person: Person, role: Role) -> bool:
    """Whether the person may do what `role` may."""
    return ROLES.index(person.role) >= ROLES.index(role)


def entitled(connection: Connection, by: Person, role: Role) -> bool:
    """Whether the person may do what `role` may as the store has it now: roles change and accounts get disabled while
    somebody is signed in. While there are no accounts, whoever tries the desk out is taken at their word."""
    table = table_named("accounts")
    row = _stored(connection, by.name)
    if row is None:
        nobody = connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        return nobody and may(by, role)
    return row.disabled_at is None and may(_account(row), role)


def has_account(connection: Connection, name: str) -> bool:
    """Whether there is an account of that name; whoever tries the desk out has none."""
    return _stored(connection, name) is not None


def works_at_findings(connection: Connection, name: str) -> bool:
    """Whether findings can be assigned to the account of that name."""
    row = _stored(connection, name)
    return row is not None and row.disabled_at is None and may(_account(row), "reviewer")


def _change(
    store: Store,
    name: str,
    by: str,
    action: Action,
    values: dict[str, object],
    content: dict[str, object],
    now: datetime | None,
) -> None:
    table, sessions = table_named("accounts"), table_named("sessions")
    with store.writing() as connection:
        if _stored(connection, name) is None:
            raise AccountRefused(f"没有账号 {name}。", "hedui user list 列出现有的账号。")
        connection.execute(update(table).where(table.c.name == name).values(**values))
        admins = select(func.count()).where(table.c.role == "admin", table.c.disabled_at.is_(None))
        if action in {"set_role", "disable_account"} and connection.execute(admins).scalar_one() == 0:
            raise AccountRefused("这样就没有能用的管理员账号了。", "先让另一个账号成为管理员（admin）。")
        if action != "set_role":
            connection.execute(delete(sessions).where(sessions.c.name == name))
        append(connection, by, action, name, content, now or datetime.now(UTC))


def _stored(connection: Connection, name: str) -> Any:
    table = table_named("accounts")
    return connection.execute(select(table).where(table.c.name == name)).first()


def _account(row: Any) -> Account:
    return Account(row.name, row.shown_name, row.role, row.disabled_at)


def _barred_until(connection: Connection, name: str) -> datetime | None:
    table = table_named("failed_sign_ins")
    return connection.execute(select(table.c.barred_until).where(table.c.name == name)).scalar()


def _has_failures(store: Store, name: str) -> bool:
    table = table_named("failed_sign_ins")
    with store.reading() as connection:
        return connection.execute(select(table.c.name).where(table.c.name == name)).first() is not None


def _note_attempt(connection: Connection, name: str, passed: bool, at: datetime) -> None:
    """Count a failure, or forget them after success; those of yesterday are forgotten anyway."""
    table = table_named("failed_sign_ins")
    before = connection.execute(select(table.c.failures).where(table.c.name == name)).scalar() or 0
    connection.execute(delete(table).where((table.c.name == name) | (table.c.last_at < at - _FORGOTTEN_AFTER)))
    if passed:
        return
    failures = before + 1
    over = failures - _FREE_FAILURES
    bar = at + min(timedelta(seconds=2 ** min(over, 20)), _LONGEST_BAR) if over >= 0 else None
    row = {"name": name, "failures": failures, "last_at": at, "barred_until": bar}
    connection.execute(insert(table).values(**row))


def _check_name(name: str) -> None:
    if not name.strip(".") or not _NAME.fullmatch(name) or unicodedata.normalize("NFKC", name) != name:
        raise AccountRefused("登录名只能有字母、数字、汉字和 . _ @ -，不超过 40 个。", "换一个登录名。")


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise AccountRefused(f"没有角色 {role}。", f"角色有：{'、'.join(ROLES)}。")


def _hashed(password: str, name: str) -> str:
    if not _SHORTEST <= len(password) <= _LONGEST or not _plain(password):
        raise AccountRefused(f"密码要有 {_SHORTEST} 到 {_LONGEST} 个字符。", "换一个密码。")
    if password.lower() in {name.lower(), name.lower() * 2} or len(set(password)) < 4:
        raise AccountRefused("密码太容易猜。", "不要用登录名，也不要重复几个字符。")
    return _hasher().hash(password)


def _verified(stored: str, password: str) -> bool:
    try:
        with _AT_ONCE:
            return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash that is checked where there is no account, so that it takes as long."""
    return _hasher().hash("nobody has this password")


def password_digest(hashed: str) -> str:
    """What the journal keeps of a password's hash: enough to see that it was exchanged."""
    return hashlib.sha256(hashed.encode()).hexdigest()


def _plain(text: str) -> bool:
    """Whether a text can be kept by every database and shown on one line: no control signs, no halves of signs."""
    return not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text)
