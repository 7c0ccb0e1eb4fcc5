"""The truth of made reports as a sheet that `hedui score` takes: a line a figure, asked for what is printed of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pipeline.synth.draft import texts_of
from pipeline.synth.fact_frames import frames_of
from pipeline.synth.figure import Figure, Span
from pipeline.synth.forms import Narrative, Sheet
from pipeline.synth.report import Report
from rules.metrics import catalogue
from rules.printed import plain_decimal

_HEADS: Final = (
    "item", "column", "quote", "kind", "value", "unit", "comparator", "role", "metric", "scope", "period", "base",
)  # fmt: skip
_PERCENT: Final = re.compile(r"\d+%")
_UNITS: Final = {"CNY": "元", "pp": "百分点"}


def truth_sheet(report: Report, file: Path) -> int:
    """Write the gold sheet of a made report to `file`; how many figures it has."""
    frames = frames_of([report])[0]
    units = dict(zip(frames["fact_id"].str.rpartition("/")[2], frames["unit"], strict=True))
    words = _printed(report)
    rows = [_row(figure, str(units[figure.name] or ""), words) for figure in report.figures]
    lines = ["\t".join(row) for row in (_HEADS, *rows, *_untold(report))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(rows)


def _printed(report: Report) -> str:
    """All words of the report, without its figures."""
    heads = () if isinstance(report.form, Narrative) else report.form.heads
    return "\n".join((report.form.title, *heads, *texts_of(report.form)))


def _untold(report: Report) -> Iterator[Iterable[str]]:
    """Percentages in the last column that the maker counts among the words: neither asked nor charged."""
    if isinstance(report.form, Sheet):
        for row in report.form.rows:
            yield from (("", "", cell, "*", *[""] * (len(_HEADS) - 4)) for cell in row if _PERCENT.fullmatch(cell))


def _row(figure: Figure, unit: str, words: str) -> Iterable[str]:
    """A whole's scope is not asked where only 合计 is printed, nor what budget a completion is of."""
    meaning = figure.meaning
    entry = catalogue().named(meaning.metric)
    names = dict.fromkeys((meaning.metric, entry.name if entry else meaning.metric))
    scope = meaning.scope if meaning.scope and meaning.scope in words else ""
    return (
        meaning.item or "", meaning.column or "", figure.quantity, meaning.kind, plain_decimal(figure.value, 9),
        _UNITS.get(unit, unit), "eq", meaning.role, "|".join(names), scope, _period(meaning.span),
        "" if meaning.kind == "completion" else meaning.base or "",
    )  # fmt: skip


def _period(span: Span) -> str:
    if span.kind == "deadline":
        return f"<={span.end.isoformat()}"
    if span.start == span.end:
        return f"@{span.end.isoformat()}"
    return f"{span.start:%Y-%m}..{span.end:%Y-%m}"
