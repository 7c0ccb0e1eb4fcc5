"""Exports that fail: the folder holds the old state or the new one, and the message says why."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.export import ExportFailed, export_tables, jsonl_files
from pipeline.store import Store


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_failed_export_leaves_no_two_states(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    export_tables(filled, out)
    (out / "reports.jsonl").write_text("old")
    before, lines = _state(out), 0
    true_text = jsonl_files.json_text

    def fill_the_disk(value: Any) -> str:
        nonlocal lines
        lines += 1
        if lines > 5:  # tables before the third are whole by then
            raise OSError(28, "No space left on device")
        return true_text(value)

    monkeypatch.setattr(jsonl_files, "json_text", fill_the_disk)
    with pytest.raises(ExportFailed) as caught:
        export_tables(filled, out)
    assert lines > 5
    assert caught.value.exit_code == 10
    assert "空间" in caught.value.message
    assert _state(out) == before
    with pytest.raises(ExportFailed):
        export_tables(filled, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_files_that_cannot_all_be_put_in_place_are_all_taken_back(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "facts.jsonl").write_text("old")
    (out / "mine.txt").write_text("kept")
    true_replace, moves = Path.replace, 0

    def held_open(path: Path, target: Path) -> Path:  # as another program does in Windows
        nonlocal moves
        moves += 1
        if moves == 6:
            raise PermissionError(13, "Permission denied")
        return true_replace(path, target)

    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(ExportFailed):
        export_tables(filled, out)
    assert _state(out) == {"facts.jsonl": b"old", "mine.txt": b"kept"}
    monkeypatch.undo()
    written = export_tables(filled, out)
    assert set(_state(out)) == {"mine.txt", *(path.name for path in written)}


def test_what_a_killed_export_left_is_cleared_away_when_it_is_old(filled: Store, tmp_path: Path) -> None:
    old, young = tmp_path / ".hedui-export-old", tmp_path / ".hedui-export-young"
    for left in (old, young):
        left.mkdir()
        (left / "facts.jsonl").write_text("half")
    os.utime(old, (1, 1))
    export_tables(filled, tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_full_disk_is_told_of_workbooks_too(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_the_disk(_book: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", fill_the_disk)
    with pytest.raises(ExportFailed, match="空间已满"):
        export_tables(filled, tmp_path, "xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_what_cannot_be_exported_is_told(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="jsonl、csv、parquet、xlsx"):
        export_tables(filled, tmp_path, "pdf")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportFailed):
        export_tables(filled, tmp_path / "file")
