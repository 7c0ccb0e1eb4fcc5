"""Makes the whole archive: units × months, each unit with its form and its words, slips planted in a share of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, get_args

from pipeline.synth.brief import brief
from pipeline.synth.bulletin import RESTATED, bulletin
from pipeline.synth.draft import Draft
from pipeline.synth.equation import Equation
from pipeline.synth.equations import growth_over, month_onto, no_less_than_before, points_between, same
from pipeline.synth.planting import plant
from pipeline.synth.progress_sheet import progress_sheet
from pipeline.synth.report import FileKind, FormName, Planted, Report
from pipeline.synth.tax_table import by_tax
from pipeline.synth.unit import Habit, make_unit
from pipeline.synth.value_table import by_district, main_figures

FILE_KINDS: Final[tuple[FileKind, ...]] = get_args(FileKind)
FORMS: Final[dict[FormName, tuple[Callable[[Draft], None], tuple[FileKind, ...]]]] = {
    "bulletin": (bulletin, ("txt", "html", "docx")),
    "progress_sheet": (progress_sheet, ("txt", "html", "docx", "xlsx")),
    "main_figures": (main_figures, ("xlsx", "html", "docx")),
    "by_district": (by_district, ("xlsx", "html", "docx")),
    "brief": (brief, ("txt", "html", "docx")),
    "by_tax": (by_tax, ("xlsx", "html", "docx")),
}
"""How each form is written, and the kinds of file it comes in."""

FIRST_YEAR: Final = 2023


@dataclass(frozen=True, slots=True)
class Archive:
    """All reports in order of unit and time, the equations between their figures, and the planted slips."""

    reports: tuple[Report, ...]
    equations: tuple[Equation, ...]
    planted: tuple[Planted, ...]


def make_archive(
    units: int,
    months: int,
    slips: Fraction = Fraction(0),
    seed: str = "1",
    file_kinds: Sequence[FileKind] = FILE_KINDS,
    forms: Sequence[FormName] = tuple(FORMS),
    done: Callable[[int], None] | None = None,
    habits: Sequence[Habit] = (),
) -> Archive:
    """`months` reports of each of `units` units, without Januaries, which are told together with February.

    Each unit has each of `habits` or has it not, by lot. Equal arguments give equal archives; more units leave the
    first ones as they are. `done` is told how many units
    are made. Raises ValueError if no form can be written in any of `file_kinds`.
    """
    usable = [name for name in forms if set(FORMS[name][1]) & set(file_kinds)]
    if not usable:
        raise ValueError("none of the forms comes in these kinds of file")
    reports: list[Report] = []
    equations: list[Equation] = []
    planted: list[Planted] = []
    for number in range(units):
        drafts = list(_drafts(seed, number, months, usable, habits))
        held = [equation for draft in drafts for equation in draft[0].equations]
        held += _across([draft for draft, _ in drafts])
        made = [_report(draft, form, file_kinds) for draft, form in drafts]
        made, slipped = plant(random.Random(f"{seed}/{number}/slips"), made, held, slips)
        reports += made
        equations += held
        planted += slipped
        if done:
            done(number + 1)
    return Archive(tuple(reports), tuple(equations), tuple(planted))


def _drafts(
    seed: str, number: int, months: int, forms: Sequence[FormName], habits: Sequence[Habit]
) -> Iterator[tuple[Draft, FormName]]:
    years = (months + 10) // 11
    form = forms[number % len(forms)]
    if form != "bulletin":
        # Only a bulletin says that an earlier figure has been restated; unsaid, nobody could tell it from a slip.
        habits = [habit for habit in habits if habit != "revised"]
    unit = make_unit(seed, number, FIRST_YEAR, years, habits)
    large = unit.level == "市"
    factor, decimals = unit.choose("amounts", (("亿", 2), ("亿", 2), ("亿", 1)) if large else (("亿", 2), ("万", 0)))
    digits = (decimals, 1, unit.choose("share digits", (1, 1, 2)), unit.choose("completion digits", (1, 1, 2)))
    strip = unit.choose("strip", (False, False, True))
    for at in range(months):
        year, month = FIRST_YEAR + at // 11, at % 11 + 2
        draft = Draft(unit, year, month, f"{number}/{year}-{month:02}", factor, digits, strip)
        FORMS[form][0](draft)
        yield draft, form


def _report(draft: Draft, form: FormName, file_kinds: Sequence[FileKind]) -> Report:
    unit = draft.unit
    kinds = tuple(kind for kind in FORMS[form][1] if kind in file_kinds)
    kind = unit.choose(f"file kind/{draft.year}/{draft.month}", kinds)
    called = draft.habit(
        "file name", f"{draft.year}年{draft.month}月", f"{draft.year}{draft.month:02}", f"{draft.year}-{draft.month:02}"
    )
    source = f"{unit.office}/{called}.{kind}"
    return Report(draft.key, unit, draft.year, draft.month, form, kind, source, draft.form, tuple(draft.figures))


def _across(drafts: Sequence[Draft]) -> list[Equation]:
    """What must hold between the reports of one unit."""
    by_time = {(draft.year, draft.month): draft for draft in drafts}
    equations: list[Equation] = []
    for draft in drafts:
        equations += _with_month_before(draft, by_time.get((draft.year, draft.month - 1)))
        equations += _with_year_before(draft, by_time.get((draft.year - 1, draft.month)))
    return equations


def _with_month_before(draft: Draft, before: Draft | None) -> Iterator[Equation]:
    if before is None:
        return
    for figure in draft.figures:
        name = figure.name
        key, _, measure = name.rpartition(".")
        if name == f"{RESTATED}.was":
            yield same(f"{RESTATED}.told", draft.place(name), before.place("revenue.ytd"))
        if not before.has(name):
            continue
        if measure == "ytd" and figure.meaning.kind in ("amount", "count"):
            late = draft.unit.late(key, before.year, before.month)
            if draft.has(f"{key}.month") and not late:
                yield month_onto(f"{key}.onto", before.place(name), draft.place(f"{key}.month"), draft.place(name))
            else:
                yield no_less_than_before(f"{key}.grows", before.place(name), draft.place(name))
        elif measure == "points" and key.endswith(".growth") and before.has(key):
            yield points_between(f"{name}.moved", draft.place(name), draft.place(key), before.place(key))
        elif figure.meaning.role in ("target", "stretch_target", "budget") and figure.meaning.kind != "completion":
            yield same(f"{name}.kept", before.place(name), draft.place(name), "target")


def _with_year_before(draft: Draft, before: Draft | None) -> Iterator[Equation]:
    if before is None:
        return
    same_figures = "restated" not in draft.unit.habits
    for figure in draft.figures:
        name = figure.name
        if name.endswith(".growth") and figure.meaning.role == "actual":
            level = name.removesuffix(".growth")
            if same_figures and draft.has(level) and before.has(level):
                yield growth_over(f"{name}.on.year", draft.place(name), draft.place(level), before.place(level))
        elif name.endswith(".share.points") and before.has(name.removesuffix(".points")):
            share = name.removesuffix(".points")
            yield points_between(f"{name}.moved", draft.place(name), draft.place(share), before.place(share), "share")
        elif name.endswith(".last") and not name.endswith(".month.last"):
            level = f"{name.removesuffix('.last')}.ytd"
            if same_figures and before.has(level):
                yield same(f"{name}.restated", draft.place(name), before.place(level), "growth")
