"""All facts to be judged, as columns that can be joined and computed with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.calendar_spans import Days, days_of, months_gone_by, spans_of
from pipeline.reconcile.coding import (
    NOTHING,
    CodedColumn,
    Codes,
    Flags,
    flagged,
    tuple_code,
)
from pipeline.reconcile.fact_keys import keys_of
from pipeline.reconcile.fact_table import FactTable
from pipeline.reconcile.joined_names import joined_names
from pipeline.reconcile.mentions import Mentions
from pipeline.reconcile.metric_names import canonical, is_catalogued, nature_of, tells_of_flow
from rules.check_text import Key, Reading, Span
from rules.interval import Interval
from rules.interval_array import IntervalArray
from rules.joining import load_joining
from rules.printed import Printed, read_printed
from rules.whole_intervals import WholeIntervals
from rules.widening import EXACT_ROLES, load_widenings, widened

_CODED_AS_PRINTED = (
    "kind",
    "role",
    "column",
    "unit",
    "comparator",
    "period_kind",
    "period_source",
    "report_kind",
    "basis",
)
_WHOLE_IN_FLOATS: Final = 2**53
LARGEST, SMALLEST = 1e30, 1e-30
"""No figure of a report is larger, and none but nothing is smaller: what is was not read as a figure."""
_ROUNDINGS: Final = 8
_IDENTITY: tuple[Key, ...] = ("report", "metric", "scope", "basis", "period", "kind", "role", "unit")


@dataclass
class FactBook:
    """The facts (and tasks with a due date) by row: `table` as they came, `words` coded for filters, `keys` for joins.

    Two facts are equal in a key where their codes are; NOTHING stands for a field that is not filled. `days` are
    dates as day numbers and places in the text, NaN where unknown. `figure` numbers the distinct figures in the order
    in which they first stand: repeats of one figure in a report share it; `statement` numbers what they state, without
    the value. `named` is true where the metric's own words stand in the fact's sentence, `cut` where its digits were
    cut off instead of rounded, `unusable` where the number of a fact is none that could be compared with another.
    """

    table: FactTable
    words: dict[str, CodedColumn]
    keys: dict[Key, Codes]
    days: dict[str, Days]
    spans: Mapping[Span, Flags]
    named: Flags
    figure: Codes
    value_code: Codes
    statement: Codes
    cut: Flags
    unusable: Flags
    _bounds: tuple[NDArray[np.float64], NDArray[np.float64]]
    _intervals: dict[tuple[int, Reading], Interval] = field(default_factory=dict)
    _floating: dict[Reading, IntervalArray] = field(default_factory=dict)
    _filters: dict[tuple[str, tuple[str, ...]], Flags] = field(default_factory=dict)
    _natures: dict[str, Flags] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame) -> FactBook:
        """The book of the frames described at `pipeline.reconcile.engine.reconcile`."""
        table = FactTable(facts, items, reports)
        words = {name: table.coded(name) for name in _CODED_AS_PRINTED}
        words["metric"] = CodedColumn.of(joined_names(table), canonical)
        words["scope"] = table.coded("scope", load_joining().scope)
        days = days_of(table)
        calendar = spans_of(days["start"], days["end"])
        days["months"] = months_gone_by(calendar.month)
        keys = keys_of(table, words, days)
        keys["year"], keys["month"], keys["months"] = calendar.year, calendar.month, calendar.months
        low, high = _floats(table.column("low")), _floats(table.column("high"))
        unusable = _unusable(low, high, _floats(table.column("value")))
        unusable[table.facts :] = False
        low[unusable] = high[unusable] = np.nan
        bounds = [pd.factorize(bound)[0].astype(np.int64) for bound in (low, high)]
        value_code = tuple_code([*bounds, words["comparator"].codes])
        statement = tuple_code([keys[key] for key in _IDENTITY])
        return cls(
            table,
            words,
            keys,
            days,
            calendar.spans,
            _named_in_sentence(table, keys),
            # In order of appearance: which figure is looked at first does not depend on what else is judged.
            pd.factorize(tuple_code([statement, value_code]))[0].astype(np.int64),
            value_code,
            statement,
            np.zeros(len(value_code), dtype=bool),
            unusable,
            (low, high),
        )

    def __len__(self) -> int:
        return len(self.value_code)

    def with_cut(self, cut: Flags) -> FactBook:
        """The same facts, those in `cut` read as cut off instead of rounded."""
        return replace(self, cut=cut, _intervals={}, _floating={})

    def is_one_of(self, name: str, words: tuple[str, ...]) -> Flags:
        """Which facts hold one of the words in the field `name`, see `CodedColumn.is_one_of`."""
        known = self._filters.get((name, words))
        if known is None:
            known = self._filters[name, words] = self.words[name].is_one_of(words)
        return known

    @cached_property
    def is_catalogued(self) -> Flags:
        return self.words["metric"].where(is_catalogued)

    def is_of_nature(self, nature: str) -> Flags:
        """Flow or stock; what is said to be done with a stock (盘活存量资金) is a flow."""
        if nature not in self._natures:
            stock = self.words["metric"].where(lambda name: nature_of(name) == "stock")
            for row in np.flatnonzero(stock & ~self.is_catalogued):
                stock[row] = not tells_of_flow(self.text(int(row), "evidence") or "")
            self._natures["stock"] = stock
            self._natures["flow"] = ~stock & (self.words["metric"].codes != NOTHING)
        return self._natures[nature]

    @cached_property
    def mentions(self) -> Mentions:
        """The words in the facts' clauses."""
        return Mentions(self.table.column("evidence"))

    @cached_property
    def printed_digits(self) -> Codes:
        """How many digits each figure is printed with, from the first that is not 0."""
        return Mentions(self.table.column("printed")).digits()

    def interval(self, row: int, reading: Reading) -> Interval:
        """What the fact at `row` can mean, exactly."""
        known = self._intervals.get((row, reading))
        if known is None:
            known = self._intervals[row, reading] = self._interval(row, reading)
        return known

    def _interval(self, row: int, reading: Reading) -> Interval:
        low, high, value = (self.table.cell(row, name) for name in ("low", "high", "value"))
        printed = read_printed(str(self.table.cell(row, "printed"))) if reading != "stated" else None
        if printed is not None and (printed.decimals or reading != "rounded_fraction"):
            # The fact's own value: its sign and unit (‰) may come from the words around the digits.
            middle = Fraction(value)
            step = abs(middle) / printed.steps if printed.steps else printed.last_place
            below, above = _reach(printed, reading)
            return Interval(middle - step * below, middle + step * above)
        stated = self.interval_if_cut(row) if self.cut[row] else Interval.between(low, high)
        return widened(stated, value, str(self.table.cell(row, "comparator")), self.table.cell(row, "role"))

    def interval_if_cut(self, row: int) -> Interval:
        """All numbers of which the digits of the fact at `row` are the beginning; an exact figure stays exact.

        What is cut to 0.0 may have been either side of it.
        """
        low, high, value = (Fraction(self.table.cell(row, name)) for name in ("low", "high", "value"))
        step = high - low
        return Interval(value - step * (value <= 0), value + step * (value >= 0))

    def intervals(self, rows: Codes, reading: Reading) -> IntervalArray:
        """The same for many rows at once; NaN for rows without a number."""
        if reading == "stated":
            if reading not in self._floating:
                self._floating[reading] = self._all_stated()
            return self._floating[reading].take(rows)
        if reading not in self._floating:
            empty = np.full(len(self), np.nan)
            self._floating[reading] = IntervalArray.of(empty, empty.copy())
        known = self._floating[reading]
        for row in np.flatnonzero(flagged(rows, len(self)) & np.isnan(known.low)).tolist():
            printed = read_printed(str(self.table.cell(row, "printed")))
            as_stated = printed is None or (reading == "rounded_fraction" and not printed.decimals)
            if printed is None or as_stated or not 0 < printed.steps < _WHOLE_IN_FLOATS:
                interval = self.interval(row, reading)
                known.low[row], known.high[row] = float(interval.low), float(interval.high)
                continue
            middle = float(self.table.cell(row, "value"))
            step = abs(middle) / printed.steps
            below, above = _reach(printed, reading)
            known.low[row], known.high[row] = middle - step * float(below), middle + step * float(above)
        low, high = known.low[rows], known.high[rows]
        # Some three operations, each off by at most half a unit of its last place.
        return IntervalArray(low, high, _ROUNDINGS * IntervalArray.of(low, high).error)

    def wholes(self, rows: Codes, reading: Reading) -> WholeIntervals:
        """The same exactly, in whole numbers. Raises NotWhole."""
        distinct, where = np.unique(rows, return_inverse=True)
        exact = WholeIntervals.of([self.interval(int(row), reading) for row in distinct])
        return exact.take(where)

    def _all_stated(self) -> IntervalArray:
        low, high = (bound.copy() for bound in self._bounds)
        vague = self.words["comparator"].is_one_of(load_widenings()) & ~self.words["role"].is_one_of(EXACT_ROLES)
        for row in np.flatnonzero((vague | self.cut) & ~np.isnan(low)):
            interval = self.interval(int(row), "stated")
            low[row], high[row] = float(interval.low), float(interval.high)
        return IntervalArray.of(low, high)

    def loose_code(self, key: Key, rows: Codes) -> Codes:
        """Codes of `key`, with scopes that say no more than "ours" as if they were not filled."""
        codes = self.keys[key][rows]
        if key != "scope":
            return codes
        return np.where(self.is_one_of("scope", load_joining().unspecific_scopes)[rows], NOTHING, codes)

    def value(self, row: int) -> Fraction:
        return Fraction(self.table.cell(row, "value"))

    def text(self, row: int, name: str) -> str | None:
        """The field as text, None where it is not filled."""
        value = self.table.cell(row, name)
        return None if value is None else str(value)

    def texts(self, rows: Iterable[int], name: str) -> tuple[str, ...]:
        """The field of several rows as text, each text once, where it is filled."""
        return tuple(dict.fromkeys(text for row in rows if (text := self.text(row, name)) is not None))

    def day(self, row: int, name: str) -> date | None:
        number = self.days[name][row]
        return None if np.isnan(number) else date.fromordinal(int(number))


def _reach(printed: Printed, reading: Reading) -> tuple[Fraction, Fraction]:
    """How far below and above the printed figure lies what it was made of, in steps of its last place."""
    half, whole = Fraction(1, 2), Fraction(1)
    if reading in ("rounded", "rounded_fraction"):
        return half, half
    return (whole, half) if printed.negative else (half, whole)


def _floats(cells: NDArray[np.object_]) -> NDArray[np.float64]:
    numbers = np.array([np.nan if number is None else float(number) for number in cells], dtype=np.float64)
    for row in np.flatnonzero(numbers == 0).tolist():
        if cells[row]:
            numbers[row] = np.nan  # too small for a float
    return numbers


def _unusable(low: NDArray[np.float64], high: NDArray[np.float64], value: NDArray[np.float64]) -> Flags:
    """Where one of the three is no number, or beyond all figures, or the bounds are out of order."""
    usable = low <= high
    for number in (value, low, high):
        size = np.abs(number)
        usable &= (size <= LARGEST) & ((size >= SMALLEST) | (size == 0))
    return ~usable


def _named_in_sentence(table: FactTable, keys: dict[Key, Codes]) -> NDArray[np.bool_]:
    """Whether the words of the metric stand in the sentence of the fact, as far as its facts show it."""
    pairs = zip(table.column("metric"), table.column("evidence"), strict=True)
    here = np.fromiter((bool(metric and evidence and metric in evidence) for metric, evidence in pairs), bool)
    together, _ = pd.factorize(tuple_code([keys["sentence"], keys["metric"]]))
    return np.bincount(together, weights=here)[together] > 0 if len(here) else here
