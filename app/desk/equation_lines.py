"""An equation written out for the page: signs between figures, each with its label, its print and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.rule_words import figure_words, relation_parts
from pipeline.review.equations import EquationFigure, ShownEquation
from pipeline.wording.fact_words import interval_words, number_words, unit_words

Row = Mapping[str, Any]

_BEHIND: Final = 2
_TOLD: Final = 6
"""Digits that are told of a computed number: behind the last of the figure it is compared with, and of one that is
compared with an exact figure."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sign (only `text`), or a figure: what the check calls it, as printed, what its digits allow, its number in the
    list of the finding's figures (None for one that is not in it) and whether it is the suspect."""

    text: str
    label: str = ""
    interval: str = ""
    fact_id: str | None = None
    number: int | None = None
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class EquationLine:
    """An equation in pieces, and what came of it: `reported` stands there, what `fits` would, `gap` is between them."""

    title: str
    pieces: tuple[Piece, ...]
    reported: str
    fits: str
    gap: str
    further: tuple[int, ...] = ()

    @property
    def groups(self) -> list[list[Piece]]:
        """The pieces that no line break parts: a sign stands before the figure that it belongs to."""
        groups: list[list[Piece]] = [[]]
        for piece in self.pieces:
            if piece.fact_id is None and any(each.fact_id for each in groups[-1]):
                groups.append([])
            groups[-1].append(piece)
        return groups


def equation_line(equation: ShownEquation, facts: Mapping[str, tuple[int, Row]], suspect: str | None) -> EquationLine:
    """`facts` are those of the finding by id, each with its number in the list."""
    check = equation.check
    pieces: list[Piece] = []
    for part in relation_parts(check.relation):
        if isinstance(part, str):
            pieces.append(Piece(part))
            continue
        figure = equation.figures.get(part.name)
        if figure is None or part.attribute:
            pieces.append(Piece(figure_words(check, part)))
            continue
        pieces.append(_figure(figure, figure_words(check, part), facts, suspect))
    reported = equation.figures.get(check.reported)
    fact = facts[reported.fact_id][1] if reported and reported.fact_id in facts else None
    unit = unit_words(dict(fact)) if fact else ""
    step = _step(fact) if fact else None
    low, high, gap = (_rounded(value, step) for value in (equation.low, equation.high, equation.gap))
    gap_words = number_words(gap, unit)
    return EquationLine(
        check.text.title,
        tuple(pieces),
        number_words(equation.reported, unit),
        interval_words(low, high, unit),
        f"{gap_words[:-1]}个百分点" if unit == "%" else gap_words,
        tuple(facts[fact_id][0] for fact_id in equation.further if fact_id in facts),
    )


def _step(fact: Row) -> int | None:
    """The place (a power of ten) behind which nothing is worth telling beside a figure; None for an exact one."""
    width: Decimal = fact["high"] - fact["low"]
    return width.adjusted() - _BEHIND if width else None


def _rounded(value: Decimal | None, step: int | None) -> Decimal | None:
    """A computed number without the digits behind that place; a small one keeps two, so that it is not told as 0."""
    if value is None or not value:
        return value
    last = value.adjusted() - _TOLD if step is None else min(step, value.adjusted() - 1)
    return value.quantize(Decimal(1).scaleb(last))


def _figure(figure: EquationFigure, label: str, facts: Mapping[str, tuple[int, Row]], suspect: str | None) -> Piece:
    known = facts.get(figure.fact_id)
    if known is None:
        return Piece(label)
    number, fact = known
    interval = "" if figure.low == figure.high else _short_interval(figure.low, figure.high, unit_words(dict(fact)))
    return Piece(fact["printed"], label, interval, figure.fact_id, number, figure.fact_id == suspect)


def _short_interval(low: Decimal, high: Decimal, unit: str) -> str:
    """26.925～26.935亿元: the unit once where both bounds have it."""
    first, last = number_words(low, unit), number_words(high, unit)
    measure = first.lstrip("-0123456789.,")
    return f"{first.removesuffix(measure)}～{last}" if measure == last.lstrip("-0123456789.,") else f"{first}～{last}"
