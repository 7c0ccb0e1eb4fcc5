"""The password of the local Prefect server: whose it is, and what is told without it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from servers.stand_in import standing_in

from flows.local_server import FlowsDown, LocalFlows
from flows.password import SETTING, kept_password, new_password, password_file, settings_of
from flows.standing import standing
from rules.errors import SettingMistake


def test_it_is_the_owners_alone(tmp_path: Path) -> None:
    password = new_password(tmp_path, {})
    assert password.startswith("hedui:")
    assert len(password) > 30
    assert stat.S_IMODE(password_file(tmp_path).stat().st_mode) == 0o600
    assert kept_password(tmp_path, {}) == password
    assert password_file(tmp_path).read_text(encoding="utf-8") == f"{password}\n"
    assert set(settings_of(password).values()) == {password}


def test_each_start_has_a_new_one(tmp_path: Path) -> None:
    first = new_password(tmp_path, {})
    assert new_password(tmp_path, {}) != first
    assert kept_password(tmp_path, {}) != first


def test_one_that_the_environment_gives(tmp_path: Path) -> None:
    assert new_password(tmp_path, {SETTING: "wang:of-the-bureau"}) == "wang:of-the-bureau"
    assert kept_password(tmp_path, {}) == "wang:of-the-bureau"
    assert kept_password(tmp_path, {SETTING: "wang:of-the-bureau"}) is None  # Prefect reads it by itself


def test_where_there_is_none(tmp_path: Path) -> None:
    assert kept_password(tmp_path, {}) is None


def test_another_accounts_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path, **__: str) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(SettingMistake, match="口令"):
        kept_password(tmp_path, {})


def test_it_is_shown_nowhere(tmp_path: Path) -> None:
    flows = LocalFlows(tmp_path, 4200, "hedui:secret", settings_of("hedui:secret"))
    assert "secret" not in repr(flows)


REFUSAL = b'{"exception_message": "Unauthorized"}'


class _AsksForIt(BaseHTTPRequestHandler):
    """Is well, and answers nothing else without a password."""

    def do_GET(self) -> None:
        self._answer(*((b"true", 200) if self.path == "/api/health" else (REFUSAL, 401)))

    def do_POST(self) -> None:
        self._answer(REFUSAL, 401)

    def _answer(self, said: bytes, status: int) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Tests need no log."""


@pytest.fixture
def api_url() -> Iterator[str]:
    with standing_in(_AsksForIt) as address:
        yield f"{address}/api"


@pytest.mark.parametrize("password", [None, "hedui:wrong"])
def test_a_server_that_refuses_is_said(api_url: str, password: str | None) -> None:
    with pytest.raises(FlowsDown, match="口令"):
        standing(api_url, password)
