"""Judges checks with `agree`: statements of one figure in several places."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.candidates import MOST_PER_KEY, askers
from pipeline.reconcile.coding import Codes, repeated, tuple_code
from pipeline.reconcile.equation import Equation, reading_of
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged
from rules.compiled_check import OTHER, Check


def judge_agreement(book: FactBook, check: Check) -> Judged:
    """Each group of statements in two or more places is one equation: some number must lie in all intervals.

    Places are reports where the check joins over reports, and sentences where it stays within one. Where statements do
    not agree, the least frequent one is the reported one and the most frequent the other; among equally frequent ones
    the earlier is trusted.
    """
    found = askers(book, check)
    judged = Judged(check, found.missing)
    name = check.inputs[0][0]
    rows = found.rows[name]
    if not len(rows):
        return judged
    intervals = book.intervals(rows, reading_of(check, name))
    place = "sentence" if {"report", "item", "sentence"} & set(check.text.for_each) else "report"
    group, _ = pd.factorize(tuple_code([book.keys[key][rows] for key in check.text.for_each]))
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    low = np.fmax.reduceat((intervals.low + intervals.error)[order], starts)
    high = np.fmin.reduceat((intervals.high - intervals.error)[order], starts)
    several = _distinct(group, book.keys[place][rows]) > 1  # type: ignore[index]
    different = _distinct(group, book.value_code[rows])
    # So many are not one figure, in however few places they stand.
    crowded = different > MOST_PER_KEY
    judged.missing.add(f"唯一的{check.inputs[0][1].label}", rows[order[starts[crowded]]])
    several &= ~crowded
    # What is stated alike everywhere agrees, whatever the rounding of the bounds.
    clear = (low <= high) | (different == 1)
    holding = rows[order[starts[several & clear]]].tolist()
    ends = np.append(starts[1:], len(rows))
    for number in np.flatnonzero(several & ~clear):
        holding.extend(_judge_group(book, judged, rows[order[starts[number] : ends[number]]]))
    judged.holds = np.array(holding, dtype=np.int64)
    return judged


def _distinct(group: NDArray[np.intp], codes: Codes) -> NDArray[np.intp]:
    """How many distinct codes each group has."""
    once = ~repeated([group.astype(np.int64), codes])
    return np.bincount(group[once])


def _judge_group(book: FactBook, judged: Judged, rows: Codes) -> list[int]:
    """Judge one group exactly; the row that stands for it if it holds."""
    check = judged.check
    name = check.inputs[0][0]
    copies = Counter(int(code) for code in book.value_code[rows])
    first_row = {int(book.value_code[row]): int(row) for row in rows[::-1]}
    reading = reading_of(check, name)
    intervals = [book.interval(row, reading) for row in first_row.values()]
    if max(interval.low for interval in intervals) <= min(interval.high for interval in intervals):
        return [int(rows[0])]
    # Most often stated first; among equals the one that stands first, or whose report is of the earlier period.
    ranked = sorted(copies, key=lambda code: (-copies[code], *_standing(book, first_row[code])))
    trusted = first_row[ranked[0]]
    standing = book.interval(trusted, reading)
    deviating = [first_row[code] for code in ranked[1:] if not book.interval(first_row[code], reading).meets(standing)]
    suspect = deviating[-1] if deviating else first_row[ranked[-1]]
    others = tuple(int(row) for row in rows if row not in (suspect, trusted))
    judged.violated.append(Equation(check, {name: suspect, OTHER: trusted}, others))
    return []


def _standing(book: FactBook, row: int) -> tuple[float, int]:
    return float(np.nan_to_num(book.days["report_end"][row], nan=0.0)), row
