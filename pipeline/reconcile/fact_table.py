"""One table of facts and of tasks with a due date, with the item and the column head that each stands under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.as_of import with_spans_of_flows
from pipeline.reconcile.coding import CodedColumn
from pipeline.reconcile.deadlines import task_rows

STATED = (
    "fact_id", "report_id", "source_name", "item", "item_position", "column", "metric", "metric_name", "metric_code",
    "parent_metric", "kind", "role", "comparator", "value", "unit", "per", "low", "high", "printed", "period_start",
    "period_end", "period_kind", "period_source", "scope", "region", "base", "basis", "evidence", "sentence", "clause",
    "column_period_start", "column_period_end", "column_period_kind", "unit_name", "report_kind",
    "report_period_start", "report_period_end", "issued_on", "rule",
)  # fmt: skip
"""What is read of the facts' frame; what it does not have counts as not filled."""
_FACT_FIELDS = frozenset(STATED)
_HEADS = {"current": "head_current", "cumulative": "head_cumulative"}
FIELDS = (*STATED, "item_id", "column_head")


class FactTable:
    """Rows with FIELDS, None where a field is not filled; facts first, in their order, then tasks.

    Flows told as of a day have the span from January on. A column is made only when it is asked for: most are asked
    for only where something is wrong.
    """

    def __init__(self, facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame) -> None:
        self._facts = with_spans_of_flows(facts)
        self._number = len(self._facts)
        self._items = items
        self._tasks = task_rows(items, reports)
        self._columns: dict[str, NDArray[np.object_]] = {}
        self._arrays: dict[str, tuple[Any, Any]] = {}
        self._standing: dict[tuple[Any, Any], dict[str, Any]] | None = None

    def __len__(self) -> int:
        return self._number + len(self._tasks)

    @property
    def facts(self) -> int:
        """How many rows are facts."""
        return self._number

    def stated(self, rows: NDArray[np.int64]) -> pd.DataFrame:
        """These rows, all of them facts, as a frame of their own whose cells can be changed."""
        return self._facts.take(rows).reset_index(drop=True).astype(object)

    def column(self, name: str) -> NDArray[np.object_]:
        """All cells of a field."""
        if name not in self._columns:
            self._columns[name] = self._made(name)
        return self._columns[name]

    def coded(self, name: str, change: Callable[[str], str | None] | None = None) -> CodedColumn:
        """The field as codes, see `CodedColumn.of`."""
        if name not in self._facts or name not in STATED:
            return CodedColumn.of(pd.Series(self.column(name), dtype=object), change)
        if not self._tasks:
            return CodedColumn.of(self._facts[name], change)
        if not isinstance(self._facts[name].dtype, pd.CategoricalDtype):
            cells = np.concatenate([self._facts[name].to_numpy(dtype=object), _cells(self._of_tasks(name))])
            return CodedColumn.of(pd.Series(cells, dtype=object), change)
        tasks = self._of_tasks(name)
        both = self._facts[name].cat.categories.astype(object)
        both = both.append(pd.Index([cell for cell in dict.fromkeys(tasks) if cell not in both], dtype=object))
        both = both[both.notna()]
        cells = np.concatenate([self._facts[name].cat.codes, both.get_indexer(pd.Index(tasks, dtype=object))])
        return CodedColumn.of(pd.Series(pd.Categorical.from_codes(cells, both)), change)

    def cell(self, row: int, name: str) -> Any:
        """One cell."""
        if name in self._columns:
            return self._columns[name][row]
        if name in _FACT_FIELDS:
            if row >= self._number:
                return _filled(self._tasks[row - self._number].get(name))
            if name not in self._arrays:
                self._arrays[name] = self._arrays_of(name)
            codes, cells = self._arrays[name]
            if codes is None:
                return None if cells is None else _filled(cells[row])
            code = codes[row]
            return None if code < 0 else cells[code]
        item = self._standing_at(self.cell(row, "report_id"), self.cell(row, "item_position"))
        if name == "item_id":
            return _filled(item.get("item_id"))
        return _filled(item.get(_HEADS.get(self.cell(row, "column"), "")))

    def _arrays_of(self, name: str) -> tuple[Any, Any]:
        """The cells of the facts, or their codes and the words that these stand for; nothing where there are none."""
        if name not in self._facts:
            return None, None
        column = self._facts[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            return column.cat.codes.to_numpy(), column.cat.categories.to_numpy(dtype=object)
        return None, column.to_numpy(dtype=object)

    def _made(self, name: str) -> NDArray[np.object_]:
        if name not in STATED:
            return _cells([self.cell(row, name) for row in range(len(self))])
        if name in self._facts:
            cells = self._facts[name].to_numpy(dtype=object)
            empty = pd.isna(cells)
            if empty.any():
                cells = cells.copy()
                cells[empty] = None
        else:
            cells = np.full(len(self._facts), None, dtype=object)
        if not self._tasks:
            return cells
        return np.concatenate([cells, _cells(self._of_tasks(name))])

    def _of_tasks(self, name: str) -> list[Any]:
        return [_filled(task.get(name)) for task in self._tasks]

    def _standing_at(self, report: Any, position: Any) -> dict[str, Any]:
        """The item at a place, of several the first; its cells that say where a fact stands."""
        if self._standing is None:
            places = self._items.reindex(columns=["report_id", "item_position", "item_id", *_HEADS.values()])
            rows = places.astype(object).to_dict("records")
            self._standing = {
                (row["report_id"], _filled(row["item_position"])): {str(name): cell for name, cell in row.items()}
                for row in reversed(rows)
            }
        return self._standing.get((report, position), {})


def _filled(cell: Any) -> Any:
    """None for every kind of empty cell."""
    # What is not a number is unequal to itself.
    return None if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell else cell


def _cells(values: list[Any]) -> NDArray[np.object_]:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return cells
