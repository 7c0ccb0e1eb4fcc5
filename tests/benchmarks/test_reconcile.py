"""What is flagged is compared with what was planted, for hedui and for checks written by hand alike."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.facts_file import write_facts
from benchmarks.parts.reconcile import _Told
from pipeline.synth import Archive, make_archive
from pipeline.synth.fact_frames import fact_id, frames_of


@pytest.fixture(scope="module")
def archive() -> Archive:
    return make_archive(3, 3, Fraction(1), seed="flags")


def test_a_slip_is_found_where_its_figure_is_flagged(archive: Archive) -> None:
    first, *others = archive.planted
    told = _Told(10, 2, [frozenset([fact_id(first.place), "another"]), frozenset(["another"])])
    assert (told.found([first]), told.found(others), told.beside(archive)) == (1, 0, 1)


def test_facts_are_written_with_the_worth_of_their_last_digit(archive: Archive, tmp_path: Path) -> None:
    facts = frames_of(archive.reports[:1])[0]
    write_facts(facts, tmp_path / "facts.csv")
    read = pd.read_csv(tmp_path / "facts.csv")
    assert list(read["fact_id"]) == list(facts["fact_id"])
    assert list(read["value"]) == [float(value) for value in facts["value"]]
    assert (read["step"] == (facts["high"] - facts["low"]).astype(float)).all()
