"""The characters of an HTML file: by its byte order mark, its own declaration, or what its bytes can be."""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import Final

import regex

from extractors.readers.readable import TRADITIONAL_ENCODING, chinese_share

_DECLARED = regex.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_LOOKED_AT: Final = 4096
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "iso8859-1": "gb18030", "ascii": "utf-8"}
"""Declared encodings whose pages hold more than they can: read as the wider one that contains them.

Latin-1 stands in pages of tools that know no Chinese, and decodes any bytes at all: it says nothing.
"""


def decode_html(content: bytes) -> str:
    """The text of an HTML file without its byte order mark and XML declaration.

    Bytes that are valid UTF-8 are UTF-8 whatever is declared (Chinese in another encoding hardly ever is). Otherwise
    the declaration is believed, then GB18030, unless another reading gives far more of what Chinese is made of:
    GB18030 decodes nearly any bytes.
    """
    return _XML_DECLARATION.sub("", _decoded(content), count=1)


_XML_DECLARATION = regex.compile(r"^\s*<\?xml[^>]*\?>")


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if b"\x00" in content[:_LOOKED_AT]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
        return content.decode(encoding, errors="replace")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    encodings = dict.fromkeys([*_declared(content[:_LOOKED_AT]), "gb18030", TRADITIONAL_ENCODING, "utf-8"])
    readings = [content.decode(encoding, errors="replace") for encoding in encodings]
    shares = [chinese_share(reading) for reading in readings]
    best = max(shares)
    return next(
        reading for reading, share in zip(readings, shares, strict=True) if share == best or share > best / 2 > 0
    )


def _declared(head: bytes) -> list[str]:
    found = _DECLARED.search(head)
    if found is None:
        return []
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return []
    return [_WIDER.get(name, name)]
