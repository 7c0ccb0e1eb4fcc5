"""Every row of the real progress sheets as OFD, rejoined over its pages, against the same report's workbook."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from extractors.document import Document
from extractors.readers.every_kind import read_document
from extractors.sheet.item import Item
from extractors.sheet.items import read_items
from extractors.text import PagePlace, Text

SHEETS = ["2018-06-monthly-progress", "2021-06-halfyear-targets"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_same_rows_as_in_the_workbook(corpus: Path, sheet: str) -> None:
    paged = read_document(corpus / "docs" / f"{sheet}.ofd")
    assert rows(paged) == rows(read_document(corpus / "docs" / f"{sheet}.xlsx"))
    assert paged.warnings == ()


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_printed_character_has_its_box_on_a_page(corpus: Path, sheet: str) -> None:
    document = read_document(corpus / "docs" / f"{sheet}.ofd")
    texts = [paragraph.text for paragraph in document.paragraphs] + [cell.text for cell in document.tables[0].cells]
    for text in texts:
        for char, place in zip(text.chars, text.places, strict=True):
            if not char.isspace():
                assert isinstance(place, PagePlace)
                assert 1 <= place.page <= len(document.pages)
                x0, top, x1, bottom = place.box
                assert 0 <= x0 < x1 <= 1
                assert 0 <= top < bottom <= 1


def rows(document: Document) -> list[dict[str, str]]:
    return [cells(item) for item in read_items(document)]


def cells(item: Item) -> dict[str, str]:
    texts = {field.name: getattr(item, field.name) for field in fields(Item)}
    return {name: text.compact() for name, text in texts.items() if isinstance(text, Text)}
