"""What reconciliation gives back: findings, and how the equations of each rule came out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Outcome = Literal["holds", "violated", "not_evaluable"]
Slip = Literal[
    "unit_slip", "decimal_point", "digit", "transposition", "missing_digit", "extra_digit", "sign",
    "stale", "cumulative_in_current", "computed", "period", "scope", "basis",
]  # fmt: skip
"""`stale`: the figure of the month before was left standing; `computed`: no slip explains the figure, its value follows
from the others; `period`, `scope`, `basis`: the figure is right and stands under the wrong label."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a fact probably should be: `value` in the base unit, `printed` as it would have been written; where its
    label is wrong, the label that it should have and the figure as it is.

    `odds` (0..1) share out between all suggestions of a finding and the chance that none is right.
    """

    fact_id: str
    kind: Slip
    value: Decimal
    printed: str
    odds: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """The contract's findings fields without `status`; lists are in a fixed order, without repeats.

    `reported`, `expected_low`, `expected_high` and `gap` are of the violated equation, in the base unit of the
    reported fact (gaps of percentages in percentage points; days for dates). A bound that the equation does not
    give is None. `about_unit` is the unit of a finding that no report tells it of. `equations` are the violated ones,
    each by the facts in it.
    """

    finding_id: str
    rule: str
    family: str
    severity: str
    message: str
    report_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    fact_ids: tuple[str, ...]
    source_names: tuple[str, ...]
    suspect_fact_id: str | None = None
    suggestion: tuple[Suggestion, ...] = ()
    reported: Decimal | None = None
    expected_low: Decimal | None = None
    expected_high: Decimal | None = None
    gap: Decimal | None = None
    about_unit: str | None = None
    equations: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class EquationCount:
    """`count` equations of `rule` came out as `outcome`; `missing` (Chinese) says what was not there to judge them.

    `part` names the part of the archive (`reconcile.parts`) whose equations these are, where they are counted apart.
    """

    rule: str
    outcome: Outcome
    missing: str | None
    count: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReconcileOutcome:
    """Findings ordered by id, equations by rule and outcome."""

    findings: tuple[Finding, ...]
    equations: tuple[EquationCount, ...]
