"""Which target or budget a stored completion is of, where arithmetic told it: for the explanation of a fact."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from extractors.base_choice import FLAG, Choice, Figure, choices
from pipeline.store.connection import Store
from pipeline.store.contract import table_named


def chosen_base(store: Store, fact: dict[str, Any]) -> Choice | None:
    """How the base of `fact` (a row of the contract's table) was told; None where its words alone tell it.

    The keys of the choice's figures are ids of facts.
    """
    if FLAG not in fact["flags"]:
        return None
    facts = table_named("facts")
    metric = facts.c.metric if fact["metric_code"] is None else facts.c.metric_code
    statement = select(facts).where(
        facts.c.report_id == fact["report_id"], metric == (fact["metric_code"] or fact["metric"])
    )
    with store.reading() as connection:
        rows = connection.execute(statement.order_by(facts.c.sentence, facts.c.clause, facts.c.fact_id)).mappings()
        figures = [
            Figure(
                row["fact_id"], row["kind"], row["role"], row["metric_code"] or row["metric"], row["scope"],
                row["unit"], row["low"], row["high"], row["period_start"], row["period_end"], row["base"],
                row["evidence"], row["item"], row["sentence"], row["printed"],
            )
            for row in rows
        ]  # fmt: skip
    return next((choice for choice in choices(figures) if choice.completion.key == fact["fact_id"]), None)
