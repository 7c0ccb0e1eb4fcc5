"""The truth of made reports as a sheet that `hedui score` takes: a line a figure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.synth.fact_frames import frames_of
from pipeline.synth.figure import Figure, Span
from pipeline.synth.report import Report
from rules.metrics import catalogue
from rules.printed import plain_decimal

_HEADS: Final = (
    "item", "column", "quote", "kind", "value", "unit", "comparator", "role", "metric", "scope", "period", "base",
)  # fmt: skip
_UNITS: Final = {"CNY": "元", "pp": "百分点"}


def truth_sheet(report: Report, file: Path) -> int:
    """Write the gold sheet of a made report to `file`; how many figures it has."""
    frames = frames_of([report])[0]
    units = dict(zip(frames["fact_id"].str.rpartition("/")[2], frames["unit"], strict=True))
    rows = [_row(figure, str(units[figure.name] or "")) for figure in report.figures]
    file.write_text("\n".join("\t".join(row) for row in (_HEADS, *rows)) + "\n", encoding="utf-8")
    return len(rows)


def _row(figure: Figure, unit: str) -> Iterable[str]:
    meaning = figure.meaning
    entry = catalogue().named(meaning.metric)
    names = dict.fromkeys((meaning.metric, entry.name if entry else meaning.metric))
    return (
        meaning.item or "", meaning.column or "", figure.quantity, meaning.kind, plain_decimal(figure.value, 9),
        _UNITS.get(unit, unit), "eq", meaning.role, "|".join(names), meaning.scope or "", _period(meaning.span),
        meaning.base or "",
    )  # fmt: skip


def _period(span: Span) -> str:
    if span.kind == "deadline":
        return f"<={span.end.isoformat()}"
    if span.start == span.end:
        return f"@{span.end.isoformat()}"
    return f"{span.start:%Y-%m}..{span.end:%Y-%m}"
