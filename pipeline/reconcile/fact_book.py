"""All facts to be judged, as columns that can be joined and computed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.deadlines import task_rows
from pipeline.reconcile.metric_names import MetricNames
from rules.check_text import Key, Reading
from rules.interval import Interval
from rules.interval_array import IntervalArray
from rules.joining import load_joining
from rules.printed import read_printed
from rules.widening import EXACT_ROLES, load_widenings, widened

Codes = NDArray[np.int64]
NOTHING = -1
"""Code of a field that is not filled."""

FIELDS = (
    "fact_id", "report_id", "source_name", "item", "item_position", "column", "metric", "metric_name", "metric_code",
    "parent_metric", "kind", "role", "comparator", "value", "unit", "per", "low", "high", "printed", "period_start",
    "period_end", "period_kind", "period_source", "scope", "region", "base", "basis", "evidence", "sentence", "clause",
    "column_period_start", "column_period_end", "column_period_kind", "unit_name", "report_kind",
    "report_period_start", "report_period_end", "issued_on", "column_head", "item_id",
)  # fmt: skip


@dataclass(slots=True)
class FactBook:
    """`table` holds the facts (and tasks with a due date) by row; `keys` the codes that facts are joined on.

    Two facts are equal in a key where their codes are; NOTHING stands for a field that is not filled. `days` are
    dates as day numbers and places in the text, NaN where unknown. `figure` numbers the distinct figures: repeats
    of one figure in a report share it.
    """

    table: pd.DataFrame
    fields: dict[str, NDArray[np.object_]]
    keys: dict[Key, Codes]
    days: dict[str, NDArray[np.float64]]
    spans: dict[str, NDArray[np.bool_]]
    nature: NDArray[np.object_]
    catalogued: NDArray[np.bool_]
    named: NDArray[np.bool_]
    metric_text: pd.Series[Any]
    scope_text: pd.Series[Any]
    figure: Codes
    value_code: Codes
    _arrays: dict[Reading, IntervalArray] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame) -> FactBook:
        """The book of the frames described at `pipeline.reconcile.engine.reconcile`."""
        table = _with_tasks(facts, items, reports)
        names = MetricNames.of(table)
        days = _days(table)
        start, end = days["start"], days["end"]
        spans, year, month = _calendar(start, end)
        keys = _keys(table, names, start, end, year, month)
        value_code = pd.factorize(
            pd.MultiIndex.from_arrays([_floats(table["low"]), _floats(table["high"]), table["comparator"].astype(str)])
        )[0].astype(np.int64)
        identity: list[Key] = ["report", "metric", "scope", "basis", "period", "kind", "role", "unit"]
        figure = pd.factorize(pd.MultiIndex.from_arrays([*(keys[key] for key in identity), value_code]))[0]
        return cls(
            table,
            {name: table[name].to_numpy(dtype=object) for name in FIELDS},
            keys,
            days,
            spans,
            names.nature,
            names.catalogued,
            _named_in_sentence(table, keys),
            names.metric,
            _coded(table["scope"], load_joining().scope),
            figure.astype(np.int64),
            value_code,
        )

    def __len__(self) -> int:
        return len(self.table)

    def interval(self, row: int, reading: Reading) -> Interval:
        """What the fact at `row` can mean, exactly."""
        low, high, value = (self.fields[name][row] for name in ("low", "high", "value"))
        printed = read_printed(str(self.fields["printed"][row])) if reading != "stated" else None
        if printed is not None:
            as_read = printed.interval if reading == "rounded" else printed.interval_if_cut
            # The fact's own value: its sign and unit (‰) may come from the words around the digits.
            below, above = printed.value - as_read.low, as_read.high - printed.value
            worth = abs(Fraction(value) / printed.value) if printed.value else Fraction(1)
            return Interval.exact(value).widened(below * worth, above * worth)
        return widened(
            Interval.between(low, high), value, str(self.fields["comparator"][row]), self.fields["role"][row]
        )

    def intervals(self, reading: Reading) -> IntervalArray:
        """The same for all rows at once; NaN for rows without a number."""
        if reading not in self._arrays:
            low, high = _floats(self.table["low"]), _floats(self.table["high"])
            widening = self.table["comparator"].isin(list(load_widenings())) & ~self.table["role"].isin(EXACT_ROLES)
            vague = widening.to_numpy(dtype=bool) if reading == "stated" else np.ones(len(self), dtype=bool)
            for row in np.flatnonzero(vague & ~np.isnan(low)):
                interval = self.interval(int(row), reading)
                low[row], high[row] = float(interval.low), float(interval.high)
            self._arrays[reading] = IntervalArray.of(low, high)
        return self._arrays[reading]

    def loose_code(self, key: Key, rows: NDArray[np.int64]) -> Codes:
        """Codes of `key`, with scopes that say no more than "ours" as if they were not filled."""
        codes = self.keys[key][rows]
        if key != "scope":
            return codes
        unspecific = self.scope_text.isin(load_joining().unspecific_scopes).to_numpy()[rows]
        return np.where(unspecific, NOTHING, codes)

    def value(self, row: int) -> Fraction:
        return Fraction(self.fields["value"][row])

    def text(self, row: int, name: str) -> str | None:
        """The field as text, None where it is not filled."""
        value = self.fields[name][row]
        return None if value is None else str(value)

    def day(self, row: int, name: str) -> date | None:
        number = self.days[name][row]
        return None if np.isnan(number) else date.fromordinal(int(number))


def _with_tasks(facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    frame = facts.reindex(columns=[name for name in FIELDS if name not in ("column_head", "item_id")])
    tasks = pd.DataFrame(task_rows(items, reports), columns=frame.columns, dtype=object)
    table = pd.concat([frame.astype(object), tasks], ignore_index=True) if len(tasks) else frame.astype(object)
    table = table.reset_index(drop=True)
    table = table.where(table.notna(), None)
    wanted = [
        name for name in ("report_id", "item_position", "item_id", "head_current", "head_cumulative") if name in items
    ]
    rows = (
        items[wanted].astype(object)
        if len(items)
        else pd.DataFrame(columns=["report_id", "item_position"], dtype=object)
    )
    rows = rows.drop_duplicates(["report_id", "item_position"])
    joined = table[["report_id", "item_position"]].merge(rows, on=["report_id", "item_position"], how="left")
    for name in ("item_id", "head_current", "head_cumulative"):
        if name not in joined:
            joined[name] = None
    joined = joined.astype(object).where(joined.notna(), None)
    table["item_id"] = joined["item_id"].to_numpy()
    table["column_head"] = None
    for column in ("current", "cumulative"):
        here = (table["column"] == column).to_numpy(dtype=bool)
        table.loc[here, "column_head"] = joined.loc[here, f"head_{column}"].to_numpy()
    return table


def _floats(column: pd.Series[Any]) -> NDArray[np.float64]:
    return np.asarray(pd.to_numeric(column.map(_number), errors="coerce"), dtype=np.float64).copy()


def _number(value: object) -> float:
    return float(value) if isinstance(value, Decimal | int | float) else float("nan")


def _coded(column: pd.Series[Any], change: Callable[[str], str | None] | None = None) -> pd.Series[Any]:
    """The column with each distinct text changed once."""
    if change is None:
        return column
    changed = {text: change(text) for text in column.dropna().unique()}
    return column.map(changed).astype(object)


def _codes(*columns: pd.Series[Any]) -> list[Codes]:
    """Codes from one book for several columns, so that they can be compared with each other."""
    codes = pd.factorize(pd.concat([column.astype(object) for column in columns], ignore_index=True))[0]
    length = len(columns[0])
    return [codes[index * length : (index + 1) * length].astype(np.int64) for index in range(len(columns))]


def _pair(first: Codes, second: Codes) -> Codes:
    """One code for two; NOTHING where either is."""
    codes = pd.factorize(pd.MultiIndex.from_arrays([first, second]))[0].astype(np.int64)
    return np.where((first == NOTHING) | (second == NOTHING), NOTHING, codes)


def _named_in_sentence(table: pd.DataFrame, keys: dict[Key, Codes]) -> NDArray[np.bool_]:
    """Whether the words of the metric stand in the sentence of the fact, as far as its facts show it."""
    pairs = table[["metric", "evidence"]].fillna("")
    here = np.fromiter(
        (bool(metric) and metric in evidence for metric, evidence in pairs.itertuples(index=False)), bool, len(pairs)
    )
    together = pd.DataFrame({"sentence": keys["sentence"], "metric": keys["metric"], "here": here})
    return together.groupby(["sentence", "metric"])["here"].transform("any").to_numpy(dtype=bool)


def _days(table: pd.DataFrame) -> dict[str, NDArray[np.float64]]:
    def ordinals(name: str) -> NDArray[np.float64]:
        column = table[name]
        known = {text: _ordinal(text) for text in column.dropna().unique()}
        return np.asarray(pd.to_numeric(column.map(known), errors="coerce"), dtype=np.float64)

    def numbers(name: str) -> NDArray[np.float64]:
        return np.asarray(pd.to_numeric(table[name], errors="coerce"), dtype=np.float64)

    return {
        "start": ordinals("period_start"),
        "end": ordinals("period_end"),
        "head_start": ordinals("column_period_start"),
        "head_end": ordinals("column_period_end"),
        "report_end": ordinals("report_period_end"),
        "sentence": numbers("sentence"),
        "clause": numbers("clause"),
    }


def _ordinal(text: object) -> float:
    try:
        return float(date.fromisoformat(str(text)[:10]).toordinal())
    except ValueError:
        return float("nan")


def _calendar(
    start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[dict[str, NDArray[np.bool_]], Codes, Codes]:
    """Which stretches of the calendar the facts cover, the year in which each ends and the month (counted from 0)."""
    names = ("month", "quarter", "half", "ytd", "year")
    pairs = np.stack([np.nan_to_num(start, nan=NOTHING), np.nan_to_num(end, nan=NOTHING)], axis=1)
    distinct, which = np.unique(pairs, axis=0, return_inverse=True)
    spans = {name: np.zeros(len(distinct), dtype=bool) for name in names}
    year, month = (np.full(len(distinct), NOTHING, dtype=np.int64) for _ in range(2))
    for index, (first, last) in enumerate(distinct):
        if last == NOTHING:
            continue
        final = date.fromordinal(int(last))
        year[index], month[index] = final.year, final.year * 12 + final.month - 1
        if first == NOTHING or (final + timedelta(days=1)).day != 1:
            continue
        begin = date.fromordinal(int(first))
        if begin.day != 1 or begin.year != final.year:
            continue
        length = final.month - begin.month + 1
        spans["month"][index] = length == 1
        spans["quarter"][index] = length == 3 and final.month % 3 == 0
        spans["half"][index] = length == 6 and final.month % 6 == 0
        spans["ytd"][index] = begin.month == 1
        spans["year"][index] = length == 12
    which = which.reshape(-1)
    return {name: flags[which] for name, flags in spans.items()}, year[which], month[which]


def _keys(
    table: pd.DataFrame,
    names: MetricNames,
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    year: Codes,
    month: Codes,
) -> dict[Key, Codes]:
    joining = load_joining()
    report = _codes(table["report_id"])[0]
    metric, base, parent = _codes(names.metric, names.base, names.parent)
    plain_scope = _coded(table["scope"], joining.scope)
    scope, above = _codes(plain_scope, _coded(plain_scope, joining.above))
    unit, per = _codes(_coded(table["unit"], joining.classifier), _coded(table["per"], joining.classifier))
    publisher = table["unit_name"].where(table["unit_name"].notna(), table["region"])
    position = _codes(table["item_position"])[0]
    # Natural basis is what is meant where none is printed.
    basis = _codes(table["basis"].where(table["basis"] != "natural", None))[0]
    end_code = np.nan_to_num(end, nan=NOTHING).astype(np.int64)
    period = pd.factorize(pd.MultiIndex.from_arrays([np.nan_to_num(start, nan=NOTHING).astype(np.int64), end_code]))[0]
    return {
        "report": report,
        "item": _pair(report, position),
        "sentence": _pair(report, _codes(table["sentence"])[0]),
        "clause": _pair(_pair(report, _codes(table["sentence"])[0]), _codes(table["clause"])[0]),
        "series": _codes(publisher)[0],
        "metric": metric,
        "base": base,
        "parent": parent,
        "scope": scope,
        "above": above,
        "basis": basis,
        "period": np.where(end_code == NOTHING, NOTHING, period).astype(np.int64),
        "year": year,
        "month": month,
        "unit": unit,
        "per": per,
        "column": _codes(table["column"])[0],
        "kind": _codes(table["kind"])[0],
        "role": _codes(table["role"])[0],
        "comparator": _codes(table["comparator"])[0],
    }
