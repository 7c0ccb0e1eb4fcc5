"""A column of values: what its head says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.fact import Column as SheetColumn
from extractors.fact import FactRole, Period, PeriodSource
from extractors.value_table.head_words import HeadWords

Measured = Literal["level", "growth", "change", "change_pp", "completion", "share", "rank"]


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values. `measured` is level for amounts and counts; `head` is its head as printed, in one line.

    `period_source` is None where the head (with the columns beside it) tells no period. `parts_of_one` is true where
    all figures are as small as shares of one are (0.54 for 54%). `runs_down`: the head alone tells that its changes are
    decreases (本期减少).
    """

    number: int
    head: str
    words: HeadWords
    measured: Measured
    role: FactRole
    period: Period | None = None
    period_source: PeriodSource | None = None
    column: SheetColumn | None = None
    base: str | None = None
    parts_of_one: bool = False
    runs_down: bool = False
