"""A content to be read, and what is said of one that cannot be read. Needs no database: reading processes have none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.report import Hints
from pipeline import identity


@dataclass(frozen=True)
class Named:
    """A content and the names that it has in the inbox; `hints_digest` tells what was known from outside, `settings`
    which records of people's settings no reading had seen before."""

    sha256: str | None
    names: tuple[str, ...]
    hints_digest: str
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One content to be read, at one of the places where it lies; in an archive (`path`) where `packed` says."""

    path: Path
    hints: Hints
    file: Named
    packed: tuple[int, ...] = ()

    @property
    def report_id(self) -> str:
        """The id that the report has or will have."""
        assert self.file.sha256 is not None  # only files that could be opened become tasks
        return identity.report_id(self.file.sha256)


@dataclass(frozen=True)
class Refusal:
    """Why a file could not be read: a stable code, and the Chinese sentence that says what to do."""

    reason: str
    message: str
