"""Files without pages drawn page by page: every character is found where it is drawn, and long tables take pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from extractors.picture.drawn_pages import draw_page, drawn_pages, holders
from extractors.picture.signs import boxes, held_by
from extractors.readers.every_kind import read_document
from extractors.text import Text, spans

pytestmark = pytest.mark.usefixtures("chinese_fonts")


def ink(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """How much of a box is printed on."""
    dots = picture.crop(tuple(round(edge) for edge in box)).convert("L").histogram()  # type: ignore[arg-type]
    return sum(dots[:128]) / max(1, sum(dots))


def test_figures_of_a_long_table_and_of_text_are_found_on_their_pages(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>第{row}区</td><td>{row * 11}.5亿元</td></tr>" for row in range(1, 100))
    path = tmp_path / "报告.html"
    path.write_text(
        f"<p>全市收入情况</p><table><tr><th>区</th><th>收入</th></tr>{rows}</table><p>全年支出71.25亿元。</p>",
        encoding="utf-8",
    )
    document = read_document(path)
    pages = drawn_pages(document)
    assert len(pages) == 4
    on = holders(document, pages)
    pictures = [draw_page(document, page) for page in pages]
    texts: list[Text] = [cell.text for table in document.tables for cell in table.cells if "亿元" in cell.text.chars]
    (said,) = (block.text for block in document.paragraphs if "71.25" in block.text.chars)
    start = said.chars.index("71.25")
    for text in [*texts, said[start : start + 5]]:
        (span,) = spans(text)
        held = held_by(span)
        assert held is not None
        picture = pictures[on[held[0]]]
        (box,) = boxes(picture.runs, span)
        left, top, right, _ = box
        assert ink(picture.image, box) > 0.05
        # Nothing of it stands outside: beside the box is the room of the cell, above and below that of the line.
        assert ink(picture.image, (left, top - 2, right, top)) < 0.02
        assert right - left < 20 * len(text.chars)


def test_the_head_of_a_table_is_drawn_on_each_of_its_pages(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>第{row}区</td><td>{row}</td></tr>" for row in range(1, 90))
    path = tmp_path / "报告.html"
    path.write_text(f"<table><tr><th>区</th><th>收入</th></tr>{rows}</table>", encoding="utf-8")
    document = read_document(path)
    pages = drawn_pages(document)
    assert [part.rows[0] for page in pages for part in page] == [0, 0, 0]
    drawn = {row for page in pages for part in page for row in part.rows}
    assert drawn == set(range(document.tables[0].rows))


def test_a_page_without_pages_of_its_own_only(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("一、收入\n全年收入5亿元。\n", encoding="utf-8")
    document = read_document(path)
    (page,) = drawn_pages(document)
    assert draw_page(document, page).image.width > 100
