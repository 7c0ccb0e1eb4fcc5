"""Progress as plain lines in a log and as bars on a terminal."""

from __future__ import annotations

import io

import pytest

from app.progress import lines_of_progress, passing_progress, shown_progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_one_line_a_stage_when_all_goes_fast() -> None:
    written: list[str] = []
    progress = lines_of_progress(written.append, clock=lambda: 0.0)
    for done in range(1, 4):
        progress("read", done, 3, f"第{done}份.pdf")
    progress("load", 3, 3, "")
    assert written == ["读取 3/3", "入库 3/3"]


def test_a_slow_stage_is_heard_of_every_ten_seconds() -> None:
    written: list[str] = []
    times = iter([0.0, *(value for second in range(0, 30, 5) for value in (float(second),) * 2)])
    progress = lines_of_progress(written.append, clock=lambda: next(times, 99.0))
    for done in range(1, 6):
        progress("read", done, 100, "甲.pdf")
    assert written
    assert all(line.startswith("读取 ") and line.endswith("/100  甲.pdf") for line in written)
    assert len(written) < 5


def test_plain_lines_hold_no_control_characters() -> None:
    stream = io.StringIO()
    with shown_progress(stream) as progress:
        progress("intake", 2, 2, "")
        progress("read", 2, 2, "甲.pdf")
    assert stream.getvalue() == "清点 2/2\n读取 2/2\n"


def test_a_terminal_gets_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    with shown_progress(stream) as progress:
        progress("read", 1, 2, "[甲].pdf")
        progress("read", 2, 2, "乙.pdf")
    shown = stream.getvalue()
    assert "读取" in shown
    assert "2/2" in shown
    assert "入库" not in shown, "a stage that has not begun is not shown"


def test_one_piece_of_work_of_many_leaves_nothing_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    log, terminal = io.StringIO(), Terminal()
    for stream in (log, terminal):
        with passing_progress(stream) as progress:
            progress("read", 1, 2, "甲.pdf")
    assert log.getvalue() == ""
    assert "1/2" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")  # the bars are wiped off
