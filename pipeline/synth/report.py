"""A made report, and a slip planted in it with what it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pipeline.synth.equation import Equation, Place
from pipeline.synth.figure import Figure
from pipeline.synth.forms import Form
from pipeline.synth.slips import SlipKind
from pipeline.synth.unit import Unit

FileKind = Literal["txt", "html", "docx", "xlsx"]
FormName = Literal["bulletin", "progress_sheet", "main_figures", "by_district", "brief", "by_tax"]
Evidence = Literal["report", "earlier_months", "last_year"]
"""What an equation needs besides the report with the slip: nothing, other months of the year, the year before (or
after). A slip is told by the least that shows it."""


@dataclass(frozen=True, slots=True)
class Report:
    """One file to be written. `form` holds marks; `figures` are as printed, wrong ones included."""

    key: str
    unit: Unit
    year: int
    month: int
    form_name: FormName
    file_kind: FileKind
    source_name: str
    form: Form
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure:
        """Raises KeyError."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Broken:
    """An equation that a slip breaks. `widths` is how far the printed figure lies outside what would let it hold,
    in steps of its own last printed digit."""

    equation: Equation
    widths: Fraction
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Planted:
    """A slip with its effects. `suspects` are the figures any of which alone could be the wrong one, by arithmetic;
    `repairs` is how many numbers of as many decimals as the true print could stand there instead (None: too many)."""

    place: Place
    kind: SlipKind
    right: Figure
    wrong: Figure
    breaks: tuple[Broken, ...]
    suspects: tuple[Place, ...]
    repairs: int | None

    @property
    def worst(self) -> Fraction:
        return max((broken.widths for broken in self.breaks), default=Fraction(0))

    @property
    def evidence(self) -> Evidence | None:
        """The least that shows the slip by twice its printed width, else the least that shows it at all."""
        for least in (Fraction(2), Fraction(0)):
            found = {broken.evidence for broken in self.breaks if broken.widths >= least}
            for evidence in ("report", "earlier_months", "last_year"):
                if evidence in found:
                    return evidence
        return None

    @property
    def suspect_is_determined(self) -> bool:
        """Whether the arithmetic leaves only this figure to be wrong."""
        return self.suspects == (self.place,)

    @property
    def repair_is_determined(self) -> bool:
        return self.suspect_is_determined and self.repairs == 1
