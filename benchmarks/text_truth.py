"""Texts whose figures are known: made bulletins and briefs, and invented work reports with their author's truth."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from pipeline.synth import make_archive
from pipeline.synth.draft import filled, marks_in
from pipeline.synth.figure import Figure
from pipeline.synth.forms import Narrative
from pipeline.synth.report import Report
from rules.printed import read_printed
from tests.work_reports import FOLDER, WorkReport, read_work_report

Sort = Literal["amount", "percent"]
Dates = tuple[date, date]
"""The first and the last day."""

_PERCENT: Final = frozenset({"growth", "share", "completion", "change_pp", "gap_pp"})
_MONEY: Final = frozenset({"amount", "change", "unit_price"})
_POINTS: Final = re.compile(r"(?<!个)百分点")
"""The truth leaves 个 out, which would be a hundred."""
_NO_PERIOD: Final = date(2023, 12, 31)
"""Where no period is asked it matters to nobody."""
_TIMELESS: Final = frozenset({"deadline", "instant"})


@dataclass(frozen=True)
class TrueFigure:
    """`start` to `end` of the paragraph; `size` in yuan or percent, without its sign; `period` None where not asked."""

    paragraph: int
    start: int
    end: int
    sort: Sort
    size: Fraction
    period: Dates | None


@dataclass(frozen=True)
class TrueText:
    """Running text with all of its amounts and percentages. `issued` is the day after the latest month it tells of.

    `not_asked` are places (paragraph, start, end) at which whatever is found neither helps nor harms, `unplaced` the
    sizes of what is told in words (八成, 38个基点): whoever finds them has not found too much.
    """

    paragraphs: tuple[str, ...]
    figures: tuple[TrueFigure, ...]
    issued: date
    not_asked: tuple[tuple[int, int, int], ...] = ()
    unplaced: frozenset[Fraction] = frozenset()

    @property
    def kb(self) -> float:
        """In UTF-8."""
        return sum(len(words.encode()) for words in self.paragraphs) / 1024


def made_texts(seed: str, kb: float) -> list[TrueText]:
    """Bulletins and briefs of units that do not exist, together at least `kb`; other seeds give other texts."""
    texts: list[TrueText] = []
    for unit in range(10**6):
        archive = make_archive(1, 6, seed=f"text {seed}.{unit}", forms=("bulletin", "brief"))
        texts += [_of_report(report) for report in archive.reports]
        if sum(text.kb for text in texts) >= kb:
            return texts
    return texts


def _of_report(report: Report) -> TrueText:
    form = report.form
    assert isinstance(form, Narrative)
    marked = [form.title, *(words.removeprefix("# ") for words in form.paragraphs)]
    figures = [
        figure for number, words in enumerate(marked) for figure in _figures(words, number, report.figures)
    ]  # fmt: skip
    last = date(report.year, report.month, monthrange(report.year, report.month)[1])
    paragraphs = tuple(filled(words, report.figures) for words in marked)
    return TrueText(paragraphs, tuple(figures), last + timedelta(1))


def _figures(marked: str, paragraph: int, figures: Sequence[Figure]) -> Iterator[TrueFigure]:
    """Where the amounts and percentages of one paragraph stand once it is filled."""
    at = 0
    for character in marked:
        for number in marks_in(character):
            figure = figures[number]
            meaning, end = figure.meaning, at + len(figure.words)
            period = None if meaning.span.kind in _TIMELESS else (meaning.span.start, meaning.span.end)
            if sort := _sort(meaning.kind):
                size = abs(figure.value)
                yield TrueFigure(paragraph, end - len(figure.quantity), end, sort, size, period)
        at += len(filled(character, tuple(figures)))


def _sort(kind: str) -> Sort | None:
    return "amount" if kind in _MONEY else "percent" if kind in _PERCENT else None


def work_report_texts() -> list[TrueText]:
    """The invented work reports of the tests that are running text."""
    reports = [read_work_report(file) for file in sorted(FOLDER.glob("*.txt"))]
    return [_of_work_report(report) for report in reports if "\t" not in report.text]


def _of_work_report(report: WorkReport) -> TrueText:
    """The truth names what is printed, in order of print and once: where else the same is said, it is not asked."""
    paragraphs = tuple(report.text.splitlines())
    figures: dict[tuple[int, int, int], TrueFigure] = {}
    not_asked: list[tuple[int, int, int]] = []
    unplaced: set[Fraction] = set()
    place = (0, 0)
    for _, _, quote, kind, _, _, _, role, _, _, period, _ in report.gold:
        words = _POINTS.sub("个百分点", quote.lstrip("+-"))
        printed = read_printed(words)
        spot = _found(paragraphs, words, place)
        if spot is None and words.endswith("个百分点"):
            spot = _found(paragraphs, words.removesuffix("个百分点"), place)
        if spot is None:  # told in another unit than the text's, as 0.38 points of 38个基点
            unplaced.update([abs(printed.value)] if printed else [])
            continue
        place = spot[:2]
        sort = _sort(kind)
        not_asked += _everywhere(paragraphs, words)
        if sort and printed and printed.unit.startswith("元" if sort == "amount" else ("%", "个百分点")):
            asked = _dates(period) if role == "actual" else None
            figures[spot] = TrueFigure(*spot, sort, abs(printed.value), asked)
    told = [figure.period[1] for figure in figures.values() if figure.period]
    issued = max(told, default=_NO_PERIOD) + timedelta(1)
    return TrueText(paragraphs, tuple(figures.values()), issued, tuple(not_asked), frozenset(unplaced))


def _found(paragraphs: Sequence[str], words: str, place: tuple[int, int]) -> tuple[int, int, int] | None:
    """From `place` on, else from the beginning: paragraph, start, end. Not within a longer number."""
    exact = _exactly(words)
    for first, begin in (place, (0, 0)):
        for number in range(first, len(paragraphs)):
            if hit := exact.search(paragraphs[number], begin if number == first else 0):
                return number, hit.start(), hit.end()
    return None


def _everywhere(paragraphs: Sequence[str], words: str) -> Iterator[tuple[int, int, int]]:
    exact = _exactly(words)
    return ((number, hit.start(), hit.end()) for number, said in enumerate(paragraphs) for hit in exact.finditer(said))


def _exactly(words: str) -> re.Pattern[str]:
    """Not within a longer number; with commas between the digits or without."""
    loose = "".join(f"{each},?" if each.isdigit() else re.escape(each) for each in words)
    return re.compile(rf"(?<![\d.,]){loose}(?!\d)")


def _dates(written: str) -> Dates | None:
    """Of `2023`, `2023-05` and `2023-01..2023-05`; nothing else is a span of whole months."""
    first, _, last = written.partition("..")
    try:
        begin, end = ([int(part) for part in (each or first).split("-")] for each in (first, last))
    except ValueError:
        return None
    if len(begin) > 2 or len(end) > 2:
        return None
    months = (begin[1] if len(begin) > 1 else 1, end[1] if len(end) > 1 else 12)
    return date(begin[0], months[0], 1), date(end[0], months[1], monthrange(end[0], months[1])[1])
