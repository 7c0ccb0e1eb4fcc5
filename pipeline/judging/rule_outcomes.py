"""How the checks came out in the last run of a store: equations by outcome, and what was missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from pipeline.store.connection import Store
from pipeline.store.contract import contract_select, table_named
from pipeline.store.finding_models import CLOSED


@dataclass(slots=True)
class RuleOutcome:
    """Numbers of equations of one rule. `missing` are those not evaluable, by the input (Chinese) that was missing."""

    holds: int = 0
    violated: int = 0
    missing: dict[str, int] = field(default_factory=dict)

    @property
    def not_evaluable(self) -> int:
        return sum(self.missing.values())

    @property
    def matched(self) -> int:
        """Figures that asked for a judgement."""
        return self.holds + self.violated + self.not_evaluable


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run that came to its end, with the outcome of every rule that had anything to judge."""

    run_id: str
    finished_at: datetime
    by_rule: dict[str, RuleOutcome]


def last_outcomes(store: Store) -> LastRun | None:
    """What the last finished run counted; None where no run has come to its end."""
    runs, tallies = table_named("runs"), table_named("equation_counts")
    with store.reading() as connection:
        last = connection.execute(
            select(runs.c.run_id, runs.c.finished_at)
            .where(runs.c.finished_at.is_not(None))
            .order_by(runs.c.arrival.desc(), runs.c.started_at.desc(), runs.c.run_id.desc())
            .limit(1)
        ).first()
        if last is None:
            return None
        by_rule: dict[str, RuleOutcome] = {}
        rows = connection.execute(
            select(tallies).where(tallies.c.run_id == last.run_id).order_by(*tallies.primary_key.columns)
        )
        for row in rows.mappings():
            outcome = by_rule.setdefault(row["rule"], RuleOutcome())
            if row["outcome"] == "holds":
                outcome.holds += row["count"]
            elif row["outcome"] == "violated":
                outcome.violated += row["count"]
            else:
                outcome.missing[row["missing"]] = outcome.missing.get(row["missing"], 0) + row["count"]
    return LastRun(last.run_id, last.finished_at, by_rule)


def open_findings_of(store: Store, rule: str) -> list[dict[str, Any]]:
    """The findings of a rule that are still open, rows of the contract's table, by id."""
    findings = table_named("findings")
    statement = contract_select("findings").where(findings.c.rule == rule, findings.c.status.not_in(CLOSED))
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(statement.order_by(findings.c.finding_id)).mappings()]
