"""What one run did, in numbers, for the summary at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["intake", "read", "load", "reconcile"]
Progress = Callable[[Stage, int, int, str], None]
"""Called as (stage, done, total, name of what was just done); must be cheap and must not raise."""


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
class RunSummary:
    """Numbers of one run. Counts of reports, facts and findings are of the whole store after the run;
    `new_*`, `reread` (known reports that newer rules or other hints made to be read again), `unchanged` and
    `quarantined_now` are of this run. Findings are those that are open."""

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
