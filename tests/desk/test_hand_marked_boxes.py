"""The boxes of figures lie where people see them: digital files of the labelled corpus against marks made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desk.hand_marked import SCAN, hand_marked, overlap_of
from extractors.readers.every_kind import read_document


def test_figures_of_digital_files_are_where_they_were_marked_by_hand(corpus: Path) -> None:
    """Scans are compared where they are read anyway: tests/extractors/readers/scan/test_corpus.py."""
    marks = [mark for mark in hand_marked() if not mark.file.endswith(SCAN)]
    documents = {file: read_document(corpus / "docs" / file) for file in {mark.file for mark in marks}}
    found = {(mark.file, mark.printed): overlap_of(documents[mark.file], mark) for mark in marks}
    assert len(marks) > 30
    assert {figure: share for figure, share in found.items() if share < 0.9} == {}
    # What is not there, or lies elsewhere, is no hit.
    assert overlap_of(documents[marks[0].file], replace(marks[0], printed="98765.43亿元")) == 0
    assert overlap_of(documents[marks[0].file], replace(marks[0], boxes=((0.1, 0.8, 0.2, 0.82),))) == 0
