"""Makes the inbox of a night: synthetic reports of mixed kinds, some sheets printed as PDF, scans if asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PIL import Image
from printing.invented_pages import invented_page
from printing.pages import pdf_table
from printing.scan import scanned, some_scanner

from pipeline.synth import make_archive
from pipeline.synth.draft import filled_form
from pipeline.synth.forms import Narrative, ValueTable
from pipeline.synth.report import Report
from pipeline.synth.writing import write_report

MONTHS = 11
_PDF_EVERY = 4
"""One in so many tables is printed as PDF."""

_PAGE = 262.0
_SIGN, _ROOM = 3.6, 1.5
"""Millimetres: the width of a page, of a character, and what stands free in a cell."""


def make_inbox(inbox: Path, reports: int, scans: int = 0, done: Callable[[], object] = lambda: None) -> None:
    """Write `reports` reports of whole units, eleven months each, and `scans` scanned pages."""
    archive = make_archive(-(-reports // MONTHS), MONTHS, Fraction(3, 10), "night")
    for number, report in enumerate(archive.reports[:reports]):
        if number % _PDF_EVERY or isinstance(report.form, Narrative):
            write_report(report, inbox)
        else:
            _write_pdf(report, inbox)
        done()
    for seed in range(scans):
        scanner = some_scanner(seed)
        _, page = invented_page(seed, scanner.dpi)
        picture: Image.Image = scanned(page.picture, scanner)
        folder = inbox / "扫描件"
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(folder / f"{seed}.jpg", dpi=(scanner.dpi, scanner.dpi), quality=scanner.quality)
        done()


def _write_pdf(report: Report, inbox: Path) -> None:
    form = filled_form(report.form, report.figures)
    assert not isinstance(form, Narrative)
    captions = [form.caption] if isinstance(form, ValueTable) else []
    longest = [max(len(cell) for cell in column) for column in zip(form.heads, *form.rows, strict=True)]
    room = (_PAGE - len(longest) * (_SIGN + _ROOM)) / _SIGN
    share = room / sum(longest)
    widths = [max(3, int(length * min(1.0, share))) for length in longest]
    while sum(widths) > room:  # what short columns were given, the widest ones give up
        widths[widths.index(max(widths))] -= 1
    file = inbox / replace(report, source_name=report.source_name.rpartition(".")[0] + ".pdf").source_name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pdf_table(form.title, captions, [form.heads, *form.rows], widths))
