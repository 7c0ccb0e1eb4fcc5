"""The findings that rest on the figures of a report; a copy has those of the report that was judged in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline.review.figures_in_text import Mark
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_models import CLOSED
from pipeline.store.key_portions import key_portions

_SAME: Final = ("item", "column", "metric", "scope", "kind", "role", "unit", "printed", "period_start", "period_end")
"""What figures of a report and of its copy have in common."""

_RANKS: Final = {"error": 0, "warning": 1, "notice": 2}


def figure_marks(connection: Connection, report: Row, facts: Sequence[Row]) -> Mapping[str, tuple[Mark, ...]]:
    """The findings on each of the report's facts that has any, by its id: open ones first, the worst first."""
    judged = {fact["fact_id"]: fact["fact_id"] for fact in facts}
    if report["same_as"] is not None:
        judged = _in_original(connection, report["same_as"], facts)
    found = _marks(connection, sorted(set(judged.values())))
    return {
        fact_id: tuple(
            sorted(found[of], key=lambda mark: (not mark.open, _RANKS.get(mark.severity, 3), mark.finding_id))
        )
        for fact_id, of in judged.items()
        if of in found
    }


def _in_original(connection: Connection, original: str, facts: Sequence[Row]) -> dict[str, str]:
    """For each fact of a copy that of the report which it repeats; of several alike the one as far along."""
    table = table_named("facts")
    fields = [table.c[name] for name in ("fact_id", "sentence", "clause", *_SAME)]
    theirs: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    asked = select(*fields).where(table.c.report_id == original).order_by(table.c.sentence, table.c.clause)
    for row in connection.execute(asked).mappings():
        theirs[tuple(row[name] for name in _SAME)].append(row["fact_id"])
    found: dict[str, str] = {}
    for fact in sorted(facts, key=lambda fact: (fact["sentence"], fact["clause"])):
        alike = theirs.get(tuple(fact[name] for name in _SAME))
        if alike:
            found[fact["fact_id"]] = alike.pop(0) if len(alike) > 1 else alike[0]
    return found


def _marks(connection: Connection, fact_ids: Sequence[str]) -> dict[str, list[Mark]]:
    links, findings = table_named("finding_facts"), table_named("findings")
    fields = [findings.c[name] for name in ("finding_id", "severity", "status", "family", "message")]
    joined = links.join(findings, findings.c.finding_id == links.c.finding_id)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for portion in key_portions(fact_ids):
        asked = select(links.c.fact_id, links.c.suspect, *fields).select_from(joined)
        for row in connection.execute(asked.where(links.c.fact_id.in_(portion))):
            mark = Mark(
                row.finding_id, row.severity, row.status, row.family, row.message, row.suspect, row.status not in CLOSED
            )
            marks[row.fact_id].append(mark)
    return marks
