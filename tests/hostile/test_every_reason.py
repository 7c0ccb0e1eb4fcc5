"""Every reason for which a file is set aside has a file that comes to it; macros are never run, locks are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from extractors.errors import UNREADABLE
from extractors.readers.legacy.compound_file import compound_file
from hostile import office_files as office
from hostile import picture_files, test_hostile, test_structure, web_files
from hostile.ends import Expected, Make, Read, outcome, require
from pipeline.reading.reading_processes import ReadingProcesses

_MACRO = {
    "word/vbaProject.bin": office.compound("VBA", b'Attribute VB_Name = "x"\r\nSub AutoOpen()\r\nEnd Sub\r\n' * 99)
}


def _locked() -> bytes:
    """What office programs write for a document with a password: a compound file around a ciphered package."""
    return compound_file({"EncryptedPackage": bytes(range(256)) * 40, "EncryptionInfo": bytes(5000)})


CASES: dict[str, tuple[Make, Expected]] = {
    "with a macro.docm": (lambda: office.with_parts(office.word(), _MACRO), Read(2)),
    "with a macro.docx": (lambda: office.with_parts(office.word(), _MACRO), Read(2)),
    "with a macro.xlsm": (
        lambda: office.with_parts(office.workbook(), {"xl/vbaProject.bin": _MACRO["word/vbaProject.bin"]}),
        Read(2),
    ),
    "with a password.docx": (_locked, "encrypted"),
    "with a password.xlsx": (_locked, "encrypted"),
    "a web page.pdf": (lambda: web_files.page("登录后下载5"), "wrong_extension"),
    "a picture.docx": (lambda: picture_files.saved(Image.new("L", (40, 40), 255), "PNG"), "wrong_extension"),
    "a program.exe": (lambda: b"MZ\x90\x00" + bytes(range(256)) * 40, "unknown_format"),
    "formulas.csv": (lambda: "项目,支出（亿元）\n=cmd|' /C calc'!A0,5\n@SUM(1),6\n".encode(), Read()),
}

ELSEWHERE = {
    "no_permission": "tests/extractors/readers/test_bad_input.py::test_a_file_that_may_not_be_opened",
    "too_slow": "tests/pipeline/reading/test_reading.py::test_a_file_that_takes_too_long_is_given_up",
    "too_much_memory": "tests/pipeline/reading/test_reading.py::test_a_file_that_takes_too_much_memory_is_given_up",
    "reader_failed": "tests/pipeline/reading/test_reading.py::test_whatever_a_reader_raises_is_a_reason",
}
"""What no file is sure to come to on every machine, and the test that holds it."""

KINDS = ("pdf", "docx", "xlsx", "xls", "doc", "ofd", "html", "txt", "png", "jpg", "tif", "zip", "csv")


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_such_a_kind_comes_to_its_end(tmp_path: Path, processes: ReadingProcesses, name: str) -> None:
    make, expected = CASES[name]
    path = tmp_path / f"报告{Path(name).suffix}"
    path.write_bytes(make())
    require(outcome(processes, path), expected)


def _sure_ends() -> list[tuple[str, Expected]]:
    """Kind of file and the end that each hostile file must come to."""
    ends = [(ending, expected) for ending, _, expected in (case.values for case in test_hostile.CASES)]
    ends += [(name.rpartition(".")[2], expected) for name, (_, expected) in (test_structure.CASES | CASES).items()]
    return ends  # type: ignore[return-value]


@pytest.mark.parametrize("reason", UNREADABLE)
def test_every_reason_has_its_file(reason: str, project: Path) -> None:
    if reason not in ELSEWHERE:
        assert any(expected == reason for _, expected in _sure_ends())
        return
    file, _, test = ELSEWHERE[reason].partition("::")
    assert re.search(rf"^def {test}\(", (project / file).read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_hostile_files(kind: str) -> None:
    assert any(ending == kind and expected != "empty_file" for ending, expected in _sure_ends())
