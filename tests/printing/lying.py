"""Takes a PDF that tells the truth and makes its text layer lie, the print left as it is."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

_REFERENCE = re.compile(rb"/ToUnicode (\d+) 0 R")


def without_codes(content: bytes) -> bytes:
    """The file without what says which characters its glyphs are."""
    return _REFERENCE.sub(lambda found: b" " * len(found[0]), content)


def with_codes(content: bytes, lie: Callable[[int], int]) -> bytes:
    """The file with other character codes: `lie` gives for each the one to be named in its place."""
    out = bytearray(content)
    places: dict[int, int] = {}
    for number in sorted({int(found) for found in _REFERENCE.findall(content)}):
        body = _lied(_stream(content, number), lie)
        places[number] = len(out)
        out += b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    if not places:
        raise ValueError("the file names no characters")
    start = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places.items())
    size, root = _last(rb"/Size (\d+)", content), _last(rb"/Root (\d+ 0 R)", content)
    before = _last(rb"startxref\s+(\d+)", content)
    out += b"trailer\n<< /Size %s /Root %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, before, start)
    return bytes(out)


def _stream(content: bytes, number: int) -> str:
    head = re.search(rb"(?:^|\n)%d 0 obj(.*?)stream\r?\n" % number, content, re.DOTALL)
    if head is None:
        raise ValueError(f"no object {number}")
    packed = content[head.end() : content.index(b"endstream", head.end())]
    return (zlib.decompressobj().decompress(packed) if b"FlateDecode" in head[1] else packed).decode("latin-1")


def _lied(table: str, lie: Callable[[int], int]) -> bytes:
    def told(found: re.Match[str]) -> str:
        codes = [int(found[2][at : at + 4], 16) for at in range(0, len(found[2]), 4)]
        return f"{found[1]}<{''.join(f'{lie(code):04X}' for code in codes)}>"

    one, run = (
        r"(?m)^(<[0-9A-Fa-f]+> )<([0-9A-Fa-f]{4,})>$",
        r"(?m)^(<[0-9A-Fa-f]+> <[0-9A-Fa-f]+> )<([0-9A-Fa-f]{4,})>$",
    )
    return re.sub(run, told, re.sub(one, told, table)).encode("latin-1")


def _last(pattern: bytes, content: bytes) -> bytes:
    return bytes(re.findall(pattern, content)[-1])
