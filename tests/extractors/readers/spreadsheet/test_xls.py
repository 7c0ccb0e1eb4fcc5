"""XLS workbooks written here record by record (BIFF8): formats, merged cells, hidden rows and sheets."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extractors.errors import Unreadable
from extractors.readers.spreadsheet import read_xls
from extractors.text import SheetPlace

FORMATS = {0: 0, 1: 10, 2: 57, 3: 164}
"""Cell format (XF) -> number format: General, 0.00%, a local date known by number only, one of our own."""


def record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def unicode_chars(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


@dataclass
class XlsSheet:
    """Cells as (row, column, value, cell format); all counts from 0."""

    title: str
    cells: list[tuple[int, int, str | float, int]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()

    def stream(self) -> bytes:
        out = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 0))
        for row in self.hidden_rows:
            out += record(0x0208, struct.pack("<HHHHHHI", row, 0, 256, 255, 0, 0, 0x00000120))
        for row, column, value, style in self.cells:
            if isinstance(value, str):
                out += record(0x0204, struct.pack("<HHH", row, column, style) + unicode_chars(value, "<H"))
            else:
                out += record(0x0203, struct.pack("<HHHd", row, column, style, value))
        if self.merged:
            ranges = b"".join(struct.pack("<HHHH", *area) for area in self.merged)
            out += record(0x00E5, struct.pack("<H", len(self.merged)) + ranges)
        for kind in self.objects:
            out += record(0x005D, struct.pack("<HHHHH", 0x0015, 18, kind, 1, 0) + bytes(12) + bytes(4))
        return out + record(0x000A)


def workbook(*sheets: XlsSheet) -> bytes:
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 0))
    head += record(0x0042, struct.pack("<H", 1200)) + record(0x0022, struct.pack("<H", 0))
    head += record(0x041E, struct.pack("<H", 164) + unicode_chars('0.0"亿元"', "<H"))
    for number_format in FORMATS.values():
        head += record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))
    streams = [sheet.stream() for sheet in sheets]
    entries = [unicode_chars(sheet.title, "<B") for sheet in sheets]
    start = len(head) + sum(4 + 6 + len(entry) for entry in entries) + len(record(0x000A))
    for sheet, entry, stream in zip(sheets, entries, streams, strict=True):
        head += record(0x0085, struct.pack("<IBB", start, int(sheet.hidden), 0) + entry)
        start += len(stream)
    return head + record(0x000A) + b"".join(streams)


def test_cells_as_displayed_with_merged_cells_and_hidden_parts(tmp_path: Path) -> None:
    shown = XlsSheet(
        "收入",
        [
            (0, 0, "丙县收入进度表", 0),
            (1, 0, "类别", 0),
            (1, 1, "增幅", 0),
            (1, 2, "期间", 0),
            (1, 3, "累计", 0),
            (2, 0, "税收", 0),
            (2, 1, 0.0456, 1),
            (2, 2, 44651.0, 2),
            (2, 3, 9.54, 3),
            (3, 3, 12.0, 0),
            (4, 3, 77.0, 0),
        ],
        merged=[(0, 0, 0, 3), (2, 3, 0, 0)],
        hidden_rows=(4,),
    )
    path = tmp_path / "收入.xls"
    path.write_bytes(workbook(shown, XlsSheet("底稿", [(0, 0, 99.0, 0)], hidden=True)))

    document = read_xls(path)

    assert [(block.text.chars, block.heading) for block in document.paragraphs] == [("丙县收入进度表", True)]
    (table,) = document.tables
    assert [[text.chars for text in row] for row in table.grid()] == [
        ["类别", "增幅", "期间", "累计"],
        ["税收", "4.56%", "2022年3月", "9.5亿元"],
        ["", "", "", "12"],
    ]
    assert next(cell.row_span for cell in table.cells if cell.text.chars == "税收") == 2
    assert table.grid()[1][1].places[0] == SheetPlace("收入", "B3", 0)
    assert any("底稿" in warning for warning in document.warnings)
    assert any("隐藏行" in warning for warning in document.warnings)


@pytest.mark.parametrize("kept", [10, 120, 300])
def test_a_cut_workbook_is_damaged(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "半截.xls"
    path.write_bytes(workbook(XlsSheet("收入", [(0, 0, "税收" * 100, 0), (0, 1, 5.0, 0)]))[:kept])
    with pytest.raises(Unreadable) as caught:
        read_xls(path)
    assert caught.value.reason == "damaged"


def test_pictures_on_visible_sheets_are_counted(tmp_path: Path) -> None:
    cells: list[tuple[int, int, str | float, int]] = [(0, 0, "扫描件", 0)]
    sheets = [
        XlsSheet("表", cells, objects=(8, 2, 8)),  # two pictures and a rectangle
        XlsSheet("草稿", cells, hidden=True, objects=(8,)),
        XlsSheet("附", cells, objects=(8,)),
    ]
    path = tmp_path / "扫描.xls"
    path.write_bytes(workbook(*sheets))
    assert read_xls(path).unread_pictures == 3
