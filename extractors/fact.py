"""A Fact: one printed quantity with its whole meaning and the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from extractors.text import Text

Kind = Literal[
    "amount", "count", "unit_price", "growth", "change", "change_pp", "gap_pp",
    "share", "completion", "multiple", "rank", "ratio",
]  # fmt: skip
FactRole = Literal["actual", "target", "stretch_target", "budget", "baseline", "standard", "arranged", "adjustment"]
Comparator = Literal["eq", "ge", "le", "gt", "lt", "approx"]
Column = Literal["target", "current", "cumulative", "completion"]
PeriodKind = Literal["month", "quarter", "half", "year", "ytd", "range", "instant", "deadline", "each_year"]
PeriodSource = Literal["explicit", "column", "inherited", "document", "file_name"]


@dataclass(frozen=True, slots=True)
class Period:
    """The time a figure is of. `start` is None for an instant and a deadline."""

    start: date | None
    end: date
    kind: PeriodKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table `facts` of the data contract, before the store gives it its ids.

    `value`, `low` and `high` are in the base unit (yuan, USD, %, pp, 倍 or the classifier); `low`..`high` is the
    closed interval that the printed digits allow. `quantity` is the printed quantity with its places, never empty.
    `locator` is unique in the report for one printed quantity; facts distributed from it share the locator and
    differ in `index`. `sentence` numbers the report's sentences and `clause` the clauses of a sentence, so that a
    reconciliation rule can tie figures that stand together. `column_period` is the period that the head of the
    fact's column names, if it does. `links` (e.g. {"base_role": "target"}) is for rules; never for display.
    """

    locator: str
    index: int
    quantity: Text
    printed: str
    kind: Kind
    role: FactRole
    comparator: Comparator
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    per: str | None
    metric: str
    metric_name: str | None
    metric_code: str | None
    parent_metric: str | None
    period: Period | None
    period_source: PeriodSource | None
    scope: str | None
    region: str | None
    base: str | None
    basis: str | None
    evidence: str
    rule: str
    confidence: Decimal
    flags: tuple[str, ...] = ()
    item: str | None = None
    item_position: int | None = None
    column: Column | None = None
    column_period: Period | None = None
    sentence: int = 0
    clause: int = 0

    def __post_init__(self) -> None:
        if not self.quantity:
            raise ValueError("a fact without a place cannot be made")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.printed}: {self.value} is not within {self.low}..{self.high}")
