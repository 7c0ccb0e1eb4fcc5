"""The forms of a sample report: a progress sheet, a narrative, a value table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A progress sheet: one row a goal. `categories` says that the first column is a category, merged downwards."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    categories: bool = False


@dataclass(frozen=True, slots=True)
class Narrative:
    """Running text. A paragraph that begins with `# ` is a heading; `source_line` is the dateline under the title."""

    title: str
    paragraphs: tuple[str, ...]
    source_line: str = ""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """Bare numbers by unit and measure; `caption` names the unit of measure over the table."""

    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


Form = Sheet | Narrative | ValueTable
