"""Whether a file is a whole PDF at all, told from its bytes before any engine repairs it in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import regex

from extractors.errors import Unreadable
from extractors.readers.pdf.limits import MOST_BYTES

_HEAD: Final = 1024
_TAIL: Final = 2048
_OBJECT: Final = regex.compile(rb"\d+\s+\d+\s+obj\b")
_START: Final = regex.compile(rb"startxref\s+\d+")


def require_whole(path: Path) -> bytes:
    """The bytes of the PDF at `path`.

    Raises Unreadable: no_permission, empty_file, too_large, wrong_extension (no PDF), damaged (cut off: what stands
    after the last end mark is not the end of a file).
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable("too_large", f"超过 {MOST_BYTES // 1024 // 1024} MB")
        content = path.read_bytes()
    except PermissionError as error:
        raise Unreadable("no_permission") from error
    if not content:
        raise Unreadable("empty_file")
    if b"%PDF-" not in content[:_HEAD]:
        raise Unreadable("wrong_extension", "不是 PDF 文件")
    end = content.rfind(b"%%EOF")
    if end < 0:
        if _START.search(content[-_TAIL:]) is None:
            raise Unreadable("damaged", "文件不完整，缺少结尾")
    elif _OBJECT.search(content, end) is not None:
        raise Unreadable("damaged", "文件不完整，最后一部分缺失")
    return content
