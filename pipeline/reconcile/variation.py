"""Judges checks with `vary`: figures that must not all be the same."""

from __future__ import annotations

import numpy as np

from pipeline.reconcile.candidates import askers
from pipeline.reconcile.coding import tuple_code
from pipeline.reconcile.equation import Equation
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged
from rules.compiled_check import OTHER, Check


def judge_variation(book: FactBook, check: Check) -> Judged:
    """Each group of at least `at_least` figures under the same keys is one equation: they are not all alike."""
    found = askers(book, check)
    name, wanted = check.inputs[0]
    rows = found.rows[name]
    judged = Judged(check, found.missing)
    if not len(rows):
        return judged
    group = tuple_code([book.keys[key][rows] for key in check.text.for_each])
    order = np.lexsort((rows, group))
    rows, group = rows[order], group[order]
    _, starts, sizes = np.unique(group, return_index=True, return_counts=True)
    holding = []
    for start, size in zip(starts, sizes, strict=True):
        members = rows[start : start + size]
        if size < wanted.at_least:
            continue
        if len(np.unique(book.value_code[members])) > 1:
            holding.append(members[0])
        else:
            further = tuple(int(row) for row in members[2:])
            judged.violated.append(Equation(check, {name: int(members[0]), OTHER: int(members[1])}, further))
    judged.holds = np.array(holding, dtype=np.int64)
    return judged
