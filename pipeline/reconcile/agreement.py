"""Judges checks with `agree`: statements of one figure in several places of a report."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipeline.reconcile.candidates import MOST_PER_KEY, askers
from pipeline.reconcile.coding import Codes, tuple_code
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Equation, Judged, reading_of
from rules.compiled_check import OTHER, Check


def judge_agreement(book: FactBook, check: Check) -> Judged:
    """Each group of statements in two or more sentences is one equation: some number must lie in all intervals.

    Where they do not agree, the least frequent statement is the reported one and the most frequent the other.
    """
    found = askers(book, check)
    judged = Judged(check, missing=Counter(found.missing))
    name = check.inputs[0][0]
    rows = found.rows[name]
    intervals = book.intervals(rows, reading_of(check, name))
    frame = pd.DataFrame(
        {
            "group": tuple_code([book.keys[key][rows] for key in check.text.for_each]),
            "sentence": book.days["sentence"][rows],
            "low": intervals.low + intervals.error,
            "high": intervals.high - intervals.error,
        }
    )
    groups = frame.groupby("group", sort=False)
    summary = groups.agg(low=("low", "max"), high=("high", "min"), places=("sentence", "nunique"))
    summary = summary[summary["places"] > 1]
    clear = summary["low"] <= summary["high"]
    judged.holds = int(clear.sum())
    if clear.all():
        return judged
    members = groups.indices
    for group in summary.index[~clear]:
        _judge_group(book, judged, rows[members[group]])
    return judged


def _judge_group(book: FactBook, judged: Judged, rows: Codes) -> None:
    check = judged.check
    name = check.inputs[0][0]
    copies = Counter(int(code) for code in book.value_code[rows])
    if len(copies) > MOST_PER_KEY:
        judged.missing[f"唯一的{check.inputs[0][1].label}"] += 1
        return
    first_row = {int(book.value_code[row]): int(row) for row in rows[::-1]}
    reading = reading_of(check, name)
    intervals = [book.interval(row, reading) for row in first_row.values()]
    if max(interval.low for interval in intervals) <= min(interval.high for interval in intervals):
        judged.holds += 1
        return
    # Most often stated first; among equals the one that stands first.
    ranked = sorted(copies, key=lambda code: (-copies[code], first_row[code]))
    trusted = first_row[ranked[0]]
    standing = book.interval(trusted, reading)
    deviating = [first_row[code] for code in ranked[1:] if not book.interval(first_row[code], reading).meets(standing)]
    suspect = deviating[-1] if deviating else first_row[ranked[-1]]
    others = tuple(int(row) for row in rows if row not in (suspect, trusted))
    judged.violated.append(Equation(check, {name: suspect, OTHER: trusted}, others))
