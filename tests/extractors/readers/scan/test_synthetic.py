"""Invented sheets, scanned and photographed, read with the real engine: what is wrong is flagged."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
import regex
from PIL import Image
from printing.invented_pages import invented_page
from printing.read_figures import compared, shape_is_right
from printing.scan import Scanner, photographed, scanned, some_scanner
from printing.sheet_picture import SheetPicture, require_fonts, sheet_picture

from extractors.document import Document
from extractors.readers.every_kind import read_document
from extractors.text import Text

FIGURE = regex.compile(r"-?\d[\d,]*(?:\.\d+)?%?")

SCANNERS = {
    "150 dpi, a red seal": Scanner(dpi=150, skew=-1.4, noise=8, seals=1),
    "bilevel, on its head": Scanner(dpi=200, skew=2.2, noise=4, colours="bilevel", quarter=2),
    "grey, a seal, sideways": Scanner(dpi=300, skew=0.6, noise=14, blur=1.0, colours="grey", quarter=3, seals=1),
}


def read(picture: Image.Image, folder: Path, dpi: int) -> Document:
    path = folder / "扫描.png"
    picture.save(path, dpi=(dpi, dpi))
    return read_document(path)


def cells(document: Document) -> dict[tuple[int, int], Text]:
    (table,) = document.tables
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def unflagged(truth: str, text: Text) -> list[tuple[list[str], list[str]]]:
    """Figures of a cell that were read wrongly and are not doubtful: as printed, as read."""
    printed = FIGURE.findall(truth)
    found = [(match.group(), set(range(*match.span())) & text.doubtful) for match in FIGURE.finditer(text.chars)]
    matcher = SequenceMatcher(None, printed, [chars for chars, _ in found], autojunk=False)
    return [
        (printed[a:b], [chars for chars, _ in found[c:d]])
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal" and not any(doubts for _, doubts in found[c:d])
    ]


def assert_right_or_flagged(sheet: SheetPicture, document: Document) -> None:
    found = cells(document)
    assert (document.tables[0].rows, document.tables[0].columns) == (len(sheet.rows), 6)
    assert [
        wrong
        for row, texts in enumerate(sheet.rows)
        for column, text in enumerate(texts)
        for wrong in unflagged(text, found[row, column])
    ] == []
    names = [found[row, 1].compact() for row in range(1, len(sheet.rows))]
    assert names == [row[1] for row in sheet.rows[1:]]


@pytest.mark.parametrize("name", SCANNERS)
def test_scans(name: str, tmp_path: Path) -> None:
    require_fonts()
    scanner = SCANNERS[name]
    sheet = sheet_picture(7, scanner.dpi, rows=2, size=10)
    assert_right_or_flagged(sheet, read(scanned(sheet.picture, scanner), tmp_path, scanner.dpi))


def test_a_photo(tmp_path: Path) -> None:
    require_fonts()
    sheet = sheet_picture(8, rows=2, size=10)
    assert_right_or_flagged(sheet, read(photographed(sheet.picture), tmp_path, sheet.dpi))


def test_print_under_a_seal_is_doubtful(tmp_path: Path) -> None:
    require_fonts()
    sheet = sheet_picture(9, rows=3, size=10)
    plain, stamped = (
        cells(read(scanned(sheet.picture, Scanner(seals=seals, seed=5)), tmp_path, sheet.dpi)) for seals in (0, 1)
    )
    doubts = [sum(len(text.doubtful) for text in texts.values()) for texts in (plain, stamped)]
    assert doubts[1] - doubts[0] > 5


@pytest.mark.parametrize("seed", [7013, 7183, 9011])
def test_tables_of_light_rules_keep_their_shape(seed: int, tmp_path: Path) -> None:
    require_fonts()
    scanner = some_scanner(seed)
    _, page = invented_page(seed, scanner.dpi)
    document = read(scanned(page.picture, scanner), tmp_path, scanner.dpi)
    assert shape_is_right(page.blocks, document)
    assert [
        figure for figure in compared(page.blocks, document) if figure.outcome in {"wrong", "missing", "extra"}
    ] == []
