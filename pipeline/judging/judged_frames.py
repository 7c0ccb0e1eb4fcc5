"""The frames of some reports as reconciliation takes them: only what it reads, words once each, straight from SQL."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Text, cast, select, type_coerce

from pipeline.judging.added_names import added_names, with_added_names
from pipeline.judging.frames import REPORT_COLUMNS, items_of, reports_of
from pipeline.reconcile.fact_table import STATED
from pipeline.store.contract import table_named
from pipeline.store.corrected_figures import corrected_figures, corrected_rows
from pipeline.store.key_portions import key_portions

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
Cells = Sequence[Any]

_NUMBERS: Final = ("value", "low", "high")
_DAYS: Final = ("period_start", "period_end", "column_period_start", "column_period_end")
_EACH_ITS_OWN: Final = frozenset({"fact_id", "printed", "evidence", "sentence", "clause", "item_position"})
"""What hardly repeats; of all else, every word is kept once."""


def judged_frames(connection: Connection, portion: Mapping[str, str]) -> Frames:
    """Facts, items and reports of a portion: reports by id, with the part in which they are counted.

    The frames are those of `pipeline.judging.frames` but for columns that no rule reads and the order of the facts.
    """
    with _no_search_for_cycles():
        reports = reports_of(connection, True, portion)
        items = items_of(connection, True, portion)
        facts = _facts(connection, reports, sorted(portion))
    return facts, items, reports.assign(part=reports["report_id"].map(dict(portion)))


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Among millions of new cells, which form no cycles, searching for some takes longer than reading them."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def _facts(connection: Connection, reports: pd.DataFrame, report_ids: Sequence[str]) -> pd.DataFrame:
    table = table_named("facts")
    names = [name for name in STATED if name in table.columns]
    statement = select(*(_plain(name, table.c[name]) for name in names))
    rows: list[Any] = []
    for few in key_portions(report_ids):
        rows.extend(connection.execute(statement.where(table.c.report_id.in_(few))))
    rows = corrected_rows(rows, names, corrected_figures(connection, set(report_ids)))
    rows = with_added_names(rows, names, added_names(connection))
    columns: list[Cells] = list(zip(*rows, strict=True)) or [()] * len(names)
    del rows
    facts: dict[str, Any] = {}
    for name in names:
        facts[name] = _column(name, columns.pop(0))
    about = reports.set_index("report_id").reindex(facts["report_id"].categories)
    for name, field in {"source_name": "source_name", **REPORT_COLUMNS}.items():
        if name in STATED:
            facts[name] = _of_reports(facts["report_id"], about[field].tolist())
    return pd.DataFrame(facts)


def _plain(name: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as it is kept, which is text for days and decimals too."""
    if name in _DAYS:
        return cast(column, Text).label(name)
    return type_coerce(column, Text).label(name) if name in _NUMBERS else column


def _column(name: str, cells: Cells) -> Any:
    if name in _EACH_ITS_OWN:
        return _objects(cells)
    if name in _NUMBERS:
        return _objects([None if cell is None else Decimal(cell) for cell in cells])
    codes, words = pd.factorize(_objects(cells))
    return pd.Categorical.from_codes(codes, pd.Index(words, dtype=object))


def _of_reports(reports: pd.Categorical, told: Sequence[str | None]) -> pd.Categorical:
    """What the report of each fact tells; `told` by the codes of `reports`."""
    codes, words = pd.factorize(_objects(told))
    return pd.Categorical.from_codes(codes[reports.codes], pd.Index(words, dtype=object))


def _objects(cells: Cells) -> np.ndarray[Any, np.dtype[np.object_]]:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array
