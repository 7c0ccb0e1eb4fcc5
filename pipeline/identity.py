"""Names that stay: ids of files, reports, items and facts, made from what they are and nothing else.

The same bytes give the same ids on every machine, in every run and in every store.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

_LENGTH: Final = 16
"""Hex digits of an id: 64 bits, so that a million facts share none in practice."""

_CHUNK: Final = 1 << 20


def file_sha256(path: Path) -> str:
    """The SHA-256 of the file's bytes, 64 hex digits. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def report_id(sha256: str) -> str:
    """The id of the report that a file of this SHA-256 holds."""
    return sha256[:_LENGTH]


def item_id(report: str, position: int) -> str:
    """The id of the row at `position` of the report's progress sheet."""
    return short_hash("item", report, str(position))


def fact_id(report: str, locator: str, index: int) -> str:
    """The id of the `index`-th fact distributed from the quantity printed at `locator`."""
    return short_hash("fact", report, locator, str(index))


def short_hash(*parts: str) -> str:
    """Sixteen hex digits of the parts, in their order; parts never run into each other."""
    return full_hash(*parts)[:_LENGTH]


def full_hash(*parts: str) -> str:
    """The SHA-256 of the parts, 64 hex digits; the length of each part is hashed too, so they never run together."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()
