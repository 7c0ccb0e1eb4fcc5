"""The frames that reconciliation reads, straight from the truth: as if every report had been read without a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from pipeline.synth.draft import filled, marks_in, texts_of
from pipeline.synth.equation import Place
from pipeline.synth.figure import Figure
from pipeline.synth.forms import Narrative, Sheet
from pipeline.synth.report import FormName, Report
from rules.metrics import catalogue
from rules.widening import EXACT_ROLES

_KINDS: Final[dict[FormName, str]] = {
    "bulletin": "narrative",
    "progress_sheet": "progress_sheet",
    "main_figures": "statistics",
    "by_district": "statistics",
    "brief": "narrative",
    "by_tax": "statistics",
}
_CLASSIFIER: Final = re.compile(r"人次|公里|[人户套条项个家]")
_ITEM_COLUMNS: Final = (
    "item_id", "report_id", "source_name", "item_position", "name", "target_text", "head_current", "head_cumulative",
)  # fmt: skip

Row = dict[str, Any]


def fact_id(place: Place) -> str:
    """The id that the fact of a figure has in the frames."""
    return f"{place.report}/{place.name}"


def frames_of(reports: Sequence[Report]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Facts, items and reports as `pipeline.reconcile.reconcile` takes them."""
    facts = [row for report in reports for row in _facts(report)]
    items = [row for report in reports for row in _items(report)]
    return (
        pd.DataFrame(facts, dtype=object),
        pd.DataFrame(items, columns=list(_ITEM_COLUMNS), dtype=object),
        pd.DataFrame([_report(report) for report in reports], dtype=object),
    )


def _report(report: Report) -> Row:
    span = _period(report)
    return {
        "report_id": report.key,
        "source_name": report.source_name,
        "unit": report.unit.office,
        "region": report.unit.region,
        "kind": _KINDS[report.form_name],
        "period_start": span[0],
        "period_end": span[1],
    }


def _period(report: Report) -> tuple[str, str]:
    last = max(figure.meaning.span.end for figure in report.figures if figure.meaning.span.end.month == report.month)
    return last.replace(day=1).isoformat(), last.isoformat()


def _items(report: Report) -> Iterator[Row]:
    if not isinstance(report.form, Sheet):
        return
    heads = report.form.heads
    at = 1 if heads[0] == "序号" else 0
    for position, cells in enumerate(report.form.rows, start=1):
        yield {
            "item_id": f"{report.key}/item{position}",
            "report_id": report.key,
            "source_name": report.source_name,
            "item_position": position,
            "name": cells[at],
            "target_text": filled(cells[at + 1], report.figures),
            "head_current": heads[at + 2],
            "head_cumulative": heads[at + 3],
        }


def _facts(report: Report) -> Iterator[Row]:
    start, end = _period(report)
    about = {
        "report_id": report.key,
        "source_name": report.source_name,
        "unit_name": report.unit.office,
        "region": report.unit.region,
        "report_kind": _KINDS[report.form_name],
        "report_period_start": start,
        "report_period_end": end,
        "issued_on": None,
    }
    positions = {item["name"]: item["item_position"] for item in _items(report)}
    for sentence, clause, text, number in _standing(report):
        figure = report.figures[number]
        yield {
            **about,
            **_fact(figure),
            "fact_id": fact_id(Place(report.key, figure.name)),
            "item_position": positions.get(figure.meaning.item),
            "evidence": text,
            "sentence": sentence,
            "clause": clause,
        }


def _standing(report: Report) -> Iterator[tuple[int, int, str, int]]:
    """Sentence, clause, the clause's text and the number of each figure, in order of print."""
    sentence = 0
    if isinstance(report.form, Narrative | Sheet):
        for text in texts_of(report.form):
            for part in text.split("。"):
                for clause, words in enumerate(re.split("[，；]", part)):
                    printed = filled(words, report.figures)
                    yield from ((sentence, clause, printed, number) for number in marks_in(words))
                sentence += 1
        return
    for cells in report.form.rows:
        # Of a figure in a table, the words are those of its row and of its column's head.
        for clause, (head, cell) in enumerate(zip(report.form.heads, cells, strict=True)):
            words = f"{cells[0].strip()} {head}"
            yield from ((sentence, clause, words, number) for number in marks_in(cell))
        sentence += 1


def _fact(figure: Figure) -> Row:
    meaning = figure.meaning
    exact = figure.exact or meaning.role in EXACT_ROLES
    interval = figure.read
    entry = catalogue().named(meaning.metric)
    return {
        "item": meaning.item,
        "column": meaning.column,
        "metric": meaning.metric,
        "metric_name": entry.name if entry else None,
        "metric_code": entry.code if entry else None,
        "parent_metric": meaning.parent,
        "kind": meaning.kind,
        "role": meaning.role,
        "comparator": "eq",
        "value": _decimal(figure.value),
        "low": _decimal(figure.value if exact else interval.low),
        "high": _decimal(figure.value if exact else interval.high),
        "unit": _unit(figure),
        "per": meaning.per,
        "printed": figure.quantity,
        "period_start": meaning.span.start.isoformat(),
        "period_end": meaning.span.end.isoformat(),
        "period_kind": meaning.span.kind,
        "period_source": "explicit" if meaning.column is None else "column",
        "scope": meaning.scope,
        "base": meaning.base,
        "basis": meaning.basis,
        "column_period_start": None,
        "column_period_end": None,
        "column_period_kind": None,
    }


def _unit(figure: Figure) -> str:
    if figure.meaning.kind in ("growth", "share", "completion"):
        return "%"
    if figure.meaning.kind in ("change_pp", "gap_pp"):
        return "pp"
    classifier = _CLASSIFIER.search(figure.printed.unit)
    return classifier.group() if figure.meaning.kind == "count" and classifier else "CNY"


def _decimal(value: Fraction) -> Decimal:
    """Exactly: printed figures end after a few decimals."""
    return Decimal(value.numerator) / Decimal(value.denominator)
