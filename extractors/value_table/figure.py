"""The figure in a cell that holds nothing else: digits, sign as it is marked in tables, a unit where one is printed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import regex

from extractors.prose import Prose
from extractors.quantities.quantity import Quantity, decimal
from extractors.text import Text
from extractors.value_table.measure_unit import MeasureUnit, scale_named, unit_named

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("−"): "-", ord("﹣"): "-", ord("–"): "-", ord("，"): ",", ord("．"): ".", ord("﹪"): "%", ord("﹢"): "+",
}  # fmt: skip
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_FIGURE = regex.compile(
    rf"(?P<open>\()?(?P<mark>[-+▲▼△▽↑↓])?(?P<digits>{_DIGITS})(?P<unit>%|‰|\p{{Han}}{{1,6}}(?:/\p{{Han}}{{1,3}})?)?"
    r"(?P<close>\))?(?P<behind>[↑↓])?"
)
_NONE = regex.compile(r"[-—–－―─/\\／…·*＊xX×]+|--+|无|空|不适用|N/?A|n/?a|#DIV/0!|#N/A|#VALUE!|#REF!")
_DOWN = "-▼▽↓"
_NOTE_MARKS = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹⁽⁾")


@dataclass(frozen=True, slots=True)
class Figure:
    """A bare figure: its value as signed (not scaled), the weight of its last digit, and its own unit if printed.

    `prose` is the cell without white space; the figure is all of it. `scale` is a word of scale without a unit
    (12.5万), which counts whatever the table's figures count. `hollow` is true for △ and ▲, which stand for a minus
    only in tables that have no mark for down.
    """

    prose: Prose
    value: Fraction
    ulp: Fraction
    unit: MeasureUnit | None
    hollow: bool = False
    scale: int | None = None

    @property
    def percent(self) -> bool:
        return self.unit is not None and self.unit.dimension == "percent"

    def quantity(self, unit: MeasureUnit, minus_is_hollow: bool) -> Quantity:
        """The figure in `unit`; `minus_is_hollow` tells that △ is this table's minus."""
        value = -self.value if self.hollow and minus_is_hollow else self.value
        whole, half = decimal(value * unit.factor), decimal(self.ulp * unit.factor / 2)
        in_full = unit.dimension in ("count", "rank") and unit.factor == 1 and self.ulp == 1
        slack = half - half if in_full else half
        return Quantity(
            0, len(self.prose.string), whole, whole - slack, whole + slack, unit.base, unit.dimension,
            per=unit.per, scale=unit.scale, signed=value < 0,
        )  # fmt: skip


def figure_in(text: Text) -> Figure | None:
    """The figure that `text` is; None where it holds anything else."""
    cell = _tight(text)
    match = _FIGURE.fullmatch(cell.string)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    unit = unit_named(match["unit"]) if match["unit"] else None
    scale = scale_named(match["unit"]) if match["unit"] and unit is None else None
    if match["unit"] and unit is None and scale is None:
        return None
    digits = match["digits"].replace(",", "")
    if len(digits) > 20:
        return None
    mark = match["mark"] or match["behind"] or ("-" if match["open"] else "")
    value = Fraction(digits if digits[0] != "." else f"0{digits}")
    decimals = len(digits.partition(".")[2])
    down = bool(mark) and mark in _DOWN
    return Figure(cell, -value if down else value, Fraction(1, 10**decimals), unit, bool(mark) and mark in "△▲", scale)


def says_none(text: str) -> bool:
    """Whether a cell says that there is no figure: blank, a dash, a stroke."""
    return not text or _NONE.fullmatch(text) is not None


def marks_down(text: str) -> bool:
    """Whether `text` is marked with the arrow down, the counterpart of ▲ and △."""
    return any(mark in text for mark in "▼▽↓")


def _tight(text: Text) -> Prose:
    """The cell without white space, in half-width; two groups of digits on one line stay apart."""
    kept: list[str] = []
    index: list[int] = []
    gap = ""
    for position, char in enumerate(text.chars):
        if char.isspace() or char in "\u200b\ufeff\xa0":
            gap += char
            continue
        if char in _NOTE_MARKS and kept and kept[-1] in "0123456789%)":
            continue
        half = char.translate(_FULL_WIDTH)
        if gap and "\n" not in gap and kept and kept[-1].isdigit() and half.isdigit():
            kept.append(" ")  # 12 345 may be one number or two: not for us to say
            index.append(position - 1)
        gap = ""
        kept.append(half)
        index.append(position)
    return Prose(text, "".join(kept), tuple(index))
