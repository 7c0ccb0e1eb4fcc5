"""The pdfium reading held against the pdfplumber one: the same characters in the same places, the same lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest
from printing.pdf import Sheet, pdf

from extractors.grid.layout import blocks, page_parts
from extractors.grid.page import Glyph, PrintedPage
from extractors.readers.pdf import document as reader
from extractors.readers.pdf import plumber
from extractors.readers.pdf.pdfium import printed_page

PRINTS = [
    "2018-06-monthly-progress",
    "2018-06-monthly-progress-word",
    "2021-06-halfyear-targets",
    "2021-06-halfyear-targets-word",
]


def both(path: Path) -> list[tuple[PrintedPage, PrintedPage]]:
    fast = pdfium.PdfDocument(path)
    with pdfplumber.open(path) as slow:
        pairs = [(printed_page(fast, at), plumber.printed_page(page)) for at, page in enumerate(slow.pages)]
    fast.close()
    return pairs


def printed(glyphs: tuple[Glyph, ...]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not glyph.char.isspace()]


@pytest.mark.parametrize("name", PRINTS)
def test_both_engines_see_the_same_print(corpus: Path, name: str) -> None:
    for fast, slow in both(corpus / "docs" / f"{name}.pdf"):
        assert Counter(glyph.char for glyph in printed(fast.glyphs)) == Counter(g.char for g in printed(slow.glyphs))
        theirs = {(glyph.char, round(glyph.x0 / 4)): glyph for glyph in printed(slow.glyphs)}
        shared = [g for g in printed(fast.glyphs) if (g.char, round(g.x0 / 4)) in theirs]
        assert len(shared) > 0.9 * len(printed(fast.glyphs))


@pytest.mark.parametrize("name", PRINTS)
def test_both_engines_give_the_same_table(corpus: Path, name: str) -> None:
    pairs = both(corpus / "docs" / f"{name}.pdf")
    fast, slow = (blocks([page_parts(pair[side]) for pair in pairs]) for side in (0, 1))
    texts = [[getattr(block, "rows", str(getattr(block, "text", ""))) for block in side] for side in (fast, slow)]
    assert texts[0] == texts[1]
    tables = [
        [[t.compact() for row in b.grid() for t in row] for b in side if hasattr(b, "grid")] for side in (fast, slow)
    ]
    assert tables[0] == tables[1]


def test_the_fallback_reads_a_page_that_pdfium_will_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> PrintedPage:
        raise pdfium.PdfiumError("no such page")

    path = tmp_path / "报告.pdf"
    sheet = Sheet().grid([50, 150, 300], [700, 670]).text(55, 680, "税收").text(155, 680, "同比增长-0.3%")
    path.write_bytes(pdf([sheet]))
    monkeypatch.setattr(reader.with_pdfium, "printed_page", fails)
    document = reader.read_pdf(path)
    assert [[str(text) for text in row] for row in document.tables[0].grid()] == [["税收", "同比增长-0.3%"]]
