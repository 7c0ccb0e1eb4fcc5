"""What the journal says of accounts: who there is, in which role, and that no password was exchanged beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from pipeline.review.accounts import password_digest
from pipeline.review.journal import Entry
from pipeline.store.contract import table_named


class AccountWitness:
    """Holds the accounts that there should be, by name."""

    def __init__(self) -> None:
        self._accounts: dict[str, dict[str, Any]] = {}

    def take(self, entry: Entry) -> None:
        """Take what an entry says."""
        if entry.action == "add_account":
            self._accounts[entry.subject] = {**entry.content, "disabled": False, "sequence": entry.sequence}
        elif entry.action in {"set_role", "set_password"}:
            self._accounts[entry.subject].update(entry.content, sequence=entry.sequence)
        elif entry.action in {"disable_account", "enable_account"}:
            disabled = entry.action == "disable_account"
            self._accounts[entry.subject].update(disabled=disabled, sequence=entry.sequence)

    def differences(self, connection: Connection) -> Iterator[tuple[int | None, str]]:
        """Accounts that are missing, were added or changed beside the journal."""
        left = dict(self._accounts)
        for row in connection.execute(select(table_named("accounts"))):
            wanted = left.pop(row.name, None)
            if wanted is None:
                yield None, f"账号 {row.name} 在审计日志里没有。"
                continue
            held = {"role": row.role, "shown_name": row.shown_name, "disabled": row.disabled_at is not None}
            for name, value in held.items():
                if wanted[name] != value:
                    yield wanted["sequence"], f"账号 {row.name} 的 {name} 与审计日志不符。"
            # An account that came from another store has no password until it is given one.
            if row.password_hash and password_digest(row.password_hash) != wanted["password"]:
                yield wanted["sequence"], f"账号 {row.name} 的密码不是按审计日志改的。"
        for name, wanted in left.items():
            yield wanted["sequence"], f"账号 {name} 不见了。"
