"""Which of several combinations, none of which fits, a violated equation is told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Judged


def choose_likeliest(book: FactBook, judged: Sequence[Judged]) -> None:
    """Have each violated equation speak of those facts that most other violated equations speak of, too.

    A completion that fits neither the target nor the stretch target says nothing about which of them it is of; that the
    target breaks other equations as well does. Where nothing tells, the combination stays.
    """
    wrong: Counter[int] = Counter()
    open_: list[tuple[Judged, int]] = []
    for one in judged:
        if one.check.text.apart or one.check.text.severity == "notice":
            continue
        for number, equation in enumerate(one.violated):
            if equation.instead:
                open_.append((one, number))
            else:
                wrong.update({int(book.figure[row]) for row in equation.all_rows})
    for one, number in open_:
        equation = one.violated[number]
        asker = one.check.inputs[0][0]
        ways = (equation.rows, *equation.instead)
        likeliest = max(ways, key=lambda rows: sum(wrong[figure] for figure in _joined(book, rows, asker)))
        one.violated[number] = replace(equation, rows=likeliest, instead=())


def _joined(book: FactBook, rows: Mapping[str, int], asker: str) -> set[int]:
    """The figures that were joined to the one that asks."""
    return {int(book.figure[row]) for name, row in rows.items() if row >= 0 and name != asker}
