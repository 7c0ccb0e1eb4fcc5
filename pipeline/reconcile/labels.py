"""Whether a figure is right under a wrong label: with another period, scope or basis all its equations hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from pipeline.reconcile.coding import NOTHING, Codes, Flags
from pipeline.reconcile.every_check import acquit, judge_possible
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Slip
from pipeline.reconcile.judging import Judged
from pipeline.reconcile.repair import Repair
from rules.check_text import Key
from rules.compiled_check import Check
from rules.printed import read_printed

MOST_LABELS: Final = 3
"""So many other labels of a figure at most are tried."""
MOST_BESIDE: Final = 400
"""More figures than this are not looked at to see whether a label fits."""
_ALIKE: Final[tuple[Key, ...]] = ("series", "metric", "kind", "role", "unit")
_LABELS: Final[tuple[Key, ...]] = ("scope", "basis", "period")
_EITHER: Final[tuple[tuple[Literal["scope", "basis"], Literal["scope", "basis"]], ...]] = (
    ("scope", "basis"),
    ("basis", "scope"),
)
_NEAR: Final = (0, -1, 1, -12, 12)
"""Months in which figures can bear a label out: this one, those beside it, those of last year and next."""


@dataclass(frozen=True, slots=True)
class _Label:
    """`cells` of a fact's row that stand for another label, as it would be `said`."""

    slip: Slip
    cells: dict[str, Any]
    said: str


class Labels:
    """Looks for the label under which a figure fits."""

    def __init__(self, book: FactBook, checks: Sequence[Check]) -> None:
        self._book = book
        self._checks = checks

    def fitting(self, row: int) -> list[Repair]:
        """The figure at `row` as it is under each other label that mends all equations it stands in, breaks none, and
        is borne out by an equation between it and other figures."""
        book = self._book
        if row >= book.table.facts or book.keys["series"][row] == NOTHING or book.keys["metric"][row] == NOTHING:
            return []
        labels = list(self._labels(row))[:MOST_LABELS]
        if not labels:
            return []
        beside = self._beside(row)
        if len(beside) > MOST_BESIDE:
            return []
        at = int(np.searchsorted(beside, row))
        facts = book.table.stated(beside)
        wrong: _Wrong | None = None  # as it stands; seldom asked for, since few labels fit so far
        fitting = []
        for label in labels:
            changed = facts.copy()
            for name, cell in label.cells.items():
                changed.at[at, name] = cell
            now = self._wrong(changed, beside, at)
            if now.borne_out and not now.about_it:
                wrong = wrong or self._wrong(facts, beside, at)
                if now.others <= wrong.others:
                    fitting.append(label)
        return [self._repair(row, label, len(fitting)) for label in fitting]

    def _labels(self, row: int) -> Iterator[_Label]:
        """Labels that the publisher uses for the same metric, where its report says nothing else under them."""
        book = self._book
        alike = np.ones(len(book), dtype=bool)
        for key in _ALIKE:
            alike &= book.keys[key] == book.keys[key][row]
        alike[row] = False
        rows = np.flatnonzero(alike)
        near = np.isin(book.keys["month"][rows] - book.keys["month"][row], _NEAR)
        own = self._report_period(row)
        if own is not None:
            yield own
        for key, other_key in _EITHER:
            code, kept = book.keys[key], book.keys[other_key]
            others = rows[near & (kept[rows] == kept[row]) & (code[rows] != code[row])]
            _, firsts = np.unique(code[others], return_index=True)
            for other in others[firsts].tolist():
                if (key == "scope" and code[other] == NOTHING) or self._told_otherwise(row, rows, key, code[other]):
                    continue
                cell = book.table.cell(other, key)
                yield _Label(key, {key: cell}, cell if key == "scope" else _BASIS.get(cell, cell or "自然口径"))

    def _told_otherwise(self, row: int, alike: Codes, key: Key, code: int) -> bool:
        """Whether the report states another figure under the other label."""
        book = self._book
        there = alike[book.keys["report"][alike] == book.keys["report"][row]]
        for label in _LABELS:
            wanted = code if label == key else book.keys[label][row]
            there = there[book.keys[label][there] == wanted]
        return bool(np.any(book.value_code[there] != book.value_code[row]))

    def _report_period(self, row: int) -> _Label | None:
        """The report's own month, or January to then, in place of another month or months from January on."""
        book = self._book
        last = book.day(row, "report_end")
        if last is None or book.day(row, "end") in (last, None) or (last + timedelta(days=1)).day != 1:
            return None
        if book.spans["month"][row]:
            first, kind, said = last.replace(day=1), "month", f"{last.year}年{last.month}月"
        elif book.spans["ytd"][row]:
            first, kind, said = last.replace(month=1, day=1), "ytd", f"{last.year}年1-{last.month}月"
        else:
            return None
        cells = {"period_start": first.isoformat(), "period_end": last.isoformat(), "period_kind": kind}
        return _Label("period", cells, said)

    def _beside(self, row: int) -> Codes:
        """The figures that can stand in an equation with the one at `row` under whatever label."""
        book = self._book
        facts = np.arange(len(book)) < book.table.facts
        months = [int(book.keys["month"][row])]
        last = book.day(row, "report_end")
        if last is not None:
            months.append(12 * last.year + last.month - 1)
        near = np.zeros(len(book), dtype=bool)
        for month in months:
            near |= np.isin(book.keys["month"] - month, _NEAR)
        here = (book.keys["report"] == book.keys["report"][row]) & (
            (book.keys["sentence"] == book.keys["sentence"][row]) | (book.keys["metric"] == book.keys["metric"][row])
        )
        same = (book.keys["series"] == book.keys["series"][row]) & (book.keys["metric"] == book.keys["metric"][row])
        return np.flatnonzero(facts & (here | (same & near))).astype(np.int64)

    def _wrong(self, facts: pd.DataFrame, rows: Codes, at: int) -> _Wrong:
        none = pd.DataFrame()
        book = FactBook.of(facts, none, none)
        cut: Flags = self._book.cut[rows]
        if cut.any():
            book = book.with_cut(cut)
        judged = judge_possible(book, self._checks)
        acquit(book, judged)
        figure = int(book.figure[at])
        violated = [
            figure in {int(book.figure[row]) for row in equation.all_rows}
            for one in judged
            if one.check.text.severity != "notice"
            for equation in one.violated
        ]
        return _Wrong(sum(violated), len(violated) - sum(violated), _is_borne_out(book, judged, at))

    def _repair(self, row: int, label: _Label, among: int) -> Repair:
        book = self._book
        printed = book.text(row, "printed") or ""
        form = read_printed(printed)
        interval = book.interval(row, "stated")
        return Repair(
            label.slip,
            book.value(row),
            interval,
            f"{label.said}{printed}",
            form.decimals if form else 0,
            Fraction(1, among),
            interval.width / 2,
        )


_BASIS: Final[dict[Any, str]] = {
    "comparable": "同口径",
    "excl_vat_refund": "扣除留抵退税",
    "yearly_average": "多年平均",
    "earlier_year": "比更早年份",
}


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Violated equations with the figure in them (`about_it`) and without (`others`); `borne_out` says that an
    equation between it and others holds."""

    about_it: int
    others: int
    borne_out: bool


def _is_borne_out(book: FactBook, judged: Sequence[Judged], at: int) -> bool:
    """Whether an equality between the figure at `at` and other figures holds, or another place says the same."""
    figure = book.figure[at]
    for one in judged:
        if one.check.relation.sign != "=":
            continue
        for held in one.held:
            mine = np.zeros(len(next(iter(held.rows.values()))), dtype=bool)
            for stated in held.rows.values():
                mine |= (stated >= 0) & (book.figure[stated] == figure)
            if mine.any():
                return True
    again = (book.statement == book.statement[at]) & (book.value_code == book.value_code[at])
    elsewhere = book.keys["report"] != book.keys["report"][at]
    alike = np.logical_and.reduce([book.keys[key] == book.keys[key][at] for key in (*_ALIKE, *_LABELS)])
    again |= alike & elsewhere & (book.value_code == book.value_code[at])
    again &= book.keys["sentence"] != book.keys["sentence"][at]
    return bool(again.any())
