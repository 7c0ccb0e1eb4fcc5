"""Mutations of old workbooks (BIFF in a compound file): their records, and the chains of sectors around them."""

from __future__ import annotations

import struct
from random import Random
from typing import Final

from extractors.errors import Unreadable
from extractors.readers.legacy.compound_file import compound_file, streams
from fuzzing import of_bytes

_WORKBOOK: Final = "Workbook"
_KINDS: Final = (
    0x0009,
    0x0085,
    0x00FC,
    0x0203,
    0x0204,
    0x0006,
    0x00E5,
    0x0031,
    0x041E,
    0x00E0,
    0x000A,
    0x003C,
    0x0200,
    0x00FD,
)
"""Begin, sheet, shared texts, number, label, formula, merged cells, font, format, its use, end and others."""


def _records(stream: bytes) -> list[tuple[int, bytes]]:
    found, place = [], 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        found.append((kind, stream[place + 4 : place + 4 + length]))
        place += 4 + length
    return found


def _records_changed(content: bytes, random: Random) -> bytes:
    try:
        records = _records(streams(content)[_WORKBOOK])
    except (Unreadable, KeyError):
        return content
    if not records:
        return content
    for _ in range(random.choice((1, 1, 2, 4))):
        place, other = random.randrange(len(records)), random.randrange(len(records))
        kind, body = records[place]
        match random.randrange(6):
            case 0:
                records[place] = (random.choice(_KINDS), body)
            case 1:
                records.insert(other, records[place])
            case 2 if len(records) > 1:
                del records[place]
            case 3:
                records[place] = (kind, body[: random.randrange(len(body) + 1)])
            case _:
                records[place] = (kind, of_bytes.mutated(body, random)[:8000])
    return compound_file({_WORKBOOK: b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)})


def _raw(content: bytes, random: Random) -> bytes:
    return random.choice(of_bytes.MUTATIONS)(content, random)


def _table(content: bytes, random: Random) -> bytes:
    """An entry of the head or of the table of sectors."""
    place = random.choice((random.randrange(24, 76), random.randrange(512, 1024))) & ~3
    value = random.choice((0, 1, 2, 3, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 10**6, random.randrange(200)))
    return content[:place] + struct.pack("<I", value) + content[place + 4 :]


MUTATIONS: Final[tuple[of_bytes.Mutation, ...]] = (*(_records_changed,) * 5, _table, _raw)


def mutated(content: bytes, random: Random) -> bytes:
    """The workbook with up to three things wrong with it."""
    return of_bytes.any_of(random, MUTATIONS, content, most=3)
