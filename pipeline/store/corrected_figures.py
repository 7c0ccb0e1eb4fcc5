"""The figures that people corrected, where what they corrected is still read so: they are judged in its place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, select

from pipeline.decimal_text import decimal_text
from pipeline.store.contract import Row, table_named
from pipeline.store.key_portions import key_portions

CORRECTED: Final = ("printed", "comparator", "value", "low", "high")
"""What of a fact a correction stands in for; beside it stand what fields its `meaning` names."""

_DAYS: Final = frozenset({"period_start", "period_end"})


def fits() -> ColumnElement[bool]:
    """The condition on corrections joined with their facts: what is read there is still what was corrected."""
    facts, corrections = table_named("facts"), table_named("corrections")
    return and_(
        facts.c.fact_id == corrections.c.fact_id,
        facts.c.printed == corrections.c.read_printed,
        facts.c.value == corrections.c.read_value,
        facts.c.unit == corrections.c.unit,
    )


def corrected_figures(
    connection: Connection, report_ids: Collection[str] | None = None, fact_ids: Collection[str] | None = None
) -> dict[str, Row]:
    """By fact id what stands in for its CORRECTED fields, with `report_id`: corrections that were not taken back and
    fit. Of these reports or facts only, where they are named."""
    facts, corrections = table_named("facts"), table_named("corrections")
    fields = [corrections.c[name] for name in ("fact_id", "report_id", "meaning", *CORRECTED)]
    statement = select(*fields).join(facts, fits()).where(corrections.c.ended_at.is_(None))
    found: dict[str, Row] = {}
    for row in connection.execute(statement).mappings():
        asked = report_ids is None or row["report_id"] in report_ids
        if asked and (fact_ids is None or row["fact_id"] in fact_ids):
            found[row["fact_id"]] = dict(row)
    return found


def corrected_rows(
    rows: Sequence[Any], names: Sequence[str], figures: dict[str, Row], day: Callable[[str], Any] = str
) -> list[Any]:
    """The rows of facts, cells by `names`, with the corrected figures in them; `day` makes of a day's text what these
    rows hold of days."""
    if not figures:
        return list(rows)
    at = names.index("fact_id")
    stand_ins = {fact_id: _stand_ins(figure, day) for fact_id, figure in figures.items()}
    return [
        tuple(instead.get(name, cell) for name, cell in zip(names, row, strict=True))
        if (instead := stand_ins.get(row[at]))
        else row
        for row in rows
    ]


def _stand_ins(figure: Row, day: Callable[[str], Any]) -> Row:
    meaning = (figure["meaning"] or {}).items()
    told = {name: day(value) if value and name in _DAYS else value for name, value in meaning}
    return {**{name: figure[name] for name in CORRECTED}, **told}


def digests_of(connection: Connection) -> dict[str, str]:
    """By report what its corrections say; reports without any are not there."""
    said: dict[str, list[str]] = defaultdict(list)
    for fact_id, figure in corrected_figures(connection).items():
        numbers = " ".join(decimal_text(figure[name]) for name in ("value", "low", "high"))
        about = f" {json.dumps(figure['meaning'], sort_keys=True)}" if figure["meaning"] else ""
        said[figure["report_id"]].append(f"{fact_id} {figure['comparator']} {numbers} {figure['printed']}{about}")
    return {report_id: "; ".join(sorted(each)) for report_id, each in said.items()}


def no_longer_fitting(connection: Connection) -> list[Row]:
    """The corrections that stand but whose figure is read otherwise now, or not at all: they are not applied."""
    facts, corrections = table_named("facts"), table_named("corrections")
    fitting = select(corrections.c.record_id).join(facts, fits())
    statement = (
        select(corrections)
        .where(corrections.c.ended_at.is_(None), corrections.c.record_id.not_in(fitting))
        .order_by(corrections.c.made_at, corrections.c.record_id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def corrections_of(connection: Connection, fact_ids: Collection[str]) -> list[Row]:
    """The corrections of these facts, those that were taken back too, the oldest first; `fits` says whether the
    reading is still the one that was corrected."""
    facts, corrections = table_named("facts"), table_named("corrections")
    found: list[Row] = []
    for portion in key_portions(sorted(fact_ids)):
        statement = (
            select(corrections, facts.c.fact_id.is_not(None).label("fits"))
            .outerjoin(facts, fits())
            .where(corrections.c.fact_id.in_(portion))
        )
        found += [dict(row) for row in connection.execute(statement).mappings()]
    return sorted(found, key=lambda row: (row["made_at"], row["record_id"]))
