"""What one file says: the report's own data, its items and its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractors.fact import Fact, Period
from extractors.sheet.item import Item

ReportKind = Literal["progress_sheet", "narrative", "plan", "policy", "statistics", "other"]


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a file from outside its text, in the order in which it is asked.

    `manifest` and `folder` may give `unit`, `period` and `kind`; `file_name` is read for a period and words. Which of
    the three a person has set at the desk, for want of print, says `reviewed`.
    """

    source_name: str
    unit: str | None = None
    period: Period | None = None
    kind: ReportKind | None = None
    given_by: Literal["manifest", "folder"] | None = None
    reviewed: tuple[Literal["unit", "period", "kind"], ...] = ()

    def source_of(self, field: Literal["unit", "period", "kind"]) -> str:
        """Who gave the field."""
        return "reviewer" if field in self.reviewed else self.given_by or "folder"


@dataclass(frozen=True, slots=True)
class Metadata:
    """The report's own data as printed; `source` says for each field where it came from.

    `source` maps field name (kind, title, unit, region, period, issued_on, document_number) to `printed`,
    `reviewer`, `manifest`, `folder`, `file_name` or `derived` (e.g. region from the unit's name). Fields unknown are
    None.
    """

    kind: ReportKind
    title: str | None
    unit: str | None
    region: str | None
    period: Period | None
    issued_on: date | None
    document_number: str | None
    source: dict[str, str]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """All that was understood of one file. `warnings` names what was seen but not understood."""

    metadata: Metadata
    items: tuple[Item, ...]
    facts: tuple[Fact, ...]
    media_type: str
    pages: int | None
    scanned: bool
    warnings: tuple[str, ...] = ()
