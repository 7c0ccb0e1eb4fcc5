"""The version of all that reads: it changes whenever a reader, a rule of reading or a library they use changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

import extractors
import rules
from pipeline import identity

_LIBRARIES: Final = (
    "jieba",
    "lxml",
    "openpyxl",
    "pdfplumber",
    "pypdfium2",
    "python-calamine",
    "python-docx",
    "regex",
)
_ONLY_JUDGING: Final = ("checks/", "lights.", "ranking.", "cutting.", "reasons.")
"""What of the rules judges, or is for those who decide, and does not read."""
_KINDS: Final = frozenset({".py", ".yaml", ".txt", ".tsv"})


@cache
def reader_version() -> str:
    """The version of the code of `extractors`, of `rules` without what only judges, and of libraries."""
    folders = [Path(next(iter(package.__path__))) for package in (extractors, rules)]
    return version_of(folders, [f"{library} {metadata.version(library)}" for library in _LIBRARIES])


def version_of(folders: Iterable[Path], libraries: Iterable[str]) -> str:
    """A short hash of the code and rules in `folders`, wherever these stand, and of `libraries`."""
    parts = list(libraries)
    for folder in folders:
        for file in sorted(folder.rglob("*"), key=lambda file: file.relative_to(folder).as_posix()):
            name = file.relative_to(folder).as_posix()
            if file.suffix in _KINDS and not name.startswith(_ONLY_JUDGING):
                parts += [f"{folder.name}/{name}", file.read_text(encoding="utf-8")]
    return identity.short_hash(*parts)
