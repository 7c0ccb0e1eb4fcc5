"""The version changes with what reads, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.reading.version import reader_version, version_of


@pytest.fixture
def rules_folder(tmp_path: Path) -> Path:
    for name in ("units.yaml", "units.py", "checks/sum.yaml", "__pycache__/units.pyc"):
        (tmp_path / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "rules" / name).write_text(name, encoding="utf-8")
    return tmp_path / "rules"


def _append(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text("changed", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        (_append("units.yaml"), True),
        (_append("units.py"), True),
        (_append("words.yaml"), True),
        (lambda folder: (folder / "units.yaml").rename(folder / "measures.yaml"), True),
        (_append("checks/sum.yaml"), False),
        (_append("__pycache__/units.pyc"), False),
        (lambda folder: (folder / "units.yaml").touch(), False),
    ],
)
def test_what_changes_it(rules_folder: Path, change: Callable[[Path], object], is_new: bool) -> None:
    before = version_of([rules_folder], ["lxml 6.0"])
    change(rules_folder)
    assert (version_of([rules_folder], ["lxml 6.0"]) != before) is is_new


def test_a_library_changes_it(rules_folder: Path) -> None:
    assert version_of([rules_folder], ["lxml 6.0"]) != version_of([rules_folder], ["lxml 6.1"])


def test_the_programs_own_version_is_short() -> None:
    assert len(reader_version()) == 16
