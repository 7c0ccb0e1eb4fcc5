"""The truth sheet of a made report is one that `hedui score` can read, with a line a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.made_truth import truth_sheet
from pipeline.score import score
from pipeline.synth import make_archive
from pipeline.synth.report import FormName


@pytest.mark.parametrize("form", ["bulletin", "progress_sheet", "by_district"])
def test_every_figure_is_asked_once(form: FormName, tmp_path: Path) -> None:
    (report,) = make_archive(1, 1, seed="sheet", forms=[form]).reports
    assert truth_sheet(report, tmp_path / "truth.tsv") == len(report.figures)
    (tmp_path / "facts.jsonl").write_text("")
    scored = score(tmp_path / "facts.jsonl", tmp_path / "truth.tsv", report.source_name)
    assert (scored.gold, scored.quantity_f1) == (len(report.figures), 0)
    assert {line["kind"] for line in scored.missed} >= {"amount"}
    assert all(line["value"] and line["period"] for line in scored.missed)
