"""The stock dictionary of jieba, kept made ready in a folder that belongs to this account alone.

jieba would keep it in the folder for temporary files under a name that any account can take first, and would read it
piece by piece, which takes four times as long.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import jieba

Frequencies = tuple[dict[str, int], int]
"""How often each word and each beginning of one occurs (0: no word by itself), and the sum of all."""

_OF_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH


def word_frequencies() -> Frequencies:
    """Those of the stock dictionary."""
    stock = jieba.Tokenizer()
    made = _made_file(Path(stock.get_dict_file().name))
    if made is not None:
        # A file that is cut short, or of another Python, is made anew.
        with suppress(OSError, ValueError, EOFError, TypeError):
            words, total = marshal.loads(made.read_bytes())
            return words, total
    frequencies: Frequencies = stock.gen_pfdict(stock.get_dict_file())
    if made is not None:
        with suppress(OSError):
            _write(made, marshal.dumps(frequencies))
    return frequencies


def _made_file(dictionary: Path) -> Path | None:
    """Where it is kept; None where no folder is surely this account's own."""
    if not hasattr(os, "getuid"):
        return None
    folder = Path(tempfile.gettempdir(), f"hedui-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found, written = folder.lstat(), dictionary.stat()
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & _OF_OTHERS:
        return None
    state = f"{jieba.__version__}-{written.st_size}-{written.st_mtime_ns}-{sys.implementation.cache_tag}"
    return folder / f"words-{state}.marshal"


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, for others may read it meanwhile."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink()
        raise
