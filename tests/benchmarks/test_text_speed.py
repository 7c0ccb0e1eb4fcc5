"""The text that speed is measured on is real text: it has facts, and no round repeats another."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import text_speed as speed
from extractors import prose
from extractors.attribution import fact_maker, segmentation, subject
from extractors.errors import Unreadable
from extractors.reading import understand
from extractors.report import Hints
from rules.heads import head_entries
from rules.metrics import catalogue


def test_made_text_is_read() -> None:
    rounds = speed.made_documents(1.0)
    first, second = next(rounds), next(rounds)
    assert sum(map(speed.size_kb, first)) >= 1
    assert {tuple(speed.texts_of(made)) for made in first}.isdisjoint(tuple(speed.texts_of(made)) for made in second)
    (amount, *_) = understand(first[0], Hints("text.txt")).facts
    assert amount.metric_name == "一般公共预算收入"
    assert amount.quantity.places[0] is not None


def test_cells_are_words_too_and_a_file_without_words_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>说明</p><table><tr><td>税收收入</td><td>12.3亿元</td></tr></table>", encoding="utf-8")
    (document,) = speed.read_files([page])
    assert speed.texts_of(document) == ["说明", "税收收入", "12.3亿元"]
    assert speed.size_kb(document) == 28 / 1024
    page.write_text("<table><tr><td> </td><td> </td></tr></table>", encoding="utf-8")
    with pytest.raises((SystemExit, Unreadable), match=r"no words|empty|nothing_to_read"):
        speed.read_files([page])


def test_what_was_read_is_forgotten_and_what_is_known_is_kept() -> None:
    (bulletin, *_) = next(speed.made_documents(1.0))
    understand(bulletin, Hints("text.txt"))
    head_entries()
    remembered = (prose._known, subject._cleaned, fact_maker.catalogue_entry, segmentation.segments)
    assert all(cached.cache_info().currsize for cached in remembered)
    assert speed.forget_texts() >= len(remembered)
    assert not any(cached.cache_info().currsize for cached in remembered)
    assert catalogue.cache_info().currsize
    assert head_entries.cache_info().currsize
