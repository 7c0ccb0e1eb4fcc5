"""Among the temporary files nobody reads what is ours, or plants what we then show."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from extractors.temporary_folder import own_temporary_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _is_closed(folder: Path) -> bool:
    return folder.is_dir() and stat.S_IMODE(folder.lstat().st_mode) == 0o700


def test_it_is_the_same_each_time_and_closed_to_all_others(temporary: Path) -> None:
    folder = own_temporary_folder()
    assert folder == own_temporary_folder()
    assert folder.parent == temporary
    assert _is_closed(folder)


@pytest.mark.parametrize("planted", ["open", "link", "file"])
def test_what_another_has_put_in_its_place_is_left_alone(temporary: Path, planted: str) -> None:
    usual = temporary / f"hedui-{os.geteuid()}"
    match planted:
        case "open":
            usual.mkdir()
            usual.chmod(0o777)
        case "link":
            (temporary / "elsewhere").mkdir(mode=0o700)
            usual.symlink_to(temporary / "elsewhere")
        case "file":
            usual.write_text("", encoding="utf-8")
    folder = own_temporary_folder()
    assert folder != usual
    assert folder == own_temporary_folder()
    assert _is_closed(folder)


def test_without_a_temporary_folder_it_is_a_name_and_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/dev/null/nowhere")
    assert not own_temporary_folder().exists()
