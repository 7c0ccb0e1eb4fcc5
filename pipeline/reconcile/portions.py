"""Large archives in portions of whole parts, each judged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.coding import Codes
from pipeline.reconcile.parts import Submitted, in_portions, parts_of
from rules.compiled_check import Check

_TELLING: Final = ("report_id", "unit_name", "region", "report_kind")
"""What facts tell of their report."""


@dataclass(frozen=True, slots=True)
class Portions:
    """Facts, items and reports, and in which portion each row is."""

    tables: tuple[tuple[pd.DataFrame, Codes], ...]
    number: int

    def __len__(self) -> int:
        return self.number

    def frames(self, number: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The rows of one portion, in the order in which they came."""
        facts, items, reports = (_taken(frame, np.flatnonzero(codes == number)) for frame, codes in self.tables)
        return facts, items, reports


def portions_of(
    facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame, checks: Sequence[Check], most: int
) -> Portions:
    """Portions of at most `most` facts, unless one part alone has more."""
    told = {name: _words_of(facts, name) for name in _TELLING}
    ids, words = told["report_id"]
    sizes = np.bincount(ids, minlength=len(words))
    # All facts of a report say the same of it: its first tells.
    first = np.full(len(words), -1, dtype=np.int64)
    first[ids[::-1]] = np.arange(len(facts) - 1, -1, -1)
    submitted = {
        words[code]: Submitted(
            words[code], _word(told["unit_name"], row), _word(told["region"], row), _word(told["report_kind"], row)
        )
        for code, row in enumerate(first.tolist())
        if row >= 0
    }
    for cells in reports.reindex(columns=["report_id", "unit", "region", "kind"]).itertuples(index=False):
        report_id, unit, region, kind = (None if pd.isna(cell) else str(cell) for cell in cells)
        if report_id is not None and report_id not in submitted:
            submitted[report_id] = Submitted(report_id, unit, region, kind)
    parts = parts_of(submitted.values(), checks)
    each = in_portions(parts, dict(zip(words, sizes.tolist(), strict=True)), most)
    portion = {report_id: number for number, report_ids in enumerate(each) for report_id in report_ids}
    return Portions(
        tuple((frame, _portion_of_rows(frame, portion)) for frame in (facts, items, reports)),
        len(each),
    )


def sorted_facts(facts: pd.DataFrame) -> pd.DataFrame:
    """By the name of their file, then by id; numbered from 0."""
    if facts.empty:
        return facts
    ids = facts["fact_id"].tolist()
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    codes, names = _words_of(facts, "source_name")
    rank = np.empty(len(names) + 1, dtype=np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    rank[-1] = len(names)  # without a name: last
    order = by_id[np.argsort(rank[codes[by_id]], kind="stable")]
    if np.array_equal(order, np.arange(len(order))):
        return facts.reset_index(drop=True)
    return _taken(facts, order)


def _words_of(frame: pd.DataFrame, name: str) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Codes and words of a column, -1 where it is not filled."""
    if name not in frame:
        return np.full(len(frame), -1, dtype=np.intp), np.zeros(0, dtype=object)
    column = frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        stated = np.asarray(column.cat.codes, dtype=np.intp)
        return stated, column.cat.categories.to_numpy(dtype=object)
    codes, words = pd.factorize(column.to_numpy(dtype=object))
    return np.asarray(codes, dtype=np.intp), words


def _word(column: tuple[NDArray[np.intp], NDArray[Any]], row: int) -> str | None:
    code = column[0][row]
    return None if code < 0 else str(column[1][code])


def _portion_of_rows(frame: pd.DataFrame, portion: dict[str, int]) -> Codes:
    codes, words = _words_of(frame, "report_id")
    numbers = np.array([*(portion.get(word, -1) for word in words), -1], dtype=np.int64)
    return numbers[codes]


def _taken(frame: pd.DataFrame, rows: Codes) -> pd.DataFrame:
    return frame.take(rows).reset_index(drop=True)
