"""People's decisions on findings: added to, never changed, and the finding's status follows the last."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, update

from pipeline.store.contract import table_named
from pipeline.store.key_portions import key_portions


def decide(
    connection: Connection,
    finding_ids: Collection[str],
    decision: str,
    reviewer: str,
    reason: str | None,
    at: datetime,
) -> None:
    """Write the same decision on each finding, in the transaction of the caller. `at` has a zone."""
    rows = [
        {
            "review_id": f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(6)}",
            "finding_id": finding_id,
            "decision": decision,
            "reason": reason,
            "reviewer": reviewer,
            "reviewed_at": at,
        }
        for finding_id in finding_ids
    ]
    if not rows:
        return
    connection.execute(insert(table_named("reviews")), rows)
    findings = table_named("findings")
    for portion in key_portions(sorted(finding_ids)):
        connection.execute(update(findings).where(findings.c.finding_id.in_(portion)).values(status=decision))
