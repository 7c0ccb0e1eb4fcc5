"""`hedui doctor`: what is missing is named with what to do, nothing is touched, and only what is needed is an error."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from app.command_line import app
from app.doctor import machine, packages, places, reading_programs
from app.doctor.examined import Examined, State, examined
from app.doctor_command import doctor_lines
from app.failures import InstallationLacking, exit_code_of
from extractors.picture.font import NoChineseFont
from pipeline.store import open_store


def doctor(*arguments: str) -> int:
    return exit_code_of(lambda: app(["doctor", *arguments], standalone_mode=False, prog_name="hedui"))


def test_a_machine_that_has_all_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--store", str(tmp_path / "x.db"), "--inbox", str(tmp_path))
    assert doctor(*where) == 0
    shown = capsys.readouterr().out
    for name in ("Python", "程序包", "规则", "数据库", "原件存档", "收件夹", "时钟", "OCR", "LibreOffice", "中文字体"):
        assert name in shown
    assert shown.rstrip().endswith("可以运行。")
    assert list(tmp_path.iterdir()) == [], "it only looks"


def test_programs_read_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空盘").touch()
    assert doctor("--json", "--store", str(tmp_path / "空盘" / "x.db")) == InstallationLacking.exit_code
    said = capsys.readouterr()
    row = json.loads(said.out)
    assert row["ok"] is False
    states = {check["code"]: check["state"] for check in row["checks"]}
    assert states["store"] == "lacking"
    assert states["python"] == "ok"
    assert "数据库" in said.err
    assert all(check["remedy"] for check in row["checks"] if check["state"] != "ok")


def test_a_package_that_is_missing_does_not_stop_the_rest() -> None:
    def look() -> Iterator[Examined]:
        raise ImportError(name="sqlalchemy")

    (found,) = examined("store", "数据库", look)
    assert found.state == "lacking"
    assert "sqlalchemy" in found.found
    assert "make install" in found.remedy


def no_font(_size: int) -> object:
    raise NoChineseFont("没有", "装一种")


def file(folder: Path, name: str, text: str = "") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def old_store(folder: Path) -> str:
    open_store(str(folder / "x.db")).close()
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.close()
    return str(folder / "x.db")


def models(folder: Path) -> Path:
    file(folder, "Some_det_small.onnx", "x")
    return folder


LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)

CASES: tuple[tuple[str, Callable[[Path], Callable[[], Iterator[Examined]]], State, str, str], ...] = (
    ("a package of another version", lambda at: partial(packages.packages, file(at, "x.lock", "rich==0.1\n")),
     "note", "rich", "make install"),
    ("a package that is not there", lambda at: partial(packages.packages, file(at, "x.lock", "no-such==1\n")),
     "note", "no-such 没有安装", "make install"),
    ("a model of OCR", lambda at: partial(reading_programs.ocr, models(at)), "lacking", "rec", "扫描件"),
    ("the store of a version before", lambda at: partial(places.store, old_store(at)),
     "note", "0003", "hedui store upgrade"),
    ("no inbox", lambda at: partial(places.inbox, str(at / "没有")), "note", "没有", "--inbox"),
    ("a file for an inbox", lambda at: partial(places.inbox, str(file(at, "a.txt"))), "note", "不是文件夹", "--inbox"),
    ("an empty inbox", lambda at: partial(places.inbox, str(at)), "note", "是空的", "hedui run"),
    ("an inbox of an unknown kind", lambda _: partial(places.inbox, "gopher2://somewhere/x"),
     "lacking", "看不懂收件地址", "sftp://"),
    ("a clock that is behind", lambda _: partial(machine.clock, LONG_AGO), "lacking", "2001", "拨准"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("look", "state", "found", "remedy"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_not_in_order_is_named_with_its_remedy(
    look: Callable[[Path], Callable[[], Iterator[Examined]]], state: State, found: str, remedy: str, tmp_path: Path
) -> None:
    odd = [one for one in examined("x", "甲", look(tmp_path)) if one.state != "ok"]
    assert [one.state for one in odd] == [state]
    assert found in odd[0].found
    assert remedy in odd[0].remedy


def test_what_only_some_need_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.libreoffice.program", lambda: None)
    monkeypatch.setattr("extractors.picture.font.chinese_font", no_font)
    monkeypatch.setattr("app.doctor.packages._installed", lambda _: None)
    found = [*reading_programs.libreoffice(), *reading_programs.font(), *packages.optional()]
    assert {one.state for one in found} == {"optional"}
    said = list(doctor_lines(found, 80))
    assert any("WPS" in line for line in said), "it says what stays unread"
    assert said[-1] == "共 4 项：可选 4。可以运行。"


@pytest.mark.parametrize(
    ("free", "state"),
    [(1, "lacking"), ((200 << 20) - 1, "lacking"), (200 << 20, "note"), ((2 << 30) - 1, "note"), (2 << 30, "ok")],
)
def test_a_disk_that_fills_up_is_told_in_time(
    free: int, state: State, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil._ntuple_diskusage(free + 9, 9, free)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert {one.state for one in machine.room(tmp_path)} == {state}


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (found,) = places.port(taken.getsockname()[1])
    assert found.state == "note"
    assert "--port" in found.remedy


def test_a_store_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(str(tmp_path / "x.db")).close()
    monkeypatch.setattr("pipeline.store.standing.is_unwritable", lambda *_: True)
    (found,) = places.store(str(tmp_path / "x.db"))
    assert (found.state, "只能读" in found.found) == ("note", True)


def test_originals_that_are_switched_off_or_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    assert [one.state for one in places.originals(str(tmp_path / "x.db"))] == ["note"]
    monkeypatch.setenv("HEDUI_ORIGINALS", str(file(tmp_path, "文件") / "原件"))
    assert [one.state for one in places.originals(str(tmp_path / "x.db"))] == ["lacking"]
