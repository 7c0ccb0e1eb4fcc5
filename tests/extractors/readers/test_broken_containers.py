"""Files whose bytes were changed, and containers broken in any way: read, or refused, and nothing else is raised."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from printing.smallest_files import WEB_PAGE, sheet, word

from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html"])
@pytest.mark.parametrize("seed", range(15))
def test_spoilt_files_never_raise_anything_else(tmp_path: Path, suffix: str, seed: int) -> None:
    """Bytes changed, cut out and repeated: the file is read or refused."""
    make: dict[str, Callable[[], bytes]] = {
        ".docx": lambda: word("收入5亿元", "支出3亿元"),
        ".xlsx": lambda: sheet(["单位", "收入"], ["东", 5]),
        ".html": lambda: WEB_PAGE + b"<table><tr><td rowspan=2>1<td>2<tr><td>3</table>",
    }
    chance = random.Random(seed)
    content = bytearray(make[suffix]())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randrange(1, 40)]
            case _:
                content[at:at] = content[at : at + chance.randrange(1, 40)]
    path = tmp_path / f"坏{suffix}"
    path.write_bytes(bytes(content))
    with contextlib.suppress(Unreadable):  # which of the two depends on where the damage fell
        assert read_document(path).blocks


def _packed_anew(content: bytes, method: int, spoil: Callable[[bytearray], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    changed = bytearray(out.getvalue())
    spoil(changed)
    return bytes(changed)


def _middles_of_parts(content: bytearray) -> None:
    """Every part is broken at its beginning, where its packing method says how it is packed."""
    at = content.find(b"PK\x03\x04")
    while at >= 0:
        name, more = struct.unpack_from("<HH", content, at + 26)
        start = at + 30 + name + more
        content[start : start + 12] = bytes(12)
        at = content.find(b"PK\x03\x04", start)


def _before_the_beginning(content: bytearray) -> None:
    """The directory says that it lies farther from its end than the file is long: its parts begin before the file."""
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 16, struct.unpack_from("<I", content, end + 16)[0] + 5000)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".zip"])
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("spoil", [_middles_of_parts, _before_the_beginning])
def test_a_container_broken_in_any_way_is_damaged(
    tmp_path: Path, suffix: str, method: int, spoil: Callable[[bytearray], None]
) -> None:
    path = tmp_path / f"坏{suffix}"
    content = sheet(["单位", "收入"], ["东", 5]) if suffix == ".xlsx" else word("收入5亿元")
    path.write_bytes(_packed_anew(content, method, spoil))
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "damaged"
