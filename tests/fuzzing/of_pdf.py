"""Mutations of PDF files: objects, streams, the table of places, lengths, fonts and what they name, the tree of pages.

The file is taken apart into objects and put together again with right places, so that what is wrong is mostly one thing
and not the container.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from fuzzing import of_bytes

_OBJECT: Final = re.compile(rb"(\d+) (\d+) obj\b(.*?)\bendobj", re.DOTALL)
_STREAM: Final = re.compile(rb"(.*?)\bstream\r?\n(.*)\r?\nendstream\s*\Z", re.DOTALL)
_NUMBER: Final = re.compile(rb"(?<![\w#.])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE: Final = re.compile(rb"\b\d+ 0 R\b")
_NAME: Final = re.compile(rb"/[A-Za-z][\w+-]*")
_ENTRY: Final = re.compile(
    rb"/[A-Za-z]\w* ?(?:\[[^\[\]]*\]|<<[^<>]*>>|\d+ 0 R|[-\d.]+|/[\w+-]+|\([^()]*\)|true|false|null)"
)
_HEX: Final = re.compile(rb"<[0-9A-Fa-f]+>")
_ROOT: Final = re.compile(rb"/Root (\d+) 0 R")
_LENGTH: Final = re.compile(rb"/Length \d+(?: 0 R)?")
_FILTER: Final = re.compile(rb"/Filter ?(?:/\w+|\[[^\]]*\])")

_EXTREMES: Final = (
    b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"1e10", b"99999999999999999999",
    b"0.0000001", b"-0.5",
    b"1" + b"0" * 38, b"null", b"[]", b"<<>>", b"()", b"true", b"/X",
)  # fmt: skip
_FILTERS: Final = (
    b"/Filter /ASCIIHexDecode", b"/Filter /ASCII85Decode", b"/Filter /LZWDecode", b"/Filter /RunLengthDecode",
    b"/Filter /DCTDecode",
    b"/Filter /JPXDecode", b"/Filter /JBIG2Decode", b"/Filter /CCITTFaxDecode",
    b"/Filter [/FlateDecode /FlateDecode]", b"/Filter /X",
    b"/Filter /Crypt", b"",
)  # fmt: skip
_OPERATORS: Final = (
    b" q" * 600, b" Q" * 40, b" BT", b" ET", b" 0 0 0 0 0 0 cm", b" 1e30 0 0 1e30 0 0 cm", b" /F1 0 Tf",
    b" /F1 1e9 Tf", b" W n",
    b" 0 0 m 1e9 1e9 l S", b" /X Do", b" BI /W 99999 /H 99999 /BPC 8 ID x EI", b" [(x) -1e9 (y)] TJ", b" 3 Tr",
    b" -1 Tz", b" 1e9 Tc",
    b" 90 rg", b" /P <</MCID 0>> BDC", b" EMC" * 3, b" sh", b" 0 1 -1 0 0 0 cm", b" <FFFF> Tj",
    b" (\\777\\) Tj", b" d0", b" 0 i",
)  # fmt: skip
_MOST_UNPACKED: Final = 1 << 20


@dataclass
class _Object:
    number: int
    entries: bytes
    content: bytes | None
    """Of a stream, unpacked where it could be."""
    packed: bool

    def body(self) -> bytes:
        if self.content is None:
            return self.entries
        content = zlib.compress(self.content) if self.packed else self.content
        entries = self.entries
        if b"/Length -" not in entries:  # one that lies stays
            entries = _LENGTH.sub(b"/Length %d" % len(content), entries, count=1)
        return entries + b"stream\n" + content + b"\nendstream"


def _objects(content: bytes) -> list[_Object]:
    found = []
    for match in _OBJECT.finditer(content):
        body = match.group(3)
        if (stream := _STREAM.match(body)) is None:
            found.append(_Object(int(match.group(1)), body.strip(b"\r\n"), None, False))
            continue
        data, packed = stream.group(2), False
        if b"/FlateDecode" in stream.group(1):
            try:
                data = zlib.decompressobj().decompress(data, _MOST_UNPACKED)
                packed = True
            except zlib.error:
                pass
        found.append(_Object(int(match.group(1)), stream.group(1).strip(b"\r\n"), data, packed))
    return found


def _file(objects: list[_Object], root: bytes, random: Random) -> bytes:
    """The objects put together; now and then with a table of places that is wrong."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for each in objects:
        places[each.number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (each.number, each.body())
    most = max(places, default=0)
    start = len(out)
    shift = random.choice((0,) * 12 + (1, -20, 10**9))
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (most + 1)
    for number in range(1, most + 1):
        place = places.get(number)
        out += b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % max(0, place + shift)
    out += b"trailer\n<< /Size %d /Root %s 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (most + 1, root, start)
    return bytes(out)


def _replaced(pattern: re.Pattern[bytes], text: bytes, new: bytes, random: Random) -> bytes:
    found = list(pattern.finditer(text))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.start()] + new + text[one.end() :]


def _numbers(objects: list[_Object], random: Random) -> None:
    each = random.choice(objects)
    each.entries = _replaced(_NUMBER, each.entries, random.choice(_EXTREMES), random)


def _references(objects: list[_Object], random: Random) -> None:
    """A reference to another object, to the object itself, to none: circles, lost pages and fonts."""
    each = random.choice([one for one in objects if b" 0 R" in one.entries] or objects)
    target = random.choice((random.choice(objects).number, each.number, 99999))
    each.entries = _replaced(_REFERENCE, each.entries, b"%d 0 R" % target, random)


def _names(objects: list[_Object], random: Random) -> None:
    each, other = random.choice(objects), random.choice(objects)
    names = _NAME.findall(other.entries) or [b"/X"]
    each.entries = _replaced(_NAME, each.entries, random.choice(names), random)


def _entries(objects: list[_Object], random: Random) -> None:
    """An entry left out, twice, or that of another object."""
    each, other = random.choice(objects), random.choice(objects)
    given = _ENTRY.findall(other.entries) or [b"/Rotate 45"]
    if random.random() < 0.4:
        each.entries = _replaced(_ENTRY, each.entries, b"", random)
    else:
        each.entries = each.entries.replace(b"<<", b"<< " + random.choice(given) + b" ", 1)


def _pages(objects: list[_Object], random: Random) -> None:
    """The tree of pages: what it counts, who is whose child, how large and how turned they are."""
    nodes = [each for each in objects if b"/Kids" in each.entries or b"/Page" in each.entries]
    if not nodes:
        return
    each = random.choice(nodes)
    kid = b"%d 0 R " % random.choice(nodes).number
    put = random.choice(
        (b"/Count 1000000", b"/Count -1", b"/Kids [%s]" % (kid * 50), b"/Kids %s" % kid, b"/Parent %s" % kid,
        b"/Rotate 37", b"/Rotate 90",
         b"/MediaBox [0 0 0 0]", b"/MediaBox [0 0 1e6 1e6]", b"/MediaBox [600 800 0 0]", b"/MediaBox [1]",
         b"/CropBox [5 5 6 6]",
         b"/UserUnit 75", b"/UserUnit 0", b"/Contents [%s]" % (kid * 9), b"/Resources null")
    )  # fmt: skip
    key = put.split(b" ")[0]
    cleared = re.sub(key + rb" ?(?:\[[^\]]*\]|\d+ 0 R|[-\d.]+)", b"", each.entries, count=1)
    each.entries = cleared.replace(b"<<", b"<< " + put + b" ", 1)


def _streams(objects: list[_Object], random: Random) -> None:
    """What a stream holds: operators, numbers, codes of characters; or how it is packed and how long it says it is."""
    streams = [each for each in objects if each.content]
    if not streams:
        return
    each = random.choice(streams)
    content = each.content or b""
    match random.randrange(8):
        case 0:
            each.content = _replaced(_NUMBER, content, random.choice(_EXTREMES[:10]), random)
        case 1:
            each.content = _replaced(
                _HEX, content, random.choice((b"<>", b"<0>", b"<FFFFFFFF>", b"<D800>", b"<0000>")), random
            )
        case 2 | 3:
            place = content.find(b"\n", random.randrange(len(content))) + 1
            each.content = content[:place] + random.choice(_OPERATORS) + b"\n" + content[place:]
        case 4:
            each.entries = _FILTER.sub(b"", each.entries)
            each.entries = each.entries.replace(b"<<", b"<< " + random.choice(_FILTERS) + b" ", 1)
        case 5:
            lie = b"/Length -%d" % random.choice((0, 1, 10**9)) if random.random() < 0.5 else b"/Length 4000000000"
            each.entries = _LENGTH.sub(lie, each.entries, count=1)
        case _:
            each.content = of_bytes.mutated(content, random)


def _codes(objects: list[_Object], random: Random) -> None:
    """What a font names its characters: far ranges, halves of pairs, nothing at all."""
    maps = [each for each in objects if each.content and b"beginbf" in each.content]
    if not maps:
        return
    each = random.choice(maps)
    put = random.choice(
        (b"1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n", b"1 beginbfrange\n<FFFF> <0000> <4E00>\nendbfrange\n",
         b"1 beginbfrange\n<00> <FF> [<0031>]\nendbfrange\n", b"1 beginbfchar\n<01> <D800>\nendbfchar\n",
         b"1 beginbfchar\n<0001> <" + b"0035" * 400 + b">\nendbfchar\n", b"100 begincodespacerange\n", b"usecmap\n")
    )  # fmt: skip
    content = each.content or b""
    place = content.find(b"endcmap")
    each.content = (
        content[:place] + put + content[place:]
        if random.random() < 0.7
        else _replaced(_HEX, content, b"<E000>", random)
    )


def _order(objects: list[_Object], random: Random) -> None:
    """An object left out, twice under its number, or under the number of another."""
    each, other = random.choice(objects), random.choice(objects)
    match random.randrange(3):
        case 0 if len(objects) > 3:
            objects.remove(each)
        case 1:
            objects.append(_Object(each.number, other.entries, other.content, other.packed))
        case _:
            each.number, other.number = other.number, each.number


_OF_OBJECTS: Final[tuple[Callable[[list[_Object], Random], None], ...]] = (
    _numbers, _numbers, _references, _names, _entries, _pages, _pages, _streams, _streams, _streams, _codes, _order,
)  # fmt: skip


def mutated(content: bytes, random: Random) -> bytes:
    """The file with up to six things wrong with its objects, seldom with its bytes."""
    objects = _objects(content)
    root = _ROOT.search(content)
    if random.random() < 0.15 or not objects or root is None:
        return of_bytes.mutated(content, random)
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        random.choice(_OF_OBJECTS)(objects, random)
    whole = _file(objects, root.group(1), random)
    return of_bytes.mutated(whole, random) if random.random() < 0.05 else whole[: of_bytes.MOST_BYTES]
