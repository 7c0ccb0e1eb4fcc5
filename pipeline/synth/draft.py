"""A report being written: its figures, each standing in the text as one mark, and the equations between them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from pipeline.synth.equation import Equation, Place
from pipeline.synth.figure import Figure, Meaning, Span, Wording, rounded
from pipeline.synth.forms import Form, Narrative, Sheet, ValueTable
from pipeline.synth.unit import Unit
from rules.cutting import KINDS

_FIRST_MARK: Final = 0xE000
"""The first private-use character: one character of text for one figure."""


@dataclass(slots=True)
class Draft:
    """The report of one unit for one month; `form` holds marks where figures stand.

    `decimals` are those of amounts, growths, shares and completions; `factor` is the multiplier of amounts.
    """

    unit: Unit
    year: int
    month: int
    key: str
    factor: str = "亿"
    decimals: tuple[int, int, int, int] = (2, 1, 1, 1)
    strip: bool = False
    figures: list[Figure] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    form: Form = field(default_factory=lambda: Narrative("", ()))

    def place(self, name: str) -> Place:
        """The figure called `name`. Raises KeyError where the report has none."""
        if not self.has(name):
            raise KeyError(name)
        return Place(self.key, name)

    def has(self, name: str) -> bool:
        return any(figure.name == name for figure in self.figures)

    def must(self, *equations: Equation) -> None:
        self.equations.extend(equations)

    def habit(self, label: str, *options: str) -> str:
        """This unit's way of saying a thing."""
        return self.unit.choose(label, options)

    def phrase(self, label: str, *options: str) -> str:
        """This report's way of saying a thing: it changes from month to month."""
        return self.unit.choose(f"{label}/{self.year}/{self.month}", options)

    # ---- spans of time

    @property
    def in_month(self) -> Span:
        last = monthrange(self.year, self.month)[1]
        return Span(date(self.year, self.month, 1), date(self.year, self.month, last), "month")

    @property
    def so_far(self) -> Span:
        last = monthrange(self.year, self.month)[1]
        return Span(date(self.year, 1, 1), date(self.year, self.month, last), "month" if self.month == 1 else "ytd")

    @property
    def before(self) -> Span:
        """January to the month before; in January, last year's."""
        year, month = (self.year, self.month - 1) if self.month > 1 else (self.year - 1, 12)
        return Span(date(year, 1, 1), date(year, month, monthrange(year, month)[1]), "month" if month == 1 else "ytd")

    @property
    def in_year(self) -> Span:
        return Span(date(self.year, 1, 1), date(self.year, 12, 31), "year")

    @property
    def last_year_so_far(self) -> Span:
        span, year = self.so_far, self.year - 1
        return Span(date(year, 1, 1), date(year, self.month, monthrange(year, self.month)[1]), span.kind)

    @property
    def last_year_month(self) -> Span:
        last = monthrange(self.year - 1, self.month)[1]
        return Span(date(self.year - 1, self.month, 1), date(self.year - 1, self.month, last), "month")

    # ---- figures; each returns the mark that stands for it in the text

    def amount(self, name: str, fen: int, metric: str, span: Span, **meaning: Any) -> str:
        """Money; `fen` may be negative only for a change."""
        factor, decimals = self._scale(name, fen)
        return self._add(name, Fraction(fen, 100), Meaning(metric, "amount", span, **meaning), decimals, factor, "元")

    def goal(self, name: str, fen: int, metric: str, **meaning: Any) -> str:
        """A yearly target that is a round number by itself: printed in full."""
        meaning.setdefault("role", "target")
        factor = "亿" if fen >= 10**10 else "万"
        yuan = Fraction(fen, 100)
        for decimals in range(5):
            if (yuan / (10**8 if factor == "亿" else 10**4) * 10**decimals).denominator == 1:
                break
        mark = self._add(name, yuan, Meaning(metric, "amount", self.in_year, **meaning), decimals, factor, "元")
        self._last_is_exact()
        return mark

    def change(self, name: str, fen: int, metric: str, span: Span, **meaning: Any) -> str:
        factor, decimals = self._scale(name, fen)
        said = Meaning(metric, "change", span, **meaning)
        return self._add(name, Fraction(fen, 100), said, decimals, factor, "元", "change")

    def moved(self, name: str, fen: int, metric: str, span: Span, wording: Wording, **meaning: Any) -> str:
        """A change told by the words of its field: 增收, 减支."""
        factor, decimals = self._scale(name, fen)
        said = Meaning(metric, "change", span, **meaning)
        return self._add(name, Fraction(fen, 100), said, decimals, factor, "元", wording)

    def points(self, name: str, points: Fraction, metric: str, span: Span, wording: Wording, **meaning: Any) -> str:
        """Percentage points of difference."""
        said = Meaning(metric, "gap_pp" if wording == "ahead" else "change_pp", span, **meaning)
        return self._add(name, points, said, self.decimals[2], "", "个百分点", wording)

    def growth(self, name: str, percent: Fraction, metric: str, span: Span, **meaning: Any) -> str:
        said = Meaning(metric, "growth", span, **meaning)
        return self._add(name, percent, said, self.decimals[1], "", "%", "growth")

    def share(self, name: str, percent: Fraction, metric: str, span: Span, base: str, **meaning: Any) -> str:
        said = Meaning(metric, "share", span, base=base, **meaning)
        return self._add(name, percent, said, self.decimals[2], "", "%")

    def completion(self, name: str, percent: Fraction, metric: str, base: str | None, **meaning: Any) -> str:
        said = Meaning(metric, "completion", self.so_far, base=base, **meaning)
        return self._add(name, percent, said, self.decimals[3], "", "%")

    def count(self, name: str, number: int, metric: str, unit: str, span: Span, **meaning: Any) -> str:
        mark = self._add(name, Fraction(number), Meaning(metric, "count", span, **meaning), 0, "", unit)
        self._last_is_exact()
        return mark

    def price(self, name: str, yuan: int, metric: str, per: str, **meaning: Any) -> str:
        said = Meaning(metric, "unit_price", self.in_year, role="standard", per=per, **meaning)
        mark = self._add(name, Fraction(yuan), said, 0, "", "元")
        self._last_is_exact()
        return mark

    def cell(self, name: str, fen: int, worth: Fraction, decimals: int, meaning: Meaning) -> str:
        """A bare amount in a table whose caption names the unit; `worth` yuan each."""
        return self._add(name, Fraction(fen, 100), meaning, decimals, "", "", "signed", worth, thousands=True)

    def percent_cell(self, name: str, percent: Fraction, decimals: int, meaning: Meaning) -> str:
        """A bare percentage in a table whose head says %."""
        return self._add(name, percent, meaning, decimals, "", "", "signed")

    def completion_cell(self, name: str, percent: Fraction, item: str) -> str:
        """A whole percentage in the completion column of a progress sheet."""
        said = Meaning(item, "completion", self.so_far, column="completion")
        return self._add(name, percent, said, 0, "", "%")

    def _scale(self, name: str, fen: int) -> tuple[str, int]:
        """Small amounts are told in 万元 where the report speaks of 亿元; some units use now one, now the other."""
        if "mixed" in self.unit.habits and abs(fen) >= 10**9:
            label = f"scale/{self.year}/{self.month}"
            of_report = self.unit.choose(label, ((self.factor, self.decimals[0]), ("亿", 2), ("万", 0)))
            return self.unit.choose(f"{label}/{name}", (of_report, of_report, of_report, ("亿", 2), ("万", 0)))
        if self.factor == "亿" and abs(fen) < 10**9:
            return "万", 0
        return self.factor, self.decimals[0]

    def _add(
        self,
        name: str,
        truth: Fraction,
        meaning: Meaning,
        decimals: int,
        factor: str,
        unit: str,
        wording: Wording = "plain",
        worth: Fraction = Fraction(1),
        thousands: bool = False,
    ) -> str:
        if self.has(name):
            raise ValueError(f"{self.key} has two figures called {name}")
        cut = "cut" in self.unit.habits and meaning.kind in KINDS["rate"]
        printed = rounded(truth, decimals, factor, unit, worth, self.strip and wording != "signed", cut)
        figure = Figure(name, meaning, truth, printed, worth, truth < 0, wording, False, thousands, cut)
        self.figures.append(figure)
        return chr(_FIRST_MARK + len(self.figures) - 1)

    def _last_is_exact(self) -> None:
        self.figures[-1] = replace(self.figures[-1], exact=True)


def marks_in(text: str) -> list[int]:
    """The numbers of the figures that stand in a text, in order."""
    return [ord(character) - _FIRST_MARK for character in text if 0xE000 <= ord(character) <= 0xF8FF]


def filled(text: str, figures: list[Figure] | tuple[Figure, ...]) -> str:
    """The text with each figure printed in its place."""
    return "".join(
        figures[ord(character) - _FIRST_MARK].words if 0xE000 <= ord(character) <= 0xF8FF else character
        for character in text
    )


def texts_of(form: Form) -> tuple[str, ...]:
    """All cells or paragraphs in the order of print."""
    match form:
        case Narrative(paragraphs=paragraphs):
            return paragraphs
        case Sheet(rows=rows) | ValueTable(rows=rows):
            return tuple(cell for row in rows for cell in row)


def filled_form(form: Form, figures: list[Figure] | tuple[Figure, ...]) -> Form:
    """The form as printed."""
    match form:
        case Narrative():
            return replace(form, paragraphs=tuple(filled(text, figures) for text in form.paragraphs))
        case Sheet() | ValueTable():
            return replace(form, rows=tuple(tuple(filled(cell, figures) for cell in row) for row in form.rows))
