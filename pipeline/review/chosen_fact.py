"""One figure of a report with the findings that rest on it: what a page shows of the one that was clicked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.review.figure_marks import figure_marks
from pipeline.review.figures_in_text import Mark
from pipeline.store.contract import Row, contract_select, table_named


@dataclass(frozen=True, slots=True)
class ChosenFact:
    """The fact (of `contract_fields`) and the findings on it, open ones first, the worst first."""

    fact: Row
    findings: tuple[Mark, ...]


def chosen_fact(connection: Connection, report: Row, fact_id: str) -> ChosenFact | None:
    """The fact of that id, if it stands in the report."""
    facts = table_named("facts")
    here = facts.c.fact_id == fact_id, facts.c.report_id == report["report_id"]
    row = connection.execute(contract_select("facts").where(*here)).mappings().first()
    if row is None:
        return None
    stored = connection.execute(select(facts).where(*here)).mappings().one()
    return ChosenFact(dict(row), figure_marks(connection, report, [dict(stored)]).get(fact_id, ()))


def report_of_fact(connection: Connection, fact_id: str) -> str | None:
    """The report in which the fact stands."""
    facts = table_named("facts")
    found: str | None = connection.execute(select(facts.c.report_id).where(facts.c.fact_id == fact_id)).scalar()
    return found
