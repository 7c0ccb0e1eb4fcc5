"""The password of this machine's own Prefect server: without it, every account of the machine could start flows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

from pipeline.whole_file import whole_file
from rules.errors import SettingMistake

SETTING: Final = "PREFECT_API_AUTH_STRING"
"""Environment: Prefect's own setting for who asks a server; given, it is the password here too."""

_SERVER_SETTING: Final = "PREFECT_SERVER_API_AUTH_STRING"
_OWNER_ALONE: Final = 0o600


def password_file(home: Path) -> Path:
    """Where it stands, in one line as it is typed into Prefect's pages."""
    return home / "password.txt"


def new_password(home: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Write a new password into `home` (the one that the environment gives, if any) and return it. Raises OSError.

    A new one at each start: what listens at the server's port while it is down is shown the last one by browsers.
    """
    password = environment.get(SETTING) or environment.get(_SERVER_SETTING) or f"hedui:{token_urlsafe(24)}"
    with whole_file(password_file(home)) as unfinished:
        unfinished.unlink()  # it has the rights of any new file
        opened = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ALONE)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(f"{password}\n")
    return password


def kept_password(home: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """The password of the server that was last started in `home`; None where there is none, and where the environment
    gives one, which Prefect reads by itself. Raises SettingMistake if it is another account's."""
    if environment.get(SETTING):
        return None
    try:
        return password_file(home).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingMistake(
            f"读不了 Prefect 服务器的口令：{password_file(home)}", "用启动 hedui flows up 的账户来运行。"
        ) from error


def settings_of(password: str) -> dict[str, str]:
    """What server, worker and flows are told, in their environment: no other account can read that."""
    return {SETTING: password, _SERVER_SETTING: password}
