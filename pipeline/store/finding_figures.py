"""The figures that findings rest on, as one can still show them when the report has long been replaced."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline import identity
from pipeline.decimal_text import decimal_text
from pipeline.store.contract import Row, table_named
from pipeline.store.corrected_figures import corrected_figures
from pipeline.store.key_portions import key_portions

_SHOWN: Final = ("fact_id", "report_id", "item", "metric", "column", "printed", "unit")


def figure_words(connection: Connection, fact_ids: Collection[str]) -> dict[str, str]:
    """For each fact what its figure says, as corrected: value, unit and period, without its place."""
    corrected = corrected_figures(connection, fact_ids=fact_ids)
    facts = table_named("facts")
    statement = select(facts.c.fact_id, facts.c.value, facts.c.unit, facts.c.period_start, facts.c.period_end)
    figures = {}
    for portion in key_portions(sorted(fact_ids)):
        for row in connection.execute(statement.where(facts.c.fact_id.in_(portion))):
            value = corrected[row.fact_id]["value"] if row.fact_id in corrected else row.value
            figures[row.fact_id] = f"{decimal_text(value)} {row.unit} {row.period_start}..{row.period_end}"
    return figures


def evidence_hash(fact_ids: Iterable[str], figures: Mapping[str, str]) -> str:
    """Equal as long as the same figures stand against each other, whichever copy or revision they stand in."""
    return identity.short_hash(*sorted({figures.get(fact_id, fact_id) for fact_id in fact_ids}))


def shown_figures(connection: Connection, fact_ids: Collection[str]) -> dict[str, Row]:
    """For each fact that is still in the store its figure, as corrected: where it stands, how it is printed, value and
    period."""
    corrected = corrected_figures(connection, fact_ids=fact_ids)
    facts = table_named("facts")
    fields = [facts.c[name] for name in (*_SHOWN, "value", "period_start", "period_end")]
    shown = {}
    for portion in key_portions(sorted(fact_ids)):
        for row in connection.execute(select(*fields).where(facts.c.fact_id.in_(portion))).mappings():
            told = {**row, **corrected.get(row["fact_id"], {})}
            shown[row["fact_id"]] = {
                **{name: told[name] for name in _SHOWN},
                "value": decimal_text(told["value"]),
                "period_start": None if row["period_start"] is None else row["period_start"].isoformat(),
                "period_end": None if row["period_end"] is None else row["period_end"].isoformat(),
            }
    return shown


def figures_hash(figures: list[dict[str, Any]]) -> str:
    """A hash of shown figures, by which a change of them is noticed."""
    return identity.full_hash(json.dumps(figures, ensure_ascii=False, sort_keys=True))


def figures_before(connection: Connection, known: Row) -> list[Row] | None:
    """The figures that a finding (its row as it was) rested on: those of its facts if they still say the same, else
    as the last decision kept them; None where nobody did."""
    fact_ids = known["fact_ids"]
    if evidence_hash(fact_ids, figure_words(connection, fact_ids)) == known["evidence_hash"]:
        shown = shown_figures(connection, fact_ids)
        return [shown[fact_id] for fact_id in fact_ids if fact_id in shown]
    reviews = table_named("reviews")
    kept = (
        select(reviews.c.figures)
        .where(reviews.c.finding_id == known["finding_id"], reviews.c.sequence.is_not(None))
        .order_by(reviews.c.sequence.desc())
    )
    return next((figures for figures in connection.execute(kept).scalars() if figures is not None), None)
