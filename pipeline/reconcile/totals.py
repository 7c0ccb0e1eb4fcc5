"""Judges checks with a total: one figure against the sum of all that qualify as its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.candidates import Candidates, candidates, fitting
from pipeline.reconcile.coding import NOTHING, Codes, tuple_code
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged, applicable, guarded, judge_combinations
from rules.compiled_check import Check
from rules.totals import part_names, written_out

MOST_PARTS: Final = 60
"""More parts than this are not a list that somebody added up: not evaluable."""


def judge_total(book: FactBook, check: Check) -> Judged:
    """All equations of `check`; each number of parts that occurs is a check of its own, written out."""
    name, wanted = check.inputs[-1]
    found = applicable(book, check, candidates(book, check))
    judged = Judged(check, found.missing)
    if not len(found):
        return judged
    pairs = fitting(book, check, found.rows, wanted, most=MOST_PARTS)
    asking = found.rows[check.inputs[0][0]]
    judged.missing.add(f"唯一的{wanted.label}", np.unique(asking[pairs.crowded]))
    rows = {**{other: values[pairs.which] for other, values in found.rows.items()}, name: pairs.row}
    kept = guarded(book, check, Candidates(rows, found.missing), {name})
    which, row = pairs.which[kept], pairs.row[kept]
    order = np.lexsort((*reversed(_text_order(book, row)), which))
    which, row = which[order], row[order]
    whole, starts, sizes = np.unique(which, return_index=True, return_counts=True)
    clashing = np.isin(whole, _clashing(book, which, row))
    judged.missing.add(f"唯一的{wanted.label}", np.unique(asking[whole[clashing]]))
    enough = sizes >= wanted.at_least
    for parts in np.unique(sizes[enough & ~clashing]):
        chosen = enough & ~clashing & (sizes == parts)
        names = part_names(name, int(parts))
        columns = {each: row[starts[chosen] + number] for number, each in enumerate(names)}
        combined = {other: values[whole[chosen]] for other, values in found.rows.items()}
        written = written_out(check, int(parts))
        judge_combinations(book, judged, written, Candidates({**combined, **columns}, found.missing))
    return _with_proof(book, judged, wanted.label) if check.text.proven else judged


def _text_order(book: FactBook, row: Codes) -> list[NDArray[np.float64]]:
    """Where each fact stands in its text, coarsest first; facts of one place as they came."""
    distinct, where = np.unique(row, return_inverse=True)
    texts = [(book.text(each, "evidence") or "", book.text(each, "printed") or "") for each in distinct.tolist()]
    within = np.array([evidence.find(printed) for evidence, printed in texts], dtype=np.float64)[where]
    return [book.days["sentence"][row], book.days["clause"][row], within, row.astype(np.float64)]


def _with_proof(book: FactBook, judged: Judged, label: str) -> Judged:
    """Without the violated equations whose parts add up in none of several columns; of others, the unproven are noted.

    Parts are a complete list if the same metrics of the same places (scopes) add up in another column, or in another
    report of the same publisher.
    """
    proven = {
        _places(book, [int(rows[index]) for rows in held.rows.values()])
        for held in judged.held
        for index in range(len(next(iter(held.rows.values()))))
    }
    columns = Counter(_places(book, equation.all_rows) for equation in judged.violated)
    kept = []
    for equation in judged.violated:
        places = _places(book, equation.all_rows)
        if places in proven:
            kept.append(equation)
        elif columns[places] == 1 and judged.check.text.unproven != "none":
            kept.append(replace(equation, unproven=True))
        else:
            judged.missing.add(f"完整的{label}", np.array(equation.all_rows[:1]))
    judged.violated = kept
    return judged


def _places(book: FactBook, rows: Sequence[int]) -> tuple[int, ...]:
    """The publisher (else the report), and the scopes and metrics of the facts, in order."""
    series, report = int(book.keys["series"][rows[0]]), int(book.keys["report"][rows[0]])
    return (series if series != NOTHING else -2 - report, *_sorted_pairs(book, rows))


def _sorted_pairs(book: FactBook, rows: Sequence[int]) -> list[int]:
    scope, metric = book.keys["scope"], book.keys["metric"]
    return [code for pair in sorted((int(scope[row]), int(metric[row])) for row in rows) for code in pair]


def _clashing(book: FactBook, which: Codes, row: Codes) -> Codes:
    """The combinations in which two sentences state one part differently."""
    one = tuple_code([which, book.statement[row]])
    order = np.argsort(one, kind="stable")
    same = one[order][1:] == one[order][:-1]
    sentence = book.keys["sentence"][row[order]]
    return np.unique(which[order][1:][same & (sentence[1:] != sentence[:-1])])
