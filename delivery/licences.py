"""Writes docs/licences.md: every package that runs with its licence, and what the copyleft ones ask of a bureau."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from delivery.packages import UNKNOWN, Package, installed
from delivery.pins import PROJECT, RUN_LOCK, Pin, pins_of

PAGE: Final = PROJECT / "docs" / "licences.md"

COPYLEFT: Final = re.compile(r"\bA?L?GPL\b|\bMPL-|\bEPL-|\bCDDL\b|\bEUPL\b")
"""Licences that ask for the source of what was changed, or of what is linked."""

ELSEWHERE: Final[Mapping[str, str]] = {
    "async-timeout": "Apache-2.0",
    "pendulum": "MIT",
    "pywin32": "PSF",
    "tzdata": "Apache-2.0",
    "whenever": "MIT",
}
"""Pinned for other versions of Python or for Windows: the licence as the index shows it, for machines without them."""

_HEAD: Final = """# Licences

Every package that hedui runs with, as pinned in `requirements.lock`, and the licence that the package itself states.
Made by `python -m delivery.licences` from what is installed; a test holds it to the lock. What only tests and
development need is not handed over and not listed.

给使用单位：没有 GPL、AGPL，没有只许非商业使用的，也没有许可不明的；本单位自己用，不用付费，不用公开任何东西。
转交别的单位时，整个文件夹原样转交，各包自带的许可文本就随着去了；下表说的几种，改动过的才有别的要求。

## What asks for something

All others on this page (MIT, BSD, ISC, Apache, PSF and the like) ask only that their texts go along; they lie in each
wheel. These ask for more:

| package | licence | for a bureau that uses hedui | for whoever hands it on |
|---|---|---|---|
| `psycopg`, `psycopg-binary` | LGPL-3.0 | nothing | changes to it must be open, and it must stay exchangeable |
| `docxtpl` | LGPL-2.1 | nothing | the same |
| `certifi`, `orjson`, `pathspec`, `tqdm` | MPL-2.0 in part | nothing | changed files of it must be open |
| `text-unidecode` | Artistic or GPL, as one likes | nothing (Artistic) | nothing |

Exchangeable they are: each is a package of its own, and another version of it can be installed in its place.

Inside wheels lie libraries of others: `shapely` holds GEOS (LGPL-2.1), `opencv-python-headless` FFmpeg (LGPL-2.1),
`lxml` iconv (LGPL-2.1), `psycopg-binary` keyutils and libxcrypt (LGPL-2.1), `numpy` and `opencv-python-headless`
libquadmath (LGPL-2.1) and libgfortran (GPL-3.0 with the exception that frees what is linked with it). They are used as
they come; that asks nothing of a bureau.

No package of this list is under the GPL or AGPL alone, none is for other than commercial use, none states no licence; a
test holds it. PyMuPDF is under the AGPL, which asks for the source of all that
works with it, even over a network; for that reason hedui reads PDF with pypdfium2 and pdfplumber, and PyMuPDF may
at most be compared with in a benchmark. LibreOffice (MPL-2.0) is a program of its own that is started, and only
if it is installed. The models in the wheel of `rapidocr` are PP-OCR's, under Apache-2.0 as the package states.

## All of them

| package | version | licence | where |
|---|---|---|---|
"""
_BLANKET: Final = "everywhere"


def page(pins: Iterable[Pin], known: Mapping[str, Package]) -> str:
    """The page. Raises ValueError for a package whose licence nobody states."""
    return _HEAD + "".join(f"{row}\n" for row in _rows(pins, known))


def _rows(pins: Iterable[Pin], known: Mapping[str, Package]) -> Iterator[str]:
    for pin in pins:
        where = f"`{pin.marker}`" if pin.marker else _BLANKET
        yield f"| {pin.name} | {pin.version} | {stated(pin, known)} | {where} |"


def stated(pin: Pin, known: Mapping[str, Package]) -> str:
    """The licence of a pinned package; one for another Python is taken to be that of the version here. Raises
    ValueError where nobody states it."""
    licence = known[pin.name].licence if pin.name in known else ELSEWHERE.get(pin.name, UNKNOWN)
    if licence == UNKNOWN:
        raise ValueError(f"no licence is stated for {pin.line}")
    return licence


if __name__ == "__main__":
    PAGE.write_text(page(pins_of(RUN_LOCK), installed()), encoding="utf-8")
    print(PAGE)
