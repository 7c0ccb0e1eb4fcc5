"""Mutations of PNG pictures: what their chunks say and how the rows are packed, with check sums that hold again.

Without those every reader stops at the first sum, and nothing behind it is tried.
"""

from __future__ import annotations

import struct
import zlib
from random import Random
from typing import Final

from fuzzing import of_bytes
from fuzzing.of_bytes import any_of

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEAD: Final = struct.Struct(">IIBBBBB")
_SIDES: Final = (0, 1, 2, 7, 65_536, 100_000, 2**31 - 1, 2**32 - 1)
_OTHER_KINDS: Final = (b"PLTE", b"tRNS", b"gAMA", b"pHYs", b"iCCP", b"zTXt", b"acTL", b"fdAT", b"eXIf", b"xxxx")

_Chunk = tuple[bytes, bytes]


def chunks(content: bytes) -> list[_Chunk]:
    """Kind and data of every chunk, as far as they go."""
    found, place = [], len(_SIGNATURE)
    while place + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        found.append((kind, content[place + 8 : place + 8 + length]))
        place += 12 + length
    return found


def written(parts: list[_Chunk]) -> bytes:
    """A PNG of these chunks, every sum right."""
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def _head(content: bytes, random: Random) -> bytes:
    """Another size, depth, colour or way to weave the rows than they are packed in."""
    parts = chunks(content)
    for place, (kind, data) in enumerate(parts):
        if kind == b"IHDR" and len(data) == _HEAD.size:
            fields = list(_HEAD.unpack(data))
            which = random.randrange(len(fields))
            near = max(0, fields[which] + random.choice((-1, 1)))
            fields[which] = (
                random.choice((*_SIDES, near)) if which < 2 else random.choice((0, 1, 2, 3, 4, 6, 8, 16, 255))
            )
            parts[place] = kind, _HEAD.pack(*fields)
    return written(parts)


def _rows(content: bytes, random: Random) -> bytes:
    """The rows unpacked, something wrong with them, and packed again, mostly as long as before; or packed ones."""
    parts = chunks(content)
    packed = b"".join(data for kind, data in parts if kind == b"IDAT")
    try:
        whole = zlib.decompress(packed)
        rows = of_bytes.mutated(whole, random)
        if random.random() < 0.7:
            rows = rows[: len(whole)].ljust(len(whole), b"\0")
    except zlib.error:
        rows = b""
    data = of_bytes.mutated(packed, random) if random.random() < 0.3 else zlib.compress(rows, 1)
    others = [part for part in parts if part[0] != b"IDAT"]
    return written([*others[:-1], (b"IDAT", data), *others[-1:]])


def _a_chunk(content: bytes, random: Random) -> bytes:
    """One chunk changed, of another kind, twice, gone or elsewhere."""
    parts = chunks(content)
    if not parts:
        return content
    place = random.randrange(len(parts))
    kind, data = parts.pop(place)
    match random.randrange(5):
        case 0:
            parts.insert(place, (kind, of_bytes.mutated(data, random)))
        case 1:
            parts.insert(place, (random.choice(_OTHER_KINDS), data))
        case 2:
            parts[place:place] = [(kind, data)] * 2
        case 3:
            parts.insert(random.randrange(len(parts) + 1), (kind, data))
        case _:
            parts[place:place] = [(random.choice(_OTHER_KINDS), random.randbytes(random.randrange(300))), (kind, data)]
    return written(parts)


def mutated(content: bytes, random: Random) -> bytes:
    """The picture with something wrong with it; one of seven times its plain bytes, sums and all."""
    if random.random() < 1 / 7:
        return of_bytes.mutated(content, random)
    return any_of(random, (_head, _rows, _rows, _a_chunk, _a_chunk), content)
