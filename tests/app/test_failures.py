"""Whatever goes wrong, a person gets one Chinese explanation and a script gets an exit code."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
from made_up.ordinary_person import who_may_only_read

from app.failures import INTERRUPTED, UNEXPECTED, exit_code_of
from app.log_file import log_path, write_log
from rules.errors import HeduiError, RuleMistake


def fail(error: BaseException) -> int:
    def command() -> None:
        raise error

    return exit_code_of(command)


def test_success_is_zero() -> None:
    assert exit_code_of(lambda: None) == 0


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (HeduiError("库打不开。", "检查地址。"), 1, "无法继续：库打不开。\n处理办法：检查地址。"),
        (RuleMistake(Path("rules/units.yaml"), 7, "少了单位", "补上。"), 3, "rules/units.yaml，第 7 行"),
        (KeyboardInterrupt(), INTERRUPTED, "已中断"),
    ],
)
def test_known_failures(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(error) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_the_unexpected_goes_to_the_log_and_not_to_the_person(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("HEDUI_DEBUG", raising=False)
    assert fail(ZeroDivisionError("boom")) == UNEXPECTED
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "意外错误" in said
    assert str(log_path()) in said
    assert caplog.records[-1].exc_info is not None


def test_whoever_mends_the_program_gets_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDUI_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError())


def test_a_log_that_cannot_be_written_is_told_once_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEDUI_LOG", str(tmp_path / "none" / "hedui.log"))
    root = logging.getLogger()
    before = list(root.handlers)
    write_log()
    try:
        for _ in range(3):
            logging.getLogger("hedui").warning("something")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
    said = capsys.readouterr().err
    assert said.count("写不进去") == 1
    assert "Traceback" not in said


def test_other_accounts_do_not_read_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hedui.log"
    monkeypatch.setenv("HEDUI_LOG", str(file))
    root = logging.getLogger()
    before = list(root.handlers)
    write_log()
    try:
        logging.getLogger("hedui").warning("甲局/6月.pdf 打不开")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()
    assert "甲局" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o007 == 0


def test_where_the_log_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEDUI_LOG", raising=False)
    monkeypatch.chdir(tmp_path)
    assert log_path().name == "hedui.log"
    assert log_path().parent.is_dir()
    (tmp_path / "data/curated").mkdir(parents=True)
    assert log_path() == Path("data/curated/hedui.log")
    with who_may_only_read(tmp_path / "data"):
        assert log_path().parent.parent == Path(tempfile.gettempdir())
    monkeypatch.setenv("HEDUI_LOG", "other.log")
    assert log_path() == Path("other.log")
