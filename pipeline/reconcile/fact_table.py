"""One table of facts and of tasks with a due date, with the item and the column head that each stands under."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.reconcile.as_of import with_spans_of_flows
from pipeline.reconcile.deadlines import task_rows

_OF_FACTS = (
    "fact_id", "report_id", "source_name", "item", "item_position", "column", "metric", "metric_name", "metric_code",
    "parent_metric", "kind", "role", "comparator", "value", "unit", "per", "low", "high", "printed", "period_start",
    "period_end", "period_kind", "period_source", "scope", "region", "base", "basis", "evidence", "sentence", "clause",
    "column_period_start", "column_period_end", "column_period_kind", "unit_name", "report_kind",
    "report_period_start", "report_period_end", "issued_on",
)  # fmt: skip
_OF_ITEMS = ("item_id", "head_current", "head_cumulative")
_PLACE = ["report_id", "item_position"]
FIELDS = (*_OF_FACTS, "item_id", "column_head")


def fact_table(facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Rows with FIELDS in object columns, None where a field is not filled; facts first, in their order.

    Flows told as of a day have the span from January on.
    """
    table = _empty_as_none(facts.reindex(columns=list(_OF_FACTS)))
    tasks = task_rows(items, reports)
    if tasks:
        table = pd.concat([table, _empty_as_none(pd.DataFrame(tasks).reindex(columns=list(_OF_FACTS)))])
    table = table.reset_index(drop=True)
    known = items.reindex(columns=[*_PLACE, *_OF_ITEMS]).astype(object).drop_duplicates(_PLACE)
    standing = _empty_as_none(table[_PLACE].merge(known, on=_PLACE, how="left"))
    table["item_id"] = _kept(standing["item_id"])
    heads: Any = standing["head_current"].where((table["column"] == "current").to_numpy(), standing["head_cumulative"])
    in_progress = table["column"].isin(["current", "cumulative"]).to_numpy()
    table["column_head"] = _kept(heads.where(in_progress, None))
    return with_spans_of_flows(table)


def _empty_as_none(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.astype(object)
    return frame.where(frame.notna(), None)


def _kept(column: pd.Series[Any]) -> pd.Series[Any]:
    """The column for a table of equal rows; pandas would guess text from bare values and make None a NaN."""
    return pd.Series(column.to_numpy(), dtype=object)
