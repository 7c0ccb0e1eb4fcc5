"""The sample reports are what their maker makes, and small."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from samples.build import build
from samples.catalogue import SAMPLES, SampleFile
from samples.planted import PLANTED, Planted

from extractors.readers.every_kind import read_document

WHOLE = [sample for sample in SAMPLES if not sample.cut_short]


def words(file: Path) -> str:
    """All text of a file, white space removed; cells of tables in their order."""
    document = read_document(file)
    texts = [str(paragraph.text) for paragraph in document.paragraphs if not paragraph.note]
    texts += [str(cell) for table in document.tables for row in table.grid() for cell in row]
    return re.sub(r"\s", "", "".join(texts))


@pytest.mark.parametrize("sample", WHOLE, ids=lambda sample: sample.name)
def test_a_sample_says_what_its_maker_makes_it_say(sample: SampleFile, tmp_path: Path, project: Path) -> None:
    if sample.name.endswith(".pdf") and shutil.which("chromium") is None:
        pytest.skip("chromium, which prints the PDF samples, is not installed")
    assert words(project / "data/raw" / sample.name) == words(build(sample, tmp_path))


def test_there_is_nothing_else_in_the_inbox(project: Path) -> None:
    inbox = project / "data/raw"
    found = {file.relative_to(inbox).as_posix() for file in inbox.rglob("*") if file.is_file()}
    assert found == {sample.name for sample in SAMPLES} | {"README.zh-CN.md"}


def test_samples_are_small(project: Path) -> None:
    for sample in SAMPLES:
        assert (project / "data/raw" / sample.name).stat().st_size < 100_000, sample.name


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.file}-{planted.printed}")
def test_the_reader_of_the_folder_is_told_of_every_planted_slip(planted: Planted, project: Path) -> None:
    page = (project / "data/raw/README.zh-CN.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if planted.file in line and planted.why in line)
    assert planted.printed in line
    assert planted.should_be in line
