"""What a damaged zip container makes the library raise, and that it is damage and nothing else."""

from __future__ import annotations

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from extractors.errors import Unreadable

BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,  # a packing method that no office program writes
    RuntimeError,
    ValueError,  # a name that says it is UTF-8 and is not; a place before the beginning
)
_OF_THE_CONTENT: Final = frozenset({None, errno.EINVAL})
"""What an OSError of damaged content has for a number: bzip2 gives none, a step before the beginning this one."""


@contextmanager
def damage_refused(words: str) -> Iterator[None]:
    """Whatever damaged content makes the library raise is Unreadable; a disk that is full or gone is not."""
    try:
        yield
    except BROKEN as error:
        raise Unreadable("damaged", words) from error
    except OSError as error:
        if error.errno not in _OF_THE_CONTENT:
            raise
        raise Unreadable("damaged", words) from error
