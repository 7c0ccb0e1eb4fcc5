"""`hedui synth`: what it writes, what it says, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.command_line import app
from app.synth_command import SynthRefused


def test_it_writes_reports_and_their_truth(tmp_path: Path) -> None:
    out = tmp_path / "made"
    result = CliRunner().invoke(app, ["synth", str(out), "--units", "2", "--months", "2", "--kinds", "txt,docx"])
    assert result.exit_code == 0, result.output
    assert "报告 4 份" in " ".join(result.output.split())
    files = [file for file in (out / "reports").rglob("*") if file.is_file()]
    assert len(files) == 4
    assert {file.suffix for file in files} <= {".txt", ".docx"}
    assert len((out / "truth.jsonl").read_text("utf-8").splitlines()) == 4


def test_clean_reports_can_be_asked_for(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["synth", str(tmp_path / "a"), "--units", "1", "--months", "2", "--slips", "0"])
    truth = (tmp_path / "a/truth.jsonl").read_text("utf-8").splitlines()
    assert ['"slip": null' in line for line in truth] == [True, True]


@pytest.mark.parametrize("arguments", [["--kinds", "txt,pdf"], ["--kinds", ""]])
def test_kinds_that_it_cannot_write_are_refused(arguments: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["synth", str(tmp_path / "a"), *arguments])
    assert isinstance(result.exception, SynthRefused)
    assert not (tmp_path / "a").exists()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("x", encoding="utf-8")
    assert isinstance(CliRunner().invoke(app, ["synth", str(tmp_path)]).exception, SynthRefused)


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    result = CliRunner().invoke(app, ["synth", str(tmp_path / "a"), "--units", "1", "--months", "1"])
    assert isinstance(result.exception, SynthRefused)
