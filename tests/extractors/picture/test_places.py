"""Pictures of places: the mark lies on the figure, and what is around it can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.picture import Mark, font, one_below_the_other, place_pictures, png
from extractors.picture.font import NoChineseFont
from extractors.readers.every_kind import read_document
from extractors.text import Text, spans

pytestmark = pytest.mark.usefixtures("chinese_fonts")

GROUND = (255, 236, 120)


def figure(document: Document, chars: str) -> Text:
    """The first place where the document prints `chars`."""
    texts = [p.text for p in document.paragraphs] + [cell.text for table in document.tables for cell in table.cells]
    for text in texts:
        if chars in text.chars:
            start = text.chars.index(chars)
            return text[start : start + len(chars)]
    raise AssertionError(chars)


def marked_area(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the ground of a main mark lies."""
    ground = Image.new("RGB", picture.size, GROUND)
    return ImageChops.difference(picture, ground).convert("L").point(lambda value: 255 * (value == 0)).getbbox()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_box_of_a_turned_page_lies_on_the_print(tmp_path: Path, rotate: int) -> None:
    sheet = Sheet(rotate=rotate).text(100, 700, "本月安排资金1250.5万元")
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([sheet]))
    found = figure(read_document(path), "1250.5万元")
    (picture,) = place_pictures(path, [Mark(spans(found))])
    area = marked_area(picture)
    assert area is not None
    # The test's font draws blocks: a good part of the mark is ink.
    inside = picture.crop(area).convert("L").histogram()
    assert sum(inside[:60]) > 0.3 * sum(inside)
    # On a turned page the characters stand one below the other, each with a box of its own.
    x0, top, x1, bottom = zip(*(span["box"] for span in spans(found)), strict=True)
    x0, top, x1, bottom = min(x0), min(top), max(x1), max(bottom)
    box = (x0 * picture.width, top * picture.height, x1 * picture.width, bottom * picture.height)
    assert area == pytest.approx(box, abs=5)


def test_rows_around_the_mark_and_the_heads_are_drawn(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>第{row}区</td><td>{row * 11}.5亿元</td></tr>" for row in range(1, 40))
    path = tmp_path / "报告.html"
    path.write_text(f"<h1>各区收入</h1><table><tr><th>区</th><th>收入</th></tr>{rows}</table>", encoding="utf-8")
    found = figure(read_document(path), "220.5亿元")
    (small,) = place_pictures(path, [Mark(spans(found))])
    whole = [Mark(spans(figure(read_document(path), f"{row * 11}.5亿元"))) for row in range(1, 40, 2)]
    (large,) = place_pictures(path, whole)
    assert marked_area(small) is not None
    assert small.height < 0.4 * large.height


def test_marks_in_several_pages_and_blocks(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([Sheet().text(100, 700, "收入5亿元"), Sheet().text(100, 700, "支出3亿元")]))
    document = read_document(path)
    marks = [Mark(spans(figure(document, "5亿元")), main=False), Mark(spans(figure(document, "3亿元")))]
    pictures = place_pictures(path, marks)
    assert [marked_area(picture) is not None for picture in pictures] == [False, True]
    sheet = one_below_the_other([("报告.pdf 第1页", pictures[0]), ("报告.pdf 第2页", pictures[1])])
    assert sheet.height > sum(picture.height for picture in pictures)
    assert png(sheet).startswith(b"\x89PNG")

    text = tmp_path / "报告.txt"
    text.write_text("一、收入\n全年收入5亿元。\n\n二、支出\n全年支出3亿元，其中教育1.2亿元。\n", encoding="utf-8")
    document = read_document(text)
    marks = [Mark(spans(figure(document, "5亿元"))), Mark(spans(figure(document, "1.2亿元")))]
    (picture,) = place_pictures(text, marks)
    assert marked_area(picture) is not None


def test_a_cell_with_a_very_long_text_shows_its_mark(tmp_path: Path) -> None:
    words = "坚持稳中求进，" * 900
    path = tmp_path / "报告.html"
    path.write_text(f"<table><tr><td>甲</td><td>{words}安排77.5亿元。{words}</td></tr></table>", encoding="utf-8")
    (picture,) = place_pictures(path, [Mark(spans(figure(read_document(path), "77.5亿元")))])
    assert picture.height < 4000
    assert marked_area(picture) is not None


def test_a_page_of_ten_metres_makes_no_picture_of_that_size(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([Sheet(28_000, 2_000).text(100, 700, "收入5亿元", 40)]))
    (picture,) = place_pictures(path, [Mark(spans(figure(read_document(path), "5亿元")))])
    assert max(picture.size) <= 2400


def test_a_page_that_is_not_there_any_more(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([Sheet().text(100, 700, "收入5亿元")]))
    with pytest.raises(Unreadable):
        place_pictures(path, [Mark([{"page": 7, "box": [0, 0, 1, 1], "text": "5"}])])


def test_without_a_font_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("全年收入5亿元。", encoding="utf-8")
    marks = [Mark(spans(figure(read_document(path), "5亿元")))]
    for cached in (font.chinese_font, font._font_file):
        cached.cache_clear()
    monkeypatch.setattr(font, "_FOLDERS", (str(tmp_path),))
    with pytest.raises(NoChineseFont, match="字体"):
        place_pictures(path, marks)
    for cached in (font.chinese_font, font._font_file):
        cached.cache_clear()
