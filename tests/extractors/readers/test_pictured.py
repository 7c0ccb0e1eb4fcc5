"""Scans put into a Word file, a workbook or a web page are read as pages where the file says little else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image
from printing.sheet_picture import require_fonts, sheet_picture

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.picture import Mark, place_pictures
from extractors.readers.every_kind import READERS, read_document
from extractors.readers.file_kind import promised_kind
from extractors.readers.pictured import with_pictures_read
from extractors.text import PagePlace, spans


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


LOGO = png(Image.new("RGB", (60, 60), "red"))
BLANK = png(Image.new("L", (600, 800), 255))


def word(path: Path, text: str, pictures: list[bytes]) -> None:
    document = WordDocument()
    document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(io.BytesIO(picture))
    document.save(str(path))


def workbook(path: Path, text: str, pictures: list[bytes]) -> None:
    book = Workbook()
    book.active["A1"] = text
    for at, picture in enumerate(pictures):
        book.active.add_image(SheetImage(io.BytesIO(picture)), f"B{2 + 40 * at}")
    hidden = book.create_sheet("草稿")
    hidden.sheet_state = "hidden"
    hidden.add_image(SheetImage(io.BytesIO(LOGO)), "A1")
    book.save(path)


def web_page(path: Path, text: str, pictures: list[bytes]) -> None:
    shown = "".join(f'<img src="data:image/png;base64,{b64encode(picture).decode()}">' for picture in pictures)
    elsewhere = '<img src="https://example.invalid/a.png"><div style="display:none"><img src="b.png"></div>'
    path.write_text(f"<meta charset=utf-8><p>{text}</p>{shown}{elsewhere}", encoding="utf-8")


WRITERS: dict[str, tuple[Callable[[Path, str, list[bytes]], None], int]] = {
    ".docx": (word, 2),
    ".xlsx": (workbook, 2),
    ".html": (web_page, 3),
}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_pictures_of_each_kind_are_found_in_their_order(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"报告{ending}"
    write, count = WRITERS[ending]
    write(path, "9月份支出5.2亿元。", [LOGO, BLANK])
    reader = next(reader for reader in READERS if reader.kind is promised_kind(ending))
    assert reader.pictures is not None
    assert [Image.open(io.BytesIO(each)).size for each in reader.pictures(path)] == [(60, 60), (600, 800)]
    assert reader.read(path).unread_pictures == count


def test_a_word_file_of_scans_is_read_page_by_page(tmp_path: Path) -> None:
    require_fonts()
    sheet = sheet_picture(11, rows=1, dpi=150)
    path = tmp_path / "扫描.docx"
    cut, torn = (png(Image.new("L", (600, 800), shade)) for shade in (1, 2))
    word(path, "扫描件", [LOGO, torn, cut, png(sheet.picture), cut[:-1]])
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for name, content in members.items():
            target.writestr(name, content[: len(content) // 2] if content.startswith(cut[:-1]) else content)
    path.write_bytes(path.read_bytes().replace(torn, torn[:-9] + bytes(9)))  # its checksum in the file is now wrong
    document = read_document(path)
    assert (len(document.pages), document.scanned) == (1, True)
    assert str(document.paragraphs[0].text) == "扫描件"
    (table,) = document.tables
    assert (table.index, table.columns) == (0, len(sheet.rows[0]))
    assert [text.compact() for text in table.grid()[1]] == ["".join(cell.split()) for cell in sheet.rows[1]]
    assert document.warnings == ("文件中有 4 处图片，其中的内容未读取",)  # the emblem, and what is spoilt
    figure = table.grid()[1][2]
    assert all(isinstance(place, PagePlace) for place in figure.places if place is not None)
    (shown,) = place_pictures(path, [Mark(spans(figure))])
    assert shown.size == sheet.picture.size
    assert shown.getpixel((2, 2)) == (255, 255, 255)


def test_a_file_with_text_of_its_own_keeps_to_it(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    word(path, "9月份全市完成一般公共预算收入38.62亿元，同比增长1.4%，完成年度预算的76.5%。" * 4, [BLANK])
    document = read_document(path)
    assert (document.pages, document.scanned) == ((), False)
    assert document.warnings == ("文件中有 1 处图片，其中的内容未读取",)


def test_pictures_that_say_nothing_lose_nothing_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    web_page(path, "支出5.2亿元。", [BLANK])
    document = read_document(path)
    assert [str(block.text) for block in document.paragraphs] == ["支出5.2亿元。"]
    assert document.warnings == ("文件中有 2 处图片，其中的内容未读取",)
    web_page(path, "", [BLANK])
    with pytest.raises(Unreadable, match="scan_illegible"):
        read_document(path)
    web_page(path, "", [LOGO])
    with pytest.raises(Unreadable, match="nothing_to_read"):
        read_document(path)


@pytest.mark.parametrize("part", ["xl/drawings/drawing1.xml", "xl/drawings/_rels/", "xl/worksheets/_rels/sheet1"])
def test_a_spoilt_drawing_costs_no_cell(tmp_path: Path, part: str) -> None:
    """Office programs leave such a drawing out and open the rest."""
    whole, spoilt = tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    workbook(whole, "支出5.2亿元。", [BLANK])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(spoilt, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<torn" if name.startswith(part) else source.read(name))
    document = read_document(spoilt)
    assert "支出5.2亿元。" in [str(block.text) for block in document.paragraphs]
    assert document.warnings == ("工作表“草稿”是隐藏的，未读取", "文件中有 1 处图片，其中的内容未读取")


@pytest.mark.parametrize("count", [1, 501])
def test_pictures_too_large_or_too_many_are_refused_as_that(count: int) -> None:
    head = b"IHDR" + struct.pack(">II", 30_000, 30_000) + BLANK[24:29]
    large = BLANK[:12] + head + struct.pack(">I", zlib.crc32(head)) + BLANK[33:]
    document = Document("text/html", (), unread_pictures=count)
    with pytest.raises(Unreadable, match="too_large"):
        with_pictures_read(document, lambda: iter([large] * count))


def test_too_many_pictures_are_refused() -> None:
    document = Document("text/html", (), unread_pictures=501)
    with pytest.raises(Unreadable, match="too_large"):
        with_pictures_read(document, lambda: iter([BLANK[:60]] * 501))
