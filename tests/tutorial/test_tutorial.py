"""The tutorial is true: its commands print what it says, and the pages of its pictures show what they show.

HEDUI_UPDATE_GOLDENS=1 writes what is printed now into the page; review the difference like code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from samples.settled_copy import settled_copy
from starlette.testclient import TestClient
from tutorial.console import type_all, typed_on
from tutorial.shown import FINDING, SHOWN

from app.command_line import app
from app.desk.application import desk_application
from app.desk.context import Desk
from app.desk.demo import DEMO_NAME, DemoPeople
from app.failures import exit_code_of
from pipeline.store import open_store

PROJECT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = PROJECT / "docs" / "tutorial.zh-CN.md"


def visitor(store_file: Path) -> Iterator[TestClient]:
    """The user for trying out, signed in at the desk over the store."""
    store = open_store(str(store_file))
    people = DemoPeople(store)
    desk = Desk(store, people, store_file.parent / "pictures")
    client = TestClient(desk_application(desk), base_url="http://127.0.0.1:8765", follow_redirects=True)
    client.get("/sign-in")
    form = {"csrf": client.cookies["hedui_sign_in"], "name": DEMO_NAME, "password": people.password, "then": "/queue"}
    assert client.post("/sign-in", data=form).status_code == 200
    yield client
    store.close()


def at_the_desk(store_file: Path) -> None:
    """Look at what the pictures show, and decide as the tutorial does."""
    for client in visitor(store_file):
        for shown in SHOWN:
            page = client.get(shown.address).text
            assert [word for word in shown.words if word not in page] == [], shown.name
            if shown.key:
                fields = dict(re.findall(r'name="(csrf|version)" value="([^"]+)"', page))
                done = client.post(f"{shown.address}/decide", data={**fields, "decision": "confirmed"})
                assert "已处理" in done.text


@pytest.mark.usefixtures("chinese_fonts")  # one of them draws
def test_the_commands_print_what_the_tutorial_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settled_copy(tmp_path / "data" / "raw")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEDUI_STORE", raising=False)
    monkeypatch.setattr("app.command_line._called_as", lambda: "hedui")

    def run(words: list[str]) -> str:
        assert exit_code_of(lambda: app(words, standalone_mode=False, prog_name="hedui")) == 0
        return capsys.readouterr().out

    written = PAGE.read_text(encoding="utf-8")
    store = tmp_path / "data" / "curated" / "hedui.db"
    printed = type_all(written, tmp_path, run, {"notice": lambda: at_the_desk(store)})
    if os.environ.get("HEDUI_UPDATE_GOLDENS"):
        PAGE.write_text(printed, encoding="utf-8")
    assert printed.splitlines() == written.splitlines()
    assert (tmp_path / "通知单").is_dir()


def test_the_tutorial_explains_what_its_pictures_show() -> None:
    assert any(FINDING in typed.words for typed in typed_on(PAGE.read_text(encoding="utf-8")))
