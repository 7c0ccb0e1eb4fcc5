"""A file that others may read while it is written: there whole, or as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write to. What stands there at the end of the `with` becomes `path`; after an error,
    and where nothing was left there, `path` is as it was. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        if unfinished.exists():
            unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
