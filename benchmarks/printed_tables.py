"""Made tables printed as PDF, scan, Word file and workbook, with the figures that stand in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright
from printing.scan import Scanner, scanned

from extractors import libreoffice
from pipeline.synth import make_archive
from pipeline.synth.draft import filled, filled_form, marks_in
from pipeline.synth.file_kinds.office import write_docx, write_xlsx
from pipeline.synth.file_kinds.web_page import html_page
from pipeline.synth.forms import Sheet, ValueTable
from pipeline.synth.report import FormName, Report

Kind = Literal["browser PDF", "office PDF", "scan", "Word file", "workbook"]
_DPI: Final = 200
_CATEGORIES: Final = ("绩效指标", "工作目标", "重点任务")


@dataclass(frozen=True)
class PrintedCell:
    """A cell that holds figures: the words of its row and of its column, and the digits as printed, with their sign."""

    row: str
    head: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class MadeTable:
    """A table as it is to be printed, and its cells that hold figures."""

    form: Sheet | ValueTable
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True)
class Printed:
    """A file of one table."""

    kind: Kind
    file: Path
    pages: int
    cells: tuple[PrintedCell, ...]


class CannotPrint(Exception):
    """A program that prints is not installed."""


def made_tables(count: int, seed: str, *, long: bool) -> list[MadeTable]:
    """`count` tables: by turns a table of amounts of each make, and a progress sheet of one unit, or, if `long`, of
    two, which goes over pages."""
    forms: tuple[FormName, ...] = ("main_figures", "by_district", "by_tax")
    amounts = make_archive(count, 2, seed=f"{seed}/amounts", forms=forms).reports
    sheets = make_archive(12 + 4 * count, 2, seed=f"{seed}/sheets", forms=("progress_sheet",)).reports
    numbered = [sheet for sheet in sheets if sheet.month == 3 and _heads(sheet)[0] == "序号"]
    alike = max(([sheet for sheet in numbered if _heads(sheet) == _heads(first)] for first in numbered), key=len)
    values = [_values(report) for report in amounts if report.month == 3]
    units = 2 if long else 1
    tables = [
        _sheet([alike[(at + unit) % len(alike)] for unit in range(units)]) for at in range(0, units * count, units)
    ]
    return [tables[at // 4] if at % 4 == 1 else values[at] for at in range(count)]


def _heads(report: Report) -> tuple[str, ...]:
    assert isinstance(report.form, Sheet | ValueTable)
    return report.form.heads


def _values(report: Report) -> MadeTable:
    form = filled_form(report.form, report.figures)
    assert isinstance(form, ValueTable)
    return MadeTable(form, tuple(_cells(report, form.heads, 0, "")))


def _sheet(reports: Sequence[Report]) -> MadeTable:
    """The rows of several units as one sheet by categories, whose cells are merged downwards."""
    forms = [filled_form(report.form, report.figures) for report in reports]
    first = forms[0]
    assert isinstance(first, Sheet)
    heads = ("类别", *first.heads[1:])
    rows: list[tuple[str, ...]] = []
    cells: list[PrintedCell] = []
    for report, form, category in zip(reports, forms, _CATEGORIES, strict=False):
        assert isinstance(form, Sheet)
        rows += [(category, f"{report.unit.region}{row[1]}", *row[2:]) for row in form.rows]
        cells += _cells(report, heads, 1, report.unit.region)
    return MadeTable(Sheet(first.title, heads, tuple(rows), categories=True), tuple(cells))


def _cells(report: Report, heads: Sequence[str], named_by: int, before: str) -> Iterator[PrintedCell]:
    """The cells that hold figures; the row is named by one column, with `before` put before it."""
    form = report.form
    assert isinstance(form, Sheet | ValueTable)
    for row in form.rows:
        label = before + filled(row[named_by], report.figures).strip()
        for head, cell in zip(heads, row, strict=True):
            if figures := [report.figures[number] for number in marks_in(cell)]:
                yield PrintedCell(label, head, tuple(digits(figure.quantity) for figure in figures))


def printed_tables(kind: Kind, count: int, seed: str, folder: Path) -> list[Printed]:
    """`count` files below `folder`. Raises CannotPrint."""
    made = made_tables(count, seed, long=kind != "scan")
    bases = [folder / str(number) / "report" for number in range(len(made))]
    for base in bases:
        base.parent.mkdir(parents=True, exist_ok=True)
    if kind in ("browser PDF", "scan"):
        _print_by_browser(made, bases)
    printed = [_PRINTERS[kind](table, base) for table, base in zip(made, bases, strict=True)]
    return [each for each in printed if kind != "scan" or each.pages == 1]  # what goes over is on no scan of ours


def to_warm_up(printed: Printed) -> Path:
    """A file of the same kind to be read once before what counts: of a scan, which takes seconds, a strip is enough."""
    if printed.kind != "scan":
        return printed.file
    strip = printed.file.with_stem("strip")
    with Image.open(printed.file) as page:
        page.crop((0, 0, page.width, page.height // 5)).save(strip, dpi=(_DPI, _DPI), quality=80)
    return strip


def digits(quantity: str) -> str:
    """A quantity's sign and digits: of -1,234.5亿元 the -1,234.5."""
    return "".join(char for char in quantity if char in "-0123456789.,")


def _print_by_browser(made: Sequence[MadeTable], bases: Sequence[Path]) -> None:
    """All of them by one browser: its start takes longer than a page."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise CannotPrint("chromium is not installed")
    with sync_playwright() as programs:
        running = programs.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = running.new_page()
        for table, base in zip(made, bases, strict=True):
            page.set_content(html_page(table.form))
            page.pdf(path=base.with_suffix(".pdf"), prefer_css_page_size=True)
        running.close()


def _browser_pdf(table: MadeTable, base: Path) -> Printed:
    return _pdf("browser PDF", table, base.with_suffix(".pdf"))


def _office_pdf(table: MadeTable, base: Path) -> Printed:
    if libreoffice.program() is None:
        raise CannotPrint("LibreOffice is not installed")
    source = base.with_suffix(".docx")
    write_docx(table.form, source)
    return _pdf("office PDF", table, libreoffice.convert(source, "pdf", base.parent))


def _pdf(kind: Kind, table: MadeTable, file: Path) -> Printed:
    with pypdfium2.PdfDocument(file) as pdf:
        return Printed(kind, file, len(pdf), table.cells)


def _scan(table: MadeTable, base: Path) -> Printed:
    """The first page of the browser's PDF as a scanner sees it."""
    with pypdfium2.PdfDocument(base.with_suffix(".pdf")) as pdf:
        page = pdf[0].render(scale=_DPI / 72).to_pil().convert("L")
        pages = len(pdf)
    file = base.with_suffix(".jpg")
    seed = int(base.parent.name)
    scanner = Scanner(dpi=_DPI, skew=(-0.8, 0.5, 0.0, 1.2)[seed % 4], noise=6, seed=seed)
    scanned(page, scanner).save(file, dpi=(_DPI, _DPI), quality=80)
    return Printed("scan", file, pages, table.cells)


def _docx(table: MadeTable, base: Path) -> Printed:
    file = base.with_suffix(".docx")
    write_docx(table.form, file)
    return Printed("Word file", file, 1, table.cells)


def _xlsx(table: MadeTable, base: Path) -> Printed:
    file = base.with_suffix(".xlsx")
    write_xlsx(table.form, file)
    return Printed("workbook", file, 1, table.cells)


_PRINTERS: Final[dict[Kind, Callable[[MadeTable, Path], Printed]]] = {
    "browser PDF": _browser_pdf,
    "office PDF": _office_pdf,
    "scan": _scan,
    "Word file": _docx,
    "workbook": _xlsx,
}
