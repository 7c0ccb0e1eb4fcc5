"""A file refused for want of a program is tried again when the program is there, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import report_text

from extractors import libreoffice
from pipeline import run as run_module
from pipeline.reading.installed_tools import tools_version


def test_only_refused_files_are_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", report_text("教育|current|支出|120", **JUNE))
    desk.put("b.txt", "broken")
    monkeypatch.setattr(run_module, "tools_version", lambda: "")
    desk.run()
    assert desk.run().unchanged == 2
    monkeypatch.setattr(run_module, "tools_version", lambda: "installed")
    summary = desk.run()
    assert (summary.unchanged, summary.reread) == (1, 0)
    assert list(desk.by_name("quarantine")) == ["b.txt"]
    assert desk.run().unchanged == 2


def test_the_version_tells_one_installation_from_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    assert tools_version() == ""
    program = tmp_path / "soffice"
    program.write_text("1", encoding="utf-8")
    monkeypatch.setattr(libreoffice, "program", lambda: program)
    first = tools_version()
    assert first == tools_version() != ""
    program.write_text("newer", encoding="utf-8")
    assert tools_version() != first
