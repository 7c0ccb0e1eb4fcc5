"""People and choices whose work the journal keeps, and runs that judge its findings anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from pipeline.reconcile.finding import Finding
from pipeline.review.accounts import Account
from pipeline.review.choices import Choice
from pipeline.review.verification import Verified, verify
from pipeline.store import Store
from pipeline.store.contract import Row, table_named
from pipeline.store.findings import settle_findings
from pipeline.store.runs import begin_run

NOW = datetime.now(UTC).replace(microsecond=5)
ADMIN = Account("root", "管理员", "admin")
FALSE = Choice("false_positive", fault="reading")
LATER = Choice("deferred", until=(NOW + timedelta(days=300)).date())
CHOICES = (
    Choice("confirmed"),
    FALSE,
    LATER,
    Choice("accepted_exception", reason_code="caliber"),
    Choice("corrected", value="12万元"),
)


def verified(store: Store, *against: Any) -> Verified:
    """What the journal is found to be worth."""
    with store.reading() as connection:
        return verify(connection, *against)


def findings_of(store: Store) -> dict[str, Row]:
    """The findings by id."""
    table = table_named("findings")
    with store.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.finding_id)).mappings()
        return {row["finding_id"]: dict(row) for row in rows}


def judged_again(store: Store, fixed: set[str], changed: str | None = None) -> None:
    """A run in which the figure of a finding is another one, and some findings are put right."""
    facts, findings = table_named("facts"), table_named("findings")
    with store.writing() as connection:
        if changed is not None:
            mine = facts.c.fact_id == changed.replace("f", "x")
            value = connection.execute(select(facts.c.value).where(mine)).scalar_one() + 1
            connection.execute(update(facts).where(mine).values(value=value, amount_fen=int(value * 100)))
        run = begin_run(connection, "/收件", "v1", None)
        rows = connection.execute(select(findings)).mappings().all()
        reports = {report_id for row in rows for report_id in row["report_ids"]}
        made = [made_again(row) for row in rows if row["finding_id"] not in fixed]
        settle_findings(connection, made, reports, run)


def made_again(row: Any) -> Finding:
    """A finding as a run makes it again from its row."""
    given_ = {name: row[name] for name in ("finding_id", "rule", "family", "severity", "message", "suspect_fact_id")}
    lists = {name: tuple(row[name]) for name in ("report_ids", "item_ids", "fact_ids", "source_names")}
    sums = {name: row[name] for name in ("reported", "expected_low", "expected_high", "gap")}
    return Finding(**given_, **lists, **sums, suggestion=())
