"""Made reports as files: every kind holds the same figures, and the truth lies beside them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from extractors.readers.every_kind import read_document
from pipeline.synth import Archive, make_archive, write_archive
from pipeline.synth.archive import FORMS
from pipeline.synth.draft import filled, texts_of
from pipeline.synth.report import FormName, Report
from pipeline.synth.writing import REPORTS_FOLDER, TRUTH_FILE, write_report


def words(file: Path) -> str:
    """All text of a file without white space."""
    document = read_document(file)
    texts = [str(paragraph.text) for paragraph in document.paragraphs]
    texts += [str(cell) for table in document.tables for row in table.grid() for cell in row]
    return re.sub(r"\s", "", "".join(texts))


@pytest.fixture(scope="module")
def archive() -> Archive:
    return make_archive(6, 4, Fraction(1), seed="written")


@pytest.fixture(scope="module")
def folder(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    write_archive(archive, out)
    return out


def first(archive: Archive, form: FormName) -> Report:
    return next(report for report in archive.reports if report.form_name == form)


@pytest.mark.parametrize(("form", "kind"), [(form, kind) for form, (_, kinds) in FORMS.items() for kind in kinds])
def test_every_kind_of_file_says_all_of_the_report(archive: Archive, form: FormName, kind: str, tmp_path: Path) -> None:
    report = first(archive, form)
    report = replace(report, file_kind=kind, source_name=f"r.{kind}")  # type: ignore[arg-type]
    said = words(write_report(report, tmp_path))
    for text in texts_of(report.form):
        assert re.sub(r"\s", "", filled(text, report.figures).removeprefix("# ")) in said


def test_the_truth_tells_of_every_report(archive: Archive, folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / TRUTH_FILE).read_text("utf-8").splitlines()]
    assert [line["source_name"] for line in lines] == [report.source_name for report in archive.reports]
    assert all((folder / REPORTS_FOLDER / line["source_name"]).is_file() for line in lines)
    assert sum(line["slip"] is not None for line in lines) == len(archive.planted)


def test_a_slip_stands_in_its_file_as_the_truth_says(folder: Path) -> None:
    slips = 0
    for line in (folder / TRUTH_FILE).read_text("utf-8").splitlines():
        told = json.loads(line)
        slip = told["slip"]
        if slip is None:
            continue
        slips += 1
        assert slip["printed"] in slip["text"]
        assert slip["value"] != slip["should_be_value"]
        said = words(folder / REPORTS_FOLDER / told["source_name"])
        assert re.sub(r"\s", "", slip["text"].removeprefix("# ")) in said
        for broken in slip["breaks"]:
            assert [told["source_name"], slip["figure"]] in broken["figures"]
    assert slips


def test_a_second_writing_gives_the_same_truth(archive: Archive, folder: Path, tmp_path: Path) -> None:
    write_archive(archive, tmp_path)
    assert (tmp_path / TRUTH_FILE).read_bytes() == (folder / TRUTH_FILE).read_bytes()
