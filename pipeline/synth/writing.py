"""Writes an archive to a folder: the reports under their units, and `truth.jsonl` beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from pipeline.synth.archive import Archive
from pipeline.synth.draft import filled, filled_form, marks_in, texts_of
from pipeline.synth.file_kinds.office import write_docx, write_xlsx
from pipeline.synth.file_kinds.text_dump import text_dump
from pipeline.synth.file_kinds.web_page import html_page
from pipeline.synth.report import Planted, Report
from rules.printed import plain_decimal

TRUTH_FILE: Final = "truth.jsonl"
REPORTS_FOLDER: Final = "reports"


def write_archive(archive: Archive, out: Path, done: Callable[[int], None] | None = None) -> None:
    """Write the reports below `out/reports` and the truth to `out/truth.jsonl`, one line a report.

    The folder is made where it is missing; files of the same names are replaced. Raises OSError.
    """
    slips = {planted.place.report: planted for planted in archive.planted}
    out.mkdir(parents=True, exist_ok=True)
    with (out / TRUTH_FILE).open("w", encoding="utf-8", newline="\n") as truth:
        for number, report in enumerate(archive.reports, start=1):
            write_report(report, out / REPORTS_FOLDER)
            line = truth_of(report, slips.get(report.key), archive)
            truth.write(json.dumps(line, ensure_ascii=False) + "\n")
            if done:
                done(number)


def write_report(report: Report, inbox: Path) -> Path:
    """Write one report below `inbox`; its path."""
    file = inbox / report.source_name
    file.parent.mkdir(parents=True, exist_ok=True)
    form = filled_form(report.form, report.figures)
    match report.file_kind:
        case "txt":
            file.write_text(text_dump(form), encoding="utf-8", newline="\n")
        case "html":
            file.write_text(html_page(form), encoding="utf-8", newline="\n")
        case "docx":
            write_docx(form, file)
        case "xlsx":
            write_xlsx(form, file)
    return file


def truth_of(report: Report, planted: Planted | None, archive: Archive) -> dict[str, Any]:
    """The line of `truth.jsonl` of one report: what it is, and its slip or null."""
    return {
        "source_name": report.source_name,
        "unit": report.unit.office,
        "period": f"{report.year}-{report.month:02}",
        "form": report.form_name,
        "figures": len(report.figures),
        "slip": slip_truth(report, planted, archive) if planted else None,
    }


def slip_truth(report: Report, planted: Planted, archive: Archive) -> dict[str, Any]:
    """A planted slip as plain data; values in the base unit, as decimals in text."""
    meaning, wrong, right = planted.right.meaning, planted.wrong, planted.right
    names = {other.key: other.source_name for other in archive.reports} if planted.breaks else {}
    return {
        "kind": planted.kind,
        "figure": planted.place.name,
        "metric": meaning.metric,
        "measure": meaning.kind,
        "scope": meaning.scope,
        "item": meaning.item,
        "column": meaning.column,
        "text": text_around(report, planted.place.name),
        "printed": wrong.quantity,
        "should_be": right.quantity,
        "value": plain_decimal(wrong.value, 9),
        "should_be_value": plain_decimal(right.value, 9),
        "truth": plain_decimal(right.truth, 9),
        "evidence": planted.evidence,
        "worst_widths": _shown(planted.worst),
        "suspect_determined": planted.suspect_is_determined,
        "repair_determined": planted.repair_is_determined,
        "breaks": [
            {
                "equation": broken.equation.name,
                "family": broken.equation.family,
                "widths": _shown(broken.widths),
                "evidence": broken.evidence,
                "figures": [[names[place.report], place.name] for place in broken.equation.places],
            }
            for broken in planted.breaks
        ],
    }


def text_around(report: Report, name: str) -> str:
    """The paragraph or cell, as printed, in which the figure stands."""
    number = [figure.name for figure in report.figures].index(name)
    return next(filled(text, report.figures) for text in texts_of(report.form) if number in marks_in(text))


def _shown(widths: Fraction) -> str:
    return plain_decimal(widths, 3)
