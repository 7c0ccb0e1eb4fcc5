"""Mutations of zip containers: their parts, their directory with its sizes and names, and containers within them."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from random import Random
from typing import Final

from fuzzing import of_bytes, of_xml
from fuzzing.of_bytes import Mutation

Members = list[tuple[str, bytes]]

_NAMES: Final = (
    "../../x.txt", "/etc/x", "C:\\x.txt", "", "a" * 300, "报告.txt", "x.zip", "[Content_Types].xml",
    "a/../b.txt", "\u202e.txt", "."
)  # fmt: skip
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_FIELDS: Final = (
    (6, "<H"),
    (8, "<H"),
    (10, "<H"),
    (16, "<I"),
    (20, "<I"),
    (24, "<I"),
    (28, "<H"),
    (30, "<H"),
    (42, "<I"),
)
"""Of an entry of the directory: version, flags, method, checksum, both sizes, lengths of name and rest, offset."""
_XML: Final = (".xml", ".rels", ".vml", ".html")


def members(package: bytes) -> Members:
    """The parts with their names; none where it is no package any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as opened:
            return [(name, opened.read(name)) for name in opened.namelist()]
    except Exception:  # of every kind: what was done to it before is done to be wrong
        return []


def packed(parts: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what is wanted
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name or "x"), content, compress_type=method)
    return out.getvalue()


def _part(package: bytes, random: Random) -> bytes:
    parts = members(package)
    said = [place for place, (name, content) in enumerate(parts) if content and name.endswith(_XML)] or [
        *range(len(parts))
    ]
    if not said:
        return package
    weights = [len(parts[place][1]) ** 0.5 + 1 for place in said]  # the large ones hold what is read
    place = random.choices(said, weights)[0]
    name, content = parts[place]
    mutation = of_xml.mutated if name.endswith(_XML) else of_bytes.mutated
    parts[place] = (name, mutation(content, random))
    return packed(parts)


def _parts(package: bytes, random: Random) -> bytes:
    """A part left out, twice, under another name, or in place of another."""
    parts = members(package)
    if not parts:
        return package
    place, other = random.randrange(len(parts)), random.randrange(len(parts))
    match random.randrange(5):
        case 0:
            del parts[place]
        case 1:
            parts.append((parts[place][0], parts[other][1]))
        case 2:
            parts[place] = (random.choice((*_NAMES, parts[other][0])), parts[place][1])
        case 3:
            parts[place] = (parts[place][0], parts[other][1])
        case _:
            parts.append((random.choice(_NAMES), parts[place][1]))
    return packed(parts)


def _method(package: bytes, random: Random) -> bytes:
    return packed(parts, random.choice(_METHODS)) if (parts := members(package)) else package


def _directory(package: bytes, random: Random) -> bytes:
    """A number of an entry of the directory, or of the end that says where the directory lies."""
    out = bytearray(package)
    places = [place for place in range(len(out) - 46) if out[place : place + 4] == b"PK\x01\x02"]
    end = out.rfind(b"PK\x05\x06")
    if places and random.random() < 0.8:
        offset, form = random.choice(_FIELDS)
        place = random.choice(places) + offset
    elif end >= 0 and end + 22 <= len(out):
        offset, form = random.choice(((4, "<H"), (8, "<H"), (10, "<H"), (12, "<I"), (16, "<I"), (20, "<H")))
        place = end + offset
    else:
        return package
    old = struct.unpack_from(form, out, place)[0]
    most = (1 << 8 * struct.calcsize(form)) - 1
    struct.pack_into(
        form, out, place, random.choice((0, 1, most, most // 2, old ^ 1, old + 1 & most, random.randrange(most)))
    )
    return bytes(out)


def _nested(package: bytes, random: Random) -> bytes:
    inner = package
    for depth in range(random.choice((1, 2, 5))):
        inner = packed([(random.choice((f"{depth}.zip", "x.docx", "word/document.xml")), inner)])
    return random.choice((inner, packed([*members(package), ("内.zip", inner)])))


def _raw(package: bytes, random: Random) -> bytes:
    return random.choice(of_bytes.MUTATIONS)(package, random)


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(_part,) * 10,
    _parts,
    _parts,
    _method,
    _directory,
    _directory,
    _nested,
    _raw,
)


def mutated(package: bytes, random: Random) -> bytes:
    """The package with up to three things wrong with it."""
    return of_bytes.any_of(random, MUTATIONS, package, most=3)
