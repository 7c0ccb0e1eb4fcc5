"""A check as it is written in YAML, before it is compiled: what a finance person fills in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from rules.yaml_files import RuleModel

Severity = Literal["error", "warning", "notice"]
Family = Literal[
    "roll_forward", "sum", "share", "completion", "growth", "target", "containment", "rate_x_quantity", "duplicate",
    "stale", "scale", "period", "deadline", "hierarchy", "progress",
]  # fmt: skip
Key = Literal[
    "report", "item", "row", "sentence", "clause", "series", "metric", "scope", "basis", "period", "year", "month",
    "unit", "column", "kind", "role", "base", "parent", "above", "per", "comparator", "months", "region", "table_row",
    "table_cell", "of",
]  # fmt: skip
"""What facts can be joined on. `row` is the item's name, the same from report to report; `item` and `sentence` are
within a report; `series` is who publishes; `above` is the next larger scope (全市 above 市本级); `month` is counted
through the years; `months` are the calendar months of the period, in whatever year; `table_row` is filled where the
fact's row is named after its scope, as rows of tables by district are, `table_cell` where the fact is a cell of a value
table; `of` is the metric that the catalogue says the fact's metric is part of."""

FactKind = Literal[
    "amount", "count", "unit_price", "growth", "change", "change_pp", "gap_pp", "share", "completion", "multiple",
    "rank", "ratio", "task",
]  # fmt: skip
"""The kinds of facts, and `task` for an item of a progress sheet as a whole."""
FactRole = Literal["actual", "target", "stretch_target", "budget", "baseline", "standard", "arranged", "adjustment"]
FactColumn = Literal["target", "current", "cumulative", "completion", "none"]
FactComparator = Literal["eq", "ge", "le", "gt", "lt", "approx"]
PeriodKind = Literal["month", "quarter", "half", "year", "ytd", "range", "instant", "deadline", "each_year", "none"]
PeriodSource = Literal["explicit", "column", "inherited", "document", "file_name", "none"]
ReportKind = Literal["progress_sheet", "narrative", "plan", "policy", "statistics", "other"]

Span = Literal["month", "quarter", "half", "ytd", "year"]
Reading = Literal["stated", "rounded", "rounded_fraction", "rounded_or_cut"]
"""How printed digits are read: as the fact states its interval, as rounded even where the fact counts as exact (always,
or only where digits stand behind the point: 38.4亿元 of a budget is rounded, 40亿元 was adopted so), or as rounded or
cut off after the last printed digit."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


W = TypeVar("W")
Listed = Annotated[tuple[W, ...], BeforeValidator(_listed)]
"""One of the words that are known, or a list of such."""
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One word or a list; `none` stands for a field that is not filled."""


class Shift(RuleModel):
    """How far this fact lies from the first: `month: -1` is the month before, `year: -1` the same month last year."""

    month: int = 0
    year: int = 0


class FactWanted(RuleModel):
    """One of the facts that an equation needs: which facts qualify, and how they are joined to the first.

    Lists of words name the values that a field may have (`none`: not filled); `given` are fields that must be filled,
    `lacking` fields that must not; `words` and `without_words` are looked for in the clause; `metric_ends` are what
    the metric's name may end with; `named` wants the metric's own words in the sentence, not taken over from an
    earlier one; `fewest_digits` counts those from the first that is not 0. Keys of `for_each` are shared with the
    first fact, but for those in `free`; those in `loose` may be empty on either side; `match` takes a key from
    another fact (`metric: share.base`); `at` lies months or years away; facts that share a key of `prefer` with the
    first, where there are any, are the only ones asked. An `optional` fact may be missing. A `total` is the sum of
    all facts that qualify, at least `at_least` of them; it must be the last fact.
    """

    label: str
    kind: Listed[FactKind] = ()
    role: Listed[FactRole] = ()
    column: Listed[FactColumn] = ()
    unit: Words = ()
    metric: Words = ()
    without_metric: Words = ()
    metric_ends: Words = ()
    scope: Words = ()
    without_scope: Words = ()
    basis: Words = ()
    comparator: Listed[FactComparator] = ()
    period_kind: Listed[PeriodKind] = ()
    period_source: Listed[PeriodSource] = ()
    report_kind: Listed[ReportKind] = ()
    span: Span | None = None
    nature: Literal["flow", "stock"] | None = None
    catalogued: bool | None = None
    shortest_metric: int = 0
    fewest_digits: int = 0
    named: bool = False
    given: tuple[Key, ...] = ()
    lacking: tuple[Key, ...] = ()
    words: Words = ()
    without_words: Words = ()
    match: dict[Key, str] = Field(default_factory=dict)
    free: tuple[Key, ...] = ()
    prefer: tuple[Key, ...] = ()
    loose: tuple[Key, ...] = ()
    at: Shift = Shift()
    reading: Reading = "stated"
    optional: bool = False
    total: bool = False
    at_least: int = 2


class Milder(RuleModel):
    """A lower severity for reports of these kinds while the gap is at most so many steps of the last digit."""

    report_kind: Listed[ReportKind] = ()
    report_kind_not: Listed[ReportKind] = ()
    within_last_digits: int | None = None
    severity: Severity
    note: str


ExampleValue = date | int | str


class Examples(RuleModel):
    """Figures as printed, by fact (or `fact.start` and the like): cases that must hold and that must not."""

    holds: tuple[dict[str, ExampleValue], ...] = Field(min_length=1)
    violated: tuple[dict[str, ExampleValue], ...] = Field(min_length=1)


class CheckText(RuleModel):
    """One rule. `for_each` are the keys that its facts share; `equation` what must be possible.

    `agree` instead of `equation` names the one fact whose statements in several places must agree, `vary` the one
    whose figures must not all be the same where there are at least `at_least` of them.
    `speculative`: the first fact promises nothing about the others; that they are not there is not counted.
    `several`: what to do when more than one combination is at hand and none fits - `closest` reports the one that
    stands closest together, `skip` reports none (not evaluable).
    `unless_held`: families of rules whose equations, where they hold with the reported figure, take away the suspicion.
    `witness`: the check only bears figures out; where it does not hold, nothing is said.
    `proven`: a total counts as complete only if the same parts add up in another column, or in another report of the
    same publisher; where nothing else can tell, the severity is that of `unproven` (none: not evaluable).
    `apart`: a finding of this rule is never merged with others that share its facts (rules of conduct).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    family: Family
    severity: Severity
    title: str
    explain: str
    for_each: tuple[Key, ...]
    facts: dict[str, FactWanted]
    when: tuple[str, ...] = ()
    equation: str | None = None
    agree: str | None = None
    vary: str | None = None
    several: Literal["closest", "skip"] = "closest"
    apart: bool = False
    unless_held: tuple[Family, ...] = ()
    witness: bool = False
    proven: bool = False
    unproven: Severity | Literal["none"] = "warning"
    speculative: bool = False
    message: str
    remark: str | None = None
    milder: tuple[Milder, ...] = ()
    examples: Examples
