"""Writes XLS workbooks record by record (BIFF8): formats, merged cells, hidden rows and sheets."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

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
