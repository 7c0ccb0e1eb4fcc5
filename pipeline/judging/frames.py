"""The curated tables as pandas frames, facts as they are judged: cells are str, int, Decimal, tuple or None."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
from sqlalchemy import JSON, ColumnElement, Connection, Date, Select, and_
from sqlalchemy.types import TypeEngine

from pipeline.judging.added_names import added_names, with_added_names
from pipeline.store.columns import UtcMoment
from pipeline.store.connection import Store
from pipeline.store.contract import contract_fields, contract_select, table_named
from pipeline.store.corrected_figures import corrected_figures, corrected_rows
from pipeline.store.key_portions import key_portions

REPORT_COLUMNS: Final = {
    "unit_name": "unit",
    "report_kind": "kind",
    "report_period_start": "period_start",
    "report_period_end": "period_end",
    "report_period_kind": "period_kind",
    "issued_on": "issued_on",
}
"""What facts and items carry of their report."""

_FACT_COLUMNS: Final = (
    "item_position",
    "sentence",
    "clause",
    "column_period_start",
    "column_period_end",
    "column_period_kind",
)


def facts_frame(store: Store, judged_only: bool = False) -> pd.DataFrame:
    """Facts as they are judged, in the order of their place: the contract's fields but `spans`, with position,
    sentence, clause, the period of the column's head, and of the report `unit_name`, `report_kind`,
    `report_period_*`, `issued_on`. `judged_only` leaves out reports that were replaced or repeat another.
    """
    with store.reading() as connection:
        return facts_of(connection, judged_only)


def items_frame(store: Store, judged_only: bool = False) -> pd.DataFrame:
    """Items by report and position: the contract's fields, `item_position`, the texts of the column heads
    (`head_target`, `head_current`, `head_cumulative`, `head_completion`) and the same of the report as facts."""
    with store.reading() as connection:
        return items_of(connection, judged_only)


def reports_frame(store: Store, judged_only: bool = False) -> pd.DataFrame:
    """Reports by id: the contract's fields and `period_kind`, `scanned`."""
    with store.reading() as connection:
        return reports_of(connection, judged_only)


def facts_of(connection: Connection, judged_only: bool, report_ids: Collection[str] | None = None) -> pd.DataFrame:
    """As `facts_frame`, of an open connection; of these reports only, where they are named."""
    return _facts(connection, judged_only, table_named("facts").c.report_id, report_ids)


def _facts(
    connection: Connection, judged_only: bool, named_by: ColumnElement[str], ids: Collection[str] | None
) -> pd.DataFrame:
    """The facts whose field `named_by` is one of `ids`; all of them without ids."""
    facts = table_named("facts")
    spans = contract_fields("facts").index("spans")
    fields = [column for at, column in enumerate(contract_select("facts").selected_columns) if at != spans]
    statement = (
        contract_select("facts")
        .with_only_columns(*fields, *(facts.c[name] for name in _FACT_COLUMNS), *_report_columns())
        .order_by(facts.c.report_id, facts.c.sentence, facts.c.clause, facts.c.locator, facts.c.index_at_locator)
    )
    return _frame(connection, _judged(statement, judged_only), named_by, ids, _mended)


def facts_named(connection: Connection, fact_ids: Collection[str]) -> pd.DataFrame:
    """As `facts_frame`, of these facts only."""
    return _facts(connection, False, table_named("facts").c.fact_id, fact_ids)


def items_of(connection: Connection, judged_only: bool, report_ids: Collection[str] | None = None) -> pd.DataFrame:
    """As `items_frame`, of an open connection; of these reports only, where they are named."""
    items = table_named("items")
    statement = (
        contract_select("items")
        .add_columns(items.c.position.label("item_position"), items.c.heads, *_report_columns())
        .order_by(items.c.report_id, items.c.position)
    )
    frame = _frame(connection, _judged(statement, judged_only), items.c.report_id, report_ids)
    heads = frame.pop("heads")
    for role in ("target", "current", "cumulative", "completion"):
        frame[f"head_{role}"] = pd.Series([texts.get(role) for texts in heads], index=frame.index, dtype=object)
    return frame


def reports_of(connection: Connection, judged_only: bool, report_ids: Collection[str] | None = None) -> pd.DataFrame:
    """As `reports_frame`, of an open connection; of these reports only, where they are named."""
    reports = table_named("reports")
    statement = (
        contract_select("reports").add_columns(reports.c.period_kind, reports.c.scanned).order_by(reports.c.report_id)
    )
    return _frame(connection, _judged(statement, judged_only), reports.c.report_id, report_ids)


def is_judged() -> ColumnElement[bool]:
    """The condition on reports that reconciliation judges them: neither replaced, nor a repeat of another, nor
    withdrawn."""
    reports = table_named("reports")
    return and_(reports.c.superseded_by.is_(None), reports.c.same_as.is_(None), reports.c.withdrawn_at.is_(None))


def _report_columns() -> list[ColumnElement[Any]]:
    reports = table_named("reports")
    return [reports.c[field].label(name) for name, field in REPORT_COLUMNS.items()]


def _judged(statement: Select[Any], judged_only: bool) -> Select[Any]:
    return statement.where(is_judged()) if judged_only else statement


def _frame(
    connection: Connection,
    statement: Select[Any],
    named_by: ColumnElement[str],
    ids: Collection[str] | None,
    change: Callable[[Connection, Sequence[Any], Sequence[str]], list[Any]] | None = None,
) -> pd.DataFrame:
    fields = list(statement.selected_columns)
    rows: list[Any] = []
    for few in _few_at_a_time(ids):
        rows.extend(connection.execute(statement if few is None else statement.where(named_by.in_(few))))
    if change is not None:
        rows = change(connection, rows, [field.name for field in fields])
    # Column by column: cells keep their Python types, where a frame made of rows would guess at NaN and floats.
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    del rows
    return pd.DataFrame(
        {
            field.name: pd.Series(_cells(cells, field.type), dtype=object)
            for field, cells in zip(fields, columns, strict=True)
        }
    )


def _mended(connection: Connection, rows: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """The rows of facts as they are judged: with the corrections and the names that people added."""
    rows = corrected_rows(rows, names, corrected_figures(connection), date.fromisoformat)
    return with_added_names(rows, names, added_names(connection))


def _few_at_a_time(ids: Collection[str] | None) -> Iterator[Sequence[str] | None]:
    """Ids in order, as many at a time as a statement takes; None for all."""
    if ids is None:
        yield None
        return
    yield from key_portions(sorted(ids))


def _cells(cells: Sequence[Any], kind: TypeEngine[Any]) -> list[Any]:
    if isinstance(kind, Date | UtcMoment):
        return [None if cell is None else cell.isoformat() for cell in cells]
    if isinstance(kind, JSON):
        return [tuple(cell) if isinstance(cell, list) else cell for cell in cells]
    return list(cells)
