"""Every figure of invented work reports is found, with all of its meaning but where it is marked as misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.work_reports import FOLDER, measured, read_work_report


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_figures_mean_what_their_author_wrote_down(file: Path, tmp_path: Path) -> None:
    report = read_work_report(file)
    found = measured(report, tmp_path)
    missed = [line["quote"] for line in found.missed]
    wrong = [line["quote"] for line, _, _ in found.wrong]
    extra = [str(fact["printed"]) for fact in found.extra]
    assert (sorted(missed + wrong), extra) == (sorted(report.misread), [])
