"""The curated tables for those who work with pandas: facts, the monthly series and findings, with fixed dtypes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pandas as pd
from sqlalchemy import JSON, Boolean, Column, Date, Integer, column, select, table, true
from sqlalchemy.types import TypeEngine

from pipeline.series_cells import AMOUNT_CELLS, RATE_CELLS
from pipeline.store.as_of import end_of
from pipeline.store.columns import DecimalText, UtcMoment
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.revisions import in_force_at
from pipeline.store.views import IN_FORCE

FACT_FIELDS: Final = (
    "fact_id report_id source_name unit_name region scope item column metric metric_code parent_metric kind role "
    "comparator value amount_fen unit per low high printed period_start period_end period_kind period_source base "
    "basis evidence locator confidence flags rule"
)
FINDING_FIELDS: Final = (
    "finding_id severity status family rule message report_ids item_ids fact_ids source_names suspect_fact_id "
    "reported expected_low expected_high gap"
)
_SERIES_KEYS: Final = ("unit", "region", "scope", "metric_code", "metric", "year", "month")
_INTEGER_CELLS: Final = frozenset({"year", "month", *AMOUNT_CELLS})


def facts(store: Store, unit: str | None = None, as_of: date | None = None) -> pd.DataFrame:
    """One row a fact of the current reports, by report and place; those of one submitting `unit` if it is given, those
    known at the end of the day `as_of` if that is given.

    Columns as in the data contract, with `unit_name` (who submits), `metric` the catalogue's name where it has one,
    and `amount_fen`. Dtypes: text `str` (missing NaN); `value`, `low`, `high`, `confidence` object of Decimal, exact;
    `amount_fen` Int64, exact; dates datetime64[s] (missing NaT); `flags` object of tuples.
    """
    stored, reports = table_named("facts"), table_named("reports")
    joined = stored.join(reports, stored.c.report_id == reports.c.report_id)
    columns: list[Column[Any]] = []
    for name in FACT_FIELDS.split():
        source = {"source_name": reports.c.source_name, "unit_name": reports.c.unit}.get(name)
        columns.append(stored.c[name] if source is None else source)
    metric_name = stored.c.metric_name
    with store.reading() as connection:
        then = None if as_of is None else in_force_at(connection, end_of(as_of))
        statement = (
            select(*columns, metric_name)
            .select_from(joined)
            .where(IN_FORCE if then is None else true())
            .order_by(stored.c.report_id, stored.c.sentence, stored.c.clause, stored.c.locator, stored.c.fact_id)
        )
        if unit is not None:
            statement = statement.where(reports.c.unit == unit)
        frame = _frame(
            connection.execute(statement).all(), [*FACT_FIELDS.split(), "metric_name"], [*columns, metric_name]
        )
    if then is not None:
        frame = frame[frame["report_id"].isin(then)].reset_index(drop=True)
    frame["metric"] = frame.pop("metric_name").fillna(frame["metric"])
    return frame


def monthly(store: Store, unit: str | None = None, metric: str | None = None, year: int | None = None) -> pd.DataFrame:
    """One row a unit, place, scope, metric and month, as in the view `monthly`, in this order; `metric` is a code or
    a name.

    Dtypes: text `str`; `year` and `month` int64; amounts in fen Int64, exact; rates in percent Float64; `period` the
    month as Period[M].
    """
    names = (*_SERIES_KEYS, *AMOUNT_CELLS, *RATE_CELLS, "light")
    view = table("monthly", *(column(name) for name in names))
    statement = select(view).order_by(*(view.c[name] for name in _SERIES_KEYS))
    if unit is not None:
        statement = statement.where(view.c.unit == unit)
    if metric is not None:
        statement = statement.where((view.c.metric_code == metric) | (view.c.metric == metric))
    if year is not None:
        statement = statement.where(view.c.year == year)
    with store.reading() as connection:
        rows = connection.execute(statement).all()
    cells = list(zip(*rows, strict=True)) or [()] * len(names)
    frame = pd.DataFrame({name: _series_cells(name, values) for name, values in zip(names, cells, strict=True)})
    months = frame["year"].astype("str") + "-" + frame["month"].astype("str").str.zfill(2)
    frame.insert(len(_SERIES_KEYS), "period", pd.PeriodIndex(months, freq="M"))
    return frame


def findings(store: Store, open_only: bool = True) -> pd.DataFrame:
    """One row a finding by its id; the settled ones too, unless `open_only`.

    Dtypes: text `str`; `reported`, `expected_low`, `expected_high`, `gap` object of Decimal or None, exact; lists of
    ids and names object of tuples.
    """
    from pipeline.store.finding_models import CLOSED

    stored = table_named("findings")
    columns = [stored.c[name] for name in FINDING_FIELDS.split()]
    statement = select(*columns).order_by(stored.c.finding_id)
    if open_only:
        statement = statement.where(stored.c.status.not_in(sorted(CLOSED)))
    with store.reading() as connection:
        return _frame(connection.execute(statement).all(), FINDING_FIELDS.split(), columns)


def _frame(rows: Sequence[Any], names: Sequence[str], columns: Sequence[Column[Any]]) -> pd.DataFrame:
    cells = list(zip(*rows, strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {name: _cells(values, source.type) for name, values, source in zip(names, cells, columns, strict=True)}
    )


def _cells(values: Sequence[Any], kind: TypeEngine[Any]) -> pd.Series[Any]:
    match kind:
        case DecimalText():
            return pd.Series(list(values), dtype=object)
        case JSON():
            return pd.Series([None if value is None else tuple(value) for value in values], dtype=object)
        case Date():
            return pd.Series(pd.to_datetime(pd.Series(list(values), dtype=object))).astype("datetime64[s]")
        case UtcMoment():
            return pd.Series(pd.to_datetime(list(values), utc=True))
        case Boolean():
            return pd.Series(list(values), dtype="boolean")
        case Integer():
            return pd.Series(list(values), dtype="Int64")
        case _:
            return pd.Series(list(values), dtype="str")


def _series_cells(name: str, values: Sequence[Any]) -> pd.Series[Any]:
    if name in {"year", "month"}:
        return pd.Series(list(values), dtype="int64")
    if name in _INTEGER_CELLS:
        return pd.Series(list(values), dtype="Int64")
    if name in RATE_CELLS:
        # Rates are for drawing and comparing; exact ones are in `facts`.
        return pd.Series([None if value is None else float(Decimal(str(value))) for value in values], dtype="Float64")
    return pd.Series(list(values), dtype="str")
