"""Looks into a Word 97 file before it is converted: is it locked, and does its text end as it must?

A text always ends with a paragraph. Programs that export this format leave it out when the last thing is a table, and
LibreOffice then gives that table's cells as one run of words; so the missing paragraph is put in.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from extractors.errors import Unreadable
from extractors.readers.legacy.compound_file import compound_file, streams

_MAGIC: Final = 0xA5
"""High byte of the first word of every version."""

_WORD_97: Final = 0xC1
"""The first version of the format with a separate table stream; older ones are left as they are."""

_ENCRYPTED: Final = 0x0100
_SECOND_TABLE: Final = 0x0200
_SECTIONS, _CHARACTER_PAGES, _PARAGRAPH_PAGES, _PIECES = 6, 12, 13, 33
"""Positions in the header's list of what stands where in the table stream."""

_CELL_MARK: Final = 0x07
_PARAGRAPH_MARK: Final = b"\r\0"
_PAGE: Final = 512
_NARROW: Final = 0x40000000
"""Flag of a piece of one byte a character; its place counts double."""


def completed(content: bytes) -> bytes:
    """`content`, with the last paragraph put in where the text ends with a table.

    Raises Unreadable: encrypted, damaged.
    """
    parts = streams(content)
    try:
        file = _WordFile.of(parts)
        if file is None or file.last_character() != _CELL_MARK:
            return content
        return compound_file({name: body for name, body in file.with_last_paragraph().items() if body})
    except (struct.error, IndexError, KeyError, ValueError) as error:
        raise Unreadable("damaged", "DOC 内部结构不完整") from error


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text: its characters `start` to `end`, and its raw descriptor of eight bytes."""

    start: int
    end: int
    descriptor: bytes

    def byte_at(self, character: int) -> tuple[int, int]:
        """Where a character stands in the document stream, and its width in bytes."""
        place = struct.unpack_from("<I", self.descriptor, 2)[0]
        if place & _NARROW:
            return (place & ~_NARROW) // 2 + character - self.start, 1
        return place + 2 * (character - self.start), 2


@dataclass(frozen=True, slots=True)
class _WordFile:
    """The two streams that hold the text and what is said of it. `lengths` and `places` are where the header keeps
    the number of characters and the list of places."""

    document: bytes
    table: bytes
    table_name: str
    data: bytes
    lengths: int
    places: int

    @classmethod
    def of(cls, parts: dict[str, bytes]) -> _WordFile | None:
        document = parts["WordDocument"]
        magic, version, flags = struct.unpack_from("<H H 6x H", document)
        if magic >> 8 != _MAGIC:
            raise Unreadable("damaged", "不是 DOC 文件")
        if flags & _ENCRYPTED:
            raise Unreadable("encrypted")
        if version < _WORD_97:
            return None
        lengths = 34 + 2 * struct.unpack_from("<H", document, 32)[0] + 2
        places = lengths + 4 * struct.unpack_from("<H", document, lengths - 2)[0] + 2
        name = "1Table" if flags & _SECOND_TABLE else "0Table"
        return cls(document, parts[name], name, parts.get("Data", b""), lengths, places)

    @property
    def characters(self) -> int:
        """Characters of the main text, which notes and page heads follow."""
        return int(struct.unpack_from("<i", self.document, self.lengths + 12)[0])

    def last_character(self) -> int:
        """The code of the main text's last character, -1 for an empty text."""
        last = self.characters - 1
        for piece in self._pieces():
            if piece.start <= last < piece.end:
                place, width = piece.byte_at(last)
                return int.from_bytes(self.document[place : place + width], "little")
        return -1

    def with_last_paragraph(self) -> dict[str, bytes]:
        """The streams with a plain paragraph after the main text; the new mark stands behind all that was there."""
        document = bytearray(self.document + bytes(-len(self.document) % _PAGE))
        table = bytearray(self.table)
        mark = len(document)
        document += _PARAGRAPH_MARK + bytes(_PAGE - len(_PARAGRAPH_MARK))
        for kind in (_CHARACTER_PAGES, _PARAGRAPH_PAGES):
            self._put(document, table, kind, self._described(document, kind, mark))
        self._put(document, table, _PIECES, self._pieces_with(mark))
        sections = bytearray(self._part(_SECTIONS))
        count = (len(sections) - 4) // 16
        struct.pack_into("<I", sections, 4 * count, self.characters + 1)
        self._put(document, table, _SECTIONS, bytes(sections))
        struct.pack_into("<i", document, self.lengths + 12, self.characters + 1)
        return {"WordDocument": bytes(document), self.table_name: bytes(table), "Data": self.data}

    def _where(self, kind: int) -> tuple[int, int]:
        start, length = struct.unpack_from("<II", self.document, self.places + 8 * kind)
        return start, length

    def _part(self, kind: int) -> bytes:
        start, length = self._where(kind)
        return self.table[start : start + length]

    def _put(self, document: bytearray, table: bytearray, kind: int, part: bytes) -> None:
        """Append the part to the table stream and let the header point to it."""
        struct.pack_into("<II", document, self.places + 8 * kind, len(table), len(part))
        table += part

    def _described(self, document: bytearray, kind: int, mark: int) -> bytes:
        """The list of pages of properties with one more page, which says that the mark has none of its own."""
        listing = self._part(kind)
        count = (len(listing) - 4) // 8
        ends = struct.unpack_from(f"<{count + 1}I", listing)
        pages = struct.unpack_from(f"<{count}I", listing, 4 * (count + 1))
        page = bytearray(_PAGE)
        # One run from where the last page ended to behind the mark, with the offset 0: no properties.
        struct.pack_into("<II", page, 0, ends[-1], mark + 2)
        page[-1] = 1
        pages = (*pages, len(document) // _PAGE)
        document += page
        return struct.pack(f"<{count + 2}I{count + 1}I", *ends, mark + 2, *pages)

    def _piece_table(self) -> tuple[bytes, bytes]:
        """What stands before the table of pieces, and the table itself."""
        part = self._part(_PIECES)
        at = 0
        while part[at] == 1:
            at += 3 + int(struct.unpack_from("<H", part, at + 1)[0])
        length = struct.unpack_from("<I", part, at + 1)[0]
        return part[:at], part[at + 5 : at + 5 + length]

    def _pieces(self) -> list[_Piece]:
        _, listing = self._piece_table()
        count = (len(listing) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", listing)
        start = 4 * (count + 1)
        return [_Piece(ends[at], ends[at + 1], listing[start + 8 * at : start + 8 * at + 8]) for at in range(count)]

    def _pieces_with(self, mark: int) -> bytes:
        """The table of pieces with the mark after the main text; what followed moves on by one character."""
        before, _ = self._piece_table()
        end = self.characters
        pieces: list[_Piece] = []
        for piece in self._pieces():
            if piece.end <= end:
                pieces.append(piece)
            elif piece.start >= end:
                pieces.append(_Piece(piece.start + 1, piece.end + 1, piece.descriptor))
            else:
                place, width = piece.byte_at(end)
                stored = 2 * place | _NARROW if width == 1 else place
                rest = piece.descriptor[:2] + struct.pack("<I", stored) + piece.descriptor[6:]
                pieces += [_Piece(piece.start, end, piece.descriptor), _Piece(end + 1, piece.end + 1, rest)]
        pieces.append(_Piece(end, end + 1, struct.pack("<HIH", 0, mark, 0)))
        pieces.sort(key=lambda piece: piece.start)
        ends = [*(piece.start for piece in pieces), pieces[-1].end]
        listing = struct.pack(f"<{len(ends)}I", *ends) + b"".join(piece.descriptor for piece in pieces)
        return before + b"\x02" + struct.pack("<I", len(listing)) + listing
