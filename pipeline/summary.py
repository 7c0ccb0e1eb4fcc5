"""What one run did, in numbers, for the summary at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Stage = Literal["intake", "read", "load", "reconcile", "export", "copy", "verify", "originals"]
Progress = Callable[[Stage, int, int, str], None]
"""Called as (stage, done, total, name of what was just done); must be cheap and must not raise."""


def silent(_stage: Stage, _done: int, _total: int, _name: str) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class WorstFinding:
    finding_id: str
    severity: str
    message: str
    source_name: str


@dataclass(frozen=True, slots=True)
class NotEvaluable:
    """Equations of a rule that could not be judged, by the input that was missing."""

    rule: str
    missing: str
    count: int


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file of the store's quarantine: `message` says in Chinese what to do."""

    source_name: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class RereadFact:
    """A fact that reading its report again changed: `change` is gained, lost or changed; `before` and `after` are
    the fields that differ (of one gained or lost its main fields), decimals as text."""

    fact_id: str
    source_name: str
    change: Literal["gained", "lost", "changed"]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """Numbers of one run. Counts of reports, facts and findings are of the whole store after the run;
    `new_*`, `reread` (known reports that newer rules or other hints made to be read again), `unchanged` and
    `quarantined_now` are of this run. Findings are those that are open. `fact_changes` counts by kind of change what
    reading again changed, `reread_facts` are the first of them."""

    run_id: str
    store_url: str
    inbox: str
    files_seen: int
    new_reports: int
    unchanged: int
    copies: int
    quarantined_now: int
    removed: int
    reports_by_kind: dict[str, int] = field(default_factory=dict)
    facts_by_kind: dict[str, int] = field(default_factory=dict)
    quarantine_by_reason: dict[str, int] = field(default_factory=dict)
    quarantine: tuple[QuarantinedFile, ...] = ()
    holds: int = 0
    violated: int = 0
    not_evaluable: tuple[NotEvaluable, ...] = ()
    findings_by_severity: dict[str, int] = field(default_factory=dict)
    worst: tuple[WorstFinding, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    reread: int = 0
    fact_changes: dict[str, int] = field(default_factory=dict)
    reread_facts: tuple[RereadFact, ...] = ()
