"""All facts to be judged, as columns that can be joined and computed with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.calendar_spans import Days, day_codes, days_of, months_gone_by, spans_of
from pipeline.reconcile.coding import NOTHING, CodedColumn, Codes, Flags, comparable, filled_tuple_code, tuple_code
from pipeline.reconcile.fact_table import FIELDS, fact_table
from pipeline.reconcile.joined_names import joined_names
from pipeline.reconcile.metric_names import canonical, is_catalogued, nature_of, tells_of_flow
from rules.check_text import Key, Reading, Span
from rules.interval import Interval
from rules.interval_array import IntervalArray
from rules.joining import load_joining
from rules.printed import read_printed
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
_IDENTITY: tuple[Key, ...] = ("report", "metric", "scope", "basis", "period", "kind", "role", "unit")


@dataclass(slots=True)
class FactBook:
    """The facts (and tasks with a due date) by row: `fields` as they came, `words` coded for filters, `keys` for joins.

    Two facts are equal in a key where their codes are; NOTHING stands for a field that is not filled. `days` are
    dates as day numbers and places in the text, NaN where unknown. `figure` numbers the distinct figures: repeats
    of one figure in a report share it; `statement` numbers what they state, without the value. `named` is true where
    the metric's own words stand in the fact's sentence.
    """

    fields: dict[str, NDArray[np.object_]]
    words: dict[str, CodedColumn]
    keys: dict[Key, Codes]
    days: dict[str, Days]
    spans: Mapping[Span, Flags]
    named: Flags
    figure: Codes
    value_code: Codes
    statement: Codes
    _bounds: tuple[NDArray[np.float64], NDArray[np.float64]]
    _stated: list[IntervalArray] = field(default_factory=list)

    @classmethod
    def of(cls, facts: pd.DataFrame, items: pd.DataFrame, reports: pd.DataFrame) -> FactBook:
        """The book of the frames described at `pipeline.reconcile.engine.reconcile`."""
        table = fact_table(facts, items, reports)
        words = {name: CodedColumn.of(table[name]) for name in _CODED_AS_PRINTED}
        words["metric"] = CodedColumn.of(joined_names(table), canonical)
        words["scope"] = CodedColumn.of(table["scope"], load_joining().scope)
        days = days_of(table)
        calendar = spans_of(days["start"], days["end"])
        days["months"] = months_gone_by(calendar.month)
        keys = _keys(table, words, days)
        keys["year"], keys["month"], keys["months"] = calendar.year, calendar.month, calendar.months
        low, high = _floats(table["low"]), _floats(table["high"])
        bounds = [pd.factorize(bound)[0].astype(np.int64) for bound in (low, high)]
        value_code = tuple_code([*bounds, words["comparator"].codes])
        statement = tuple_code([keys[key] for key in _IDENTITY])
        return cls(
            {name: table[name].to_numpy(dtype=object) for name in FIELDS},
            words,
            keys,
            days,
            calendar.spans,
            _named_in_sentence(table, keys),
            tuple_code([statement, value_code]),
            value_code,
            statement,
            (low, high),
        )

    def __len__(self) -> int:
        return len(self.value_code)

    def is_catalogued(self) -> Flags:
        return self.words["metric"].where(is_catalogued)

    def is_of_nature(self, nature: str) -> Flags:
        """Flow or stock; what is said to be done with a stock (盘活存量资金) is a flow."""
        stock = self.words["metric"].where(lambda name: nature_of(name) == "stock")
        for row in np.flatnonzero(stock & ~self.is_catalogued()):
            stock[row] = not tells_of_flow(self.text(int(row), "evidence") or "")
        return stock if nature == "stock" else ~stock & (self.words["metric"].codes != NOTHING)

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

    def intervals(self, rows: Codes, reading: Reading) -> IntervalArray:
        """The same for many rows at once; NaN for rows without a number."""
        if reading == "stated":
            if not self._stated:
                self._stated.append(self._all_stated())
            return self._stated[0].take(rows)
        distinct, where = np.unique(rows, return_inverse=True)
        exact = [self.interval(int(row), reading) for row in distinct]
        low = np.array([float(interval.low) for interval in exact])
        high = np.array([float(interval.high) for interval in exact])
        return IntervalArray.of(low[where], high[where])

    def _all_stated(self) -> IntervalArray:
        low, high = (bound.copy() for bound in self._bounds)
        vague = self.words["comparator"].is_one_of(load_widenings()) & ~self.words["role"].is_one_of(EXACT_ROLES)
        for row in np.flatnonzero(vague & ~np.isnan(low)):
            interval = self.interval(int(row), "stated")
            low[row], high[row] = float(interval.low), float(interval.high)
        return IntervalArray.of(low, high)

    def loose_code(self, key: Key, rows: Codes) -> Codes:
        """Codes of `key`, with scopes that say no more than "ours" as if they were not filled."""
        codes = self.keys[key][rows]
        if key != "scope":
            return codes
        return np.where(self.words["scope"].is_one_of(load_joining().unspecific_scopes)[rows], NOTHING, codes)

    def value(self, row: int) -> Fraction:
        return Fraction(self.fields["value"][row])

    def text(self, row: int, name: str) -> str | None:
        """The field as text, None where it is not filled."""
        value = self.fields[name][row]
        return None if value is None else str(value)

    def day(self, row: int, name: str) -> date | None:
        number = self.days[name][row]
        return None if np.isnan(number) else date.fromordinal(int(number))


def _floats(column: pd.Series[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if number is None else float(number) for number in column.to_numpy()], dtype=np.float64)


def _named_in_sentence(table: pd.DataFrame, keys: dict[Key, Codes]) -> NDArray[np.bool_]:
    """Whether the words of the metric stand in the sentence of the fact, as far as its facts show it."""
    pairs = zip(table["metric"].to_numpy(), table["evidence"].to_numpy(), strict=True)
    here = np.fromiter((bool(metric and evidence and metric in evidence) for metric, evidence in pairs), bool)
    together = pd.DataFrame({"sentence": keys["sentence"], "metric": keys["metric"], "here": here})
    return together.groupby(["sentence", "metric"])["here"].transform("any").to_numpy(dtype=bool)


_NOT_OF_A_PLACE = re.compile(r"其中|合计|总计|[：:\s]")


def _rows_named_after_scope(item: pd.Series[Any], scope: CodedColumn) -> Codes:
    """Codes of the scope where the row is named after it (全市合计 is the row of 全市) or only 合计, else NOTHING."""
    joining = load_joining()
    named = CodedColumn.of(item, lambda name: joining.scope(_NOT_OF_A_PLACE.sub("", name)))
    row, of = comparable(named, scope)
    return np.where((row == of) | named.is_one_of([""]), of, NOTHING)


def _keys(table: pd.DataFrame, words: dict[str, CodedColumn], days: dict[str, Days]) -> dict[Key, Codes]:
    joining = load_joining()
    metric, base, parent = comparable(
        words["metric"], CodedColumn.of(table["base"], canonical), CodedColumn.of(table["parent_metric"], canonical)
    )
    above_of_printed = CodedColumn.of(table["scope"], lambda printed: joining.above(joining.scope(printed)))
    scope, above = comparable(words["scope"], above_of_printed)
    unit, per = comparable(
        CodedColumn.of(table["unit"], joining.classifier), CodedColumn.of(table["per"], joining.classifier)
    )
    report = CodedColumn.of(table["report_id"]).codes
    position = CodedColumn.of(table["item_position"]).codes
    sentence = filled_tuple_code([report, day_codes(days["sentence"])])
    publisher = table["unit_name"].where(table["unit_name"].notna(), table["region"])
    period = tuple_code([day_codes(days["start"]), day_codes(days["end"])])
    return {
        "report": report,
        "item": filled_tuple_code([report, position]),
        "row": CodedColumn.of(table["item"]).codes,
        "table_row": _rows_named_after_scope(table["item"], words["scope"]),
        "sentence": sentence,
        "clause": filled_tuple_code([sentence, day_codes(days["clause"])]),
        "series": CodedColumn.of(publisher).codes,
        "region": CodedColumn.of(table["region"].where(table["region"].notna(), table["unit_name"])).codes,
        "metric": metric,
        "base": base,
        "parent": parent,
        "scope": scope,
        "above": above,
        # Natural basis is what is meant where none is printed.
        "basis": CodedColumn.of(table["basis"].where(table["basis"] != "natural", None)).codes,
        "period": np.where(np.isnan(days["end"]), NOTHING, period),
        "unit": unit,
        "per": per,
        **{key: words[key].codes for key in ("column", "kind", "role", "comparator")},
    }
