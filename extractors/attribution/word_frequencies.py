"""The stock dictionary of jieba, kept made ready in a folder that belongs to this account alone.

jieba would keep it in the folder for temporary files under a name that any account can take first, and would read it
piece by piece, which takes four times as long.
"""

from __future__ import annotations

import marshal
import os
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import jieba

from extractors.temporary_folder import own_lasting_folder

Frequencies = tuple[dict[str, int], int]
"""How often each word and each beginning of one occurs (0: no word by itself), and the sum of all."""

_DIGEST: Final = 32
"""Bytes before what is kept, by which a damaged file is told: it would change what is read."""


def word_frequencies() -> Frequencies:
    """Those of the stock dictionary."""
    stock = jieba.Tokenizer()
    with stock.get_dict_file() as dictionary:
        file = _file(Path(dictionary.name))
        if file is not None and (kept := _kept(file)) is not None:
            return kept
        frequencies: Frequencies = stock.gen_pfdict(dictionary)
    if file is not None:
        made = marshal.dumps(frequencies)
        with suppress(OSError):
            _write(file, sha256(made).digest() + made)
    return frequencies


def _file(dictionary: Path) -> Path | None:
    """Where it is kept; None where no folder is surely this account's own."""
    folder = own_lasting_folder()
    if folder is None:
        return None
    state = f"{jieba.__version__}-{dictionary.stat().st_size}-{sys.implementation.cache_tag}"
    return folder / f"words-{state}.marshal"


def _kept(file: Path) -> Frequencies | None:
    """None where there is none yet, or it is not whole."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    made = memoryview(content)[_DIGEST:]
    if sha256(made).digest() != content[:_DIGEST]:
        return None
    frequencies: Frequencies = marshal.loads(made)
    return frequencies


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
