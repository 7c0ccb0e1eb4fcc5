"""The command `hedui` as it is typed."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from made_up.command import typed
from servers.processes import loaded_by

from app.failures import USAGE
from pipeline.store import open_store

COMMANDS = (
    ("run",),
    ("export",),
    ("findings",),
    ("explain",),
    ("score",),
    ("query",),
    ("report",),
    ("report", "withdraw"),
    ("store",),
    ("store", "upgrade"),
    ("store", "check"),
    ("store", "copy"),
    ("store", "vacuum"),
    ("store", "backup"),
    ("store", "restore"),
    ("rules",),
    ("rules", "check"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(*command, "--help") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：hedui {' '.join(command)}")
    for english in ("Usage", "Options", "Arguments", "Show this message", "[default"):
        assert english not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--workrs", "2"), "没有选项 --workrs，是否想用 --workers？"),
        (("query", "-- 各单位\nSELECT 1"), "以 - 开头的参数会被当成选项：-- 各单位。请去掉开头的注释"),
        (("run", "--workers", "0"), "--workers 的值不对，应是不小于 1 的整数（用几个进程读、核对"),
        (("run", "--workers", "two"), "--workers 的值不对"),
        (("run", "--as-of", "2024年6月"), "'2024年6月' 不是日期"),
        (("run", "--workers"), "选项 --workers"),
        (("run", ""), "收件夹 的值不对：路径是空的"),
        (("run", " "), "路径是空的"),
        (("run", "--store", ""), "--store 的值不对：地址是空的"),
        (("export", ""), "路径是空的"),
        (("store", "backup", ""), "路径是空的"),
        (("export",), "缺少参数 文件夹"),
        (("export", "a", "b"), "多出了参数：b"),
        (("export", "a", "--format", "pdf"), "--format 的值不对，只能是 jsonl、csv、parquet、xlsx（"),
        (("ru",), "没有这个命令：ru，是否想用 run？\n处理办法：运行 hedui --help"),
        (("rules", "expl"), "没有这个命令：expl，是否想用 explain？\n处理办法：运行 hedui rules --help"),
        (("nonsense",), "没有这个命令：nonsense。"),
        (("serve", "--port", "80x"), "--port 的值不对，应是 1 到 65535 的整数"),
        (("status", "--max-hours", "x"), "--max-hours 的值不对，应是不小于 0 的数"),
        (("user", "role", "甲", "king"), "角色 的值不对，只能是 viewer、reviewer"),
        (("run", ".", "--dask-scheduler", "tcp://x"), "命令有误：--dask-scheduler 只与 --runner dask 同用。"),
    ],
)
def test_mistyped_commands(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(*arguments) == USAGE
    error = capsys.readouterr().err
    assert said in error
    assert "处理办法：运行 hedui" in error
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", error.split("处理办法")[0]), "no sentence of a library"


def test_help_does_not_wait_for_the_heavy_libraries() -> None:
    assert loaded_by(["--help"], {"prefect", "pandas", "sqlalchemy", "pdfplumber", "docx", "typer"}) == ["typer"]


def test_an_inbox_that_does_not_exist_stops_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "x.db"
    assert typed("run", str(tmp_path / "没有"), "--store", f"sqlite:///{store}") == 5
    assert "没有" in capsys.readouterr().err
    assert not store.exists()


def test_what_a_run_suggests_can_be_typed_though_names_hold_spaces(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "核对 试用"
    (place / "收件").mkdir(parents=True)
    monkeypatch.setattr(sys, "argv", [str(place / "bin dir" / "hedui")])
    store = str(place / "x.db")
    assert typed("run", str(place / "收件"), "--store", store) == 0
    suggested = [line for line in capsys.readouterr().out.splitlines() if " findings --store " in line]
    assert [shlex.split(line)[:4] for line in suggested] == [[sys.argv[0], "findings", "--store", store]]
    assert typed("run", str(place / "收件"), "--store", str(tmp_path / "试验.db")) == 0
    assert f" findings --store {tmp_path}/试验.db\n" in capsys.readouterr().out, "as little is quoted as can be"


def test_a_store_that_cannot_be_opened_stops_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("run", str(tmp_path), "--store", "sqlite:////proc/none/x.db") == 4
    assert "处理办法" in capsys.readouterr().err


def test_a_mistyped_store_stops_before_the_inbox_is_looked_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("run", str(tmp_path), "--store", "nonsense") == 4
    assert capsys.readouterr().out == ""


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("--version") == 0
    assert re.fullmatch(r"hedui \d+\.\d+\.\d+\n", capsys.readouterr().out)
    assert typed("run", "-h") == 0
    assert "用法：hedui run" in capsys.readouterr().out


def test_an_unknown_id_is_said_to_be_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(f"sqlite:///{tmp_path}/x.db").close()
    assert typed("explain", "feedbeef", "--store", f"sqlite:///{tmp_path}/x.db") == 12
    assert "feedbeef" in capsys.readouterr().err


def test_rules_check_names_what_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "check") == 0
    assert "勾稽规则" in capsys.readouterr().out
