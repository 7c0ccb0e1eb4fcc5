"""How much of the truth of texts was read: figures with the right value and period, and what was read beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from benchmarks.text_truth import Sort, TrueFigure, TrueText

_NAMES: Final[dict[Sort, str]] = {"amount": "amounts", "percent": "percents"}

Found = Sequence[Any]
"""Paragraph, start, end, then a value, or the first and the last day."""


@dataclass
class Right:
    """By sort: how many there are, how many were read right, how many were read besides. Periods: of how many asked.

    `said` counts the periods that were among the times said before the figure in its paragraph, whichever it is of.
    """

    of: dict[Sort, int] = field(default_factory=lambda: {"amount": 0, "percent": 0})
    right: dict[Sort, int] = field(default_factory=lambda: {"amount": 0, "percent": 0})
    beside: dict[Sort, int] = field(default_factory=lambda: {"amount": 0, "percent": 0})
    periods: int = 0
    right_periods: int = 0
    said: int = 0


def compared(texts: Sequence[TrueText], answers: Sequence[Mapping[str, Any]]) -> Right:
    """All texts together. An answer has `amounts` and `percents`, and `periods` of figures or `times` as said."""
    right = Right()
    for text, answer in zip(texts, answers, strict=True):
        for sort, name in _NAMES.items():
            _count_values(text, sort, answer[name], right)
        _count_periods(text, answer, right)
    return right


def _count_values(text: TrueText, sort: Sort, found: Sequence[Found], right: Right) -> None:
    figures = [figure for figure in text.figures if figure.sort == sort]
    hit = {figure for figure in figures if any(_meets(each, figure) and _size(each) == figure.size for each in found)}
    good = {
        tuple(each[:3]) for each in found
        if any(_meets(each, figure) and _size(each) == figure.size for figure in figures)
        or _size(each) in text.unplaced
        or any(_overlap(each, spot) for spot in text.not_asked)
    }  # fmt: skip
    right.of[sort] += len(figures)
    right.right[sort] += len(hit)
    right.beside[sort] += len({tuple(each[:3]) for each in found} - good)


def _count_periods(text: TrueText, answer: Mapping[str, Any], right: Right) -> None:
    """Times that were said are taken as a user would: the last one before the figure goes on over paragraphs."""
    times = sorted(answer.get("times", ()))
    for figure in text.figures:
        if figure.period is None:
            continue
        asked = [day.isoformat() for day in figure.period]
        right.periods += 1
        if "periods" in answer:
            own = [list(each[3:5]) for each in answer["periods"] if _meets(each, figure)]
            right.right_periods += asked in own
            right.said += asked in own
            continue
        before = [each for each in times if (each[0], each[1]) < (figure.paragraph, figure.start)]
        before = [each for each in before if not _meets(each, figure)]
        right.right_periods += bool(before) and before[-1][3:5] == asked
        near = [each for each in before if each[0] == figure.paragraph] or before[-1:]
        right.said += any(each[3:5] == asked for each in near)


def _meets(found: Found, figure: TrueFigure) -> bool:
    return _overlap(found, (figure.paragraph, figure.start, figure.end))


def _overlap(found: Found, spot: tuple[int, int, int]) -> bool:
    return bool(found[0] == spot[0] and found[1] < spot[2] and spot[1] < found[2])


def _size(found: Found) -> Fraction | None:
    """Without its sign, which only hedui takes from the words beside it."""
    try:
        return abs(Fraction(Decimal(str(found[3]))))
    except (InvalidOperation, ValueError, OverflowError):
        return None
