"""The setting that a stretch of text is read in: whose text it is, which column, and what it inherits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.fact import Column, FactRole, Period, PeriodSource
from extractors.periods import Anchor


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before the first word. `column_period` is the period that stands for the column (from its head,
    else by what the column is); `default_role` is the role of figures that say nothing else."""

    anchor: Anchor
    region: str | None = None
    item: str | None = None
    item_position: int | None = None
    column: Column | None = None
    column_period: Period | None = None
    head_period: Period | None = None
    default_role: FactRole = "actual"
    document_period: Period | None = None
    document_period_source: PeriodSource = "document"
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A metric as printed, with the whole that it is a part of, and where it was said."""

    metric: str
    parent: str | None = None
    scope: str | None = None


@dataclass(slots=True)
class Memory:
    """What the sentences so far have said and the next may leave unsaid. Reset by `new_sentence`, `new_block`."""

    period: Period | None = None
    scope: str | None = None
    topic_scope: str | None = None
    main: Subject | None = None
    last: Subject | None = None
    year_budget: bool = False
    stretch: bool = False
    basis: str | None = None

    def new_sentence(self, in_cell: bool, indexed: bool) -> None:
        """Forget what does not reach over a full stop."""
        if in_cell:
            self.period = None
        elif self.period and self.period.kind in ("instant", "deadline", "each_year"):
            self.period = None
        if indexed and in_cell:
            self.scope = self.scope
        self.main = None
        self.year_budget = False
        self.stretch = False
        self.basis = None

    def new_block(self, heading: bool) -> None:
        """Forget what does not reach into the next paragraph; a heading begins anew."""
        if heading:
            self.period = None
            self.topic_scope = None
        self.scope = self.topic_scope
        self.topic_scope = None
        self.main = self.last = None
        self.year_budget = self.stretch = False
        self.basis = None


def with_role(setting: Setting, role: FactRole) -> Setting:
    """The same setting with another default role."""
    return replace(setting, default_role=role)
