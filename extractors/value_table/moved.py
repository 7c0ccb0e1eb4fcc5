"""Whether a column headed 增减 holds amounts or rates: by its unit, by what its rows work out to, by its size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median
from typing import Final

from extractors.value_table.figure import Figure
from extractors.value_table.value_column import ValueColumn

_TENTH: Final = Fraction(1, 10)


def amount_or_rate(
    column: ValueColumn, columns: Sequence[ValueColumn], figures: Mapping[int, Mapping[int, Figure]]
) -> ValueColumn:
    """Decide whether 增减 is an amount or a rate: by unit, by what the rows work out to, by size."""
    words = column.words
    if words.measure is None:
        return column
    unit = words.unit
    if column.measured == "growth" and unit is not None and unit.dimension in ("money", "count"):
        return replace(column, measured="change")
    if words.measure.kind != "moved":
        return column
    if unit is not None:
        points = unit.dimension == "points"
        rate = unit.dimension in ("percent", "multiple")
        return replace(column, measured="change_pp" if points else "growth" if rate else "change")
    if words.percent:
        return replace(column, measured="growth")
    mine = figures[column.number]
    if _works_out(mine, columns, figures, _is_difference):
        return replace(column, measured="change")
    if _works_out(mine, columns, figures, _is_rate):
        return replace(column, measured="growth")
    # Beside a column of rates over the same time, it is not rates a second time.
    if _has_rates_beside(column, columns):
        return replace(column, measured="change")
    sizes = [abs(figure.value) for figure in mine.values()]
    small = bool(sizes) and median(sizes) < 100
    return replace(column, measured="growth" if small and "额" not in words.text else "change")


def _is_difference(now: Figure, before: Figure, moved: Figure) -> bool:
    """Whether `moved` leads from `before` to `now`, to within rounding."""
    return abs(now.value - before.value - moved.value) <= 2 * max(moved.ulp, now.ulp)


def _is_rate(now: Figure, before: Figure, moved: Figure) -> bool:
    """Whether `moved` percent lead from `before` to `now`, to within a tenth of a point or a hundredth of itself."""
    if not before.value:
        return False
    rate = 100 * (now.value - before.value) / before.value
    return abs(rate - moved.value) <= max(_TENTH, moved.ulp, abs(moved.value) / 100)


def _works_out(
    mine: Mapping[int, Figure],
    columns: Sequence[ValueColumn],
    figures: Mapping[int, Mapping[int, Figure]],
    fits: Callable[[Figure, Figure, Figure], bool],
) -> bool:
    """Whether most rows of a column lead from last year's amounts to this year's, of the month or since January."""
    levels = [c for c in columns if c.measured == "level" and c.role == "actual" and c.words.measure is None]
    for last in (c for c in columns if c.role == "baseline"):
        for level in levels:
            now, before = figures[level.number], figures[last.number]
            rows = [row for row in mine if row in now and row in before]
            if 2 * sum(fits(now[row], before[row], mine[row]) for row in rows) > len(rows):
                return True
    return False


def _has_rates_beside(column: ValueColumn, columns: Sequence[ValueColumn]) -> bool:
    """Whether the column next to it on either side says by its words that it is a growth of the same figure."""
    return any(
        abs(c.number - column.number) == 1
        and c.measured == "growth"
        and c.words.measure is not None
        and c.words.measure.kind == "growth"
        and c.words.phrase == column.words.phrase
        for c in columns
    )
