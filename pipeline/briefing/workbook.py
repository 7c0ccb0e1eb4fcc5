"""Writes the monthly summary as a workbook with charts."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from pipeline.briefing.charts import (
    COLOURS,
    LIGHTS,
    MOST_BARS,
    SERIES_HEIGHT,
    Counts,
    chart_height,
    code_words,
    counts_chart,
    most_first,
    series_chart,
)
from pipeline.briefing.figures import OWN_DATE_WORDS, MonthFigures
from pipeline.briefing.printed_sheet import PrintedSheet
from pipeline.briefing.series import DOUBTFUL_WORDS, Series
from pipeline.briefing.summary_file import summary_file
from pipeline.coverage.findings import kind_words
from pipeline.export.workbook import LINE_HEIGHT, MOST_LINES, lines_in
from pipeline.formula_guard import is_formula
from pipeline.wording.labels import COVERAGE_STATE, FAMILY, REPORT_KIND, SEVERITY, STATUS, label

_NAME_WIDTH: Final = 26
_OVERVIEW_WIDTHS: Final = (_NAME_WIDTH, 10, 10, 10, 2, 64)
_FINDING_WIDTHS: Final = (8, 12, 60, 40, 12, 18)
_REPORT_WIDTHS: Final = (24, 12, 50, 50, 12)
_OWED_WIDTHS: Final = (32, 14, 12, 12, 14)
_SERIES_WIDTHS: Final = (7, 13, 13, 13, 2, 54)
"""The last one of those with charts is the chart's."""
_TITLE_HEIGHT: Final = 24
_FRAME: Final = 3


def write_summary(path: Path, figures: MonthFigures) -> None:
    """Write the workbook: overview, findings, what came in and what is owed, series. Raises SummaryRefused."""
    with summary_file(path) as unfinished:
        # In memory: what is put together among the temporary files stays there where there is no room for all of it.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(unfinished), options) as book:
            summary = _Summary(book, figures)
            summary.overview()
            summary.findings()
            summary.submissions()
            summary.series()


class _Summary:
    def __init__(self, book: Any, figures: MonthFigures) -> None:
        self._book = book
        self._figures = figures
        self._month = f"{figures.year}年{figures.month}月"
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "valign": "vcenter"})
        self._cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self._number = book.add_format({"num_format": "#,##0.00", "border": 1})
        self._doubtful = book.add_format({"num_format": '#,##0.00"*"', "border": 1, "font_color": COLOURS["error"]})

    def overview(self) -> None:
        """Counts in a few lines, then findings and lights by unit with a chart of each."""
        figures = self._figures
        page = self._page("概况", _OVERVIEW_WIDTHS, charts=True)
        page.set_height(0, _TITLE_HEIGHT)
        page.sheet.write(0, 0, f"{self._month}报送数据核对情况", self._title)
        still = figures.open_findings
        lines = [
            ("本月报告（份）", len(figures.reports)),
            ("应报而缺报、没有读成（份）", sum(one.state in {"missing", "unreadable"} for one in figures.owed)),
            ("晚到（份）", sum(one.state == "late" for one in figures.owed)),
            ("未了结的疑点（处）", len(still)),
            ("其中错误（处）", sum(finding["severity"] == "error" for finding in still)),
            ("已通知单位更正（处）", sum(finding["status"] == "notified" for finding in still)),
            ("已更正、已说明（处）", len(figures.findings) - len(still)),
        ]
        for at, (words, count) in enumerate(lines, start=2):
            page.set_height(at, LINE_HEIGHT * lines_in(words, _NAME_WIDTH))
            page.sheet.write(at, 0, words, self._cell)
            page.sheet.write(at, 1, count, self._cell)
        at = len(lines) + 3
        severities = tuple(SEVERITY)
        at = self._counts(page, at, "各单位未了结的疑点", figures.units_of_findings, severities)
        at = self._counts(page, at, "各类未了结的疑点", figures.families_of_findings, severities)
        page.end(self._counts(page, at, "各单位目标的灯", figures.lights, LIGHTS))

    def _counts(self, page: PrintedSheet, at: int, title: str, counts: Counts, codes: tuple[str, ...]) -> int:
        """A table of names by code at row `at`, with a stacked chart beside it; the row after both."""
        if not counts:
            return at
        names = most_first(counts)
        heights = [LINE_HEIGHT * min(lines_in(name, _NAME_WIDTH), MOST_LINES) for name in names]
        # The rows that the chart is drawn from stand on one page: no head may come between them.
        drawn = min(MOST_BARS, page.fitting(heights, LINE_HEIGHT))
        chart = counts_chart(self._book, page.name, at, len(names), codes, title, drawn)
        high = chart_height(min(len(names), drawn))
        page.begin(at, max(high, LINE_HEIGHT + sum(heights[:drawn])))
        self._insert(page, at, chart, _OVERVIEW_WIDTHS, high)
        self._row(page, at, (title, *map(code_words, codes)), self._head)
        row = at
        for number, (name, height) in enumerate(zip(names, heights, strict=True)):
            row += 1
            if number >= drawn and page.begin(row, height):
                self._row(page, row, (f"{title}（续）", *map(code_words, codes)), self._head)
                row += 1
            page.set_height(row, height)
            self._text(page.sheet, row, 0, name)
            for column, code in enumerate(codes, start=1):
                page.sheet.write(row, column, counts[name].get(code, 0), self._cell)
        return max(row + 2, at + ceil(high / LINE_HEIGHT) + 1)

    def findings(self) -> None:
        """One finding a row, worst first."""
        page = self._page("疑点", _FINDING_WIDTHS)
        self._row(page, 0, ("程度", "规则", "说明", "文件", "状态", "编号"), self._head)
        for row, finding in enumerate(self._figures.findings, start=1):
            cells = (
                label(SEVERITY, finding["severity"]),
                label(FAMILY, finding["family"]),
                finding["message"],
                "\n".join(finding["source_names"]),
                label(STATUS, finding["status"]),
                finding["finding_id"],
            )
            self._row(page, row, cells, self._cell, _FINDING_WIDTHS)
        page.sheet.freeze_panes(1, 0)
        page.sheet.autofilter(0, 0, len(self._figures.findings), 5)
        page.end(len(self._figures.findings) + 1, heads=True)

    def submissions(self) -> None:
        """What came in, and on a sheet of its own what is owed for the month."""
        figures = self._figures
        page = self._page("报送情况", _REPORT_WIDTHS)
        self._row(page, 0, ("单位", "种类", "标题", "文件", "印发日期"), self._head)
        for row, report in enumerate(figures.reports, start=1):
            cells = [report[name] or "" for name in ("unit", "kind", "title", "source_name", "issued_on")]
            cells[1] = label(REPORT_KIND, cells[1])
            self._row(page, row, cells, self._cell, _REPORT_WIDTHS)
        page.sheet.freeze_panes(1, 0)
        page.end(len(figures.reports) + 1, heads=True)
        if figures.owed:
            self._owed()

    def _owed(self) -> None:
        figures = self._figures
        page = self._page("应报情况", _OWED_WIDTHS, upright=True)
        self._row(page, 0, ("应报单位", "种类", "期限", "到达", "情况"), self._head)
        for row, one in enumerate(figures.owed, start=1):
            kind = kind_words(one.period.owed.kind)
            cells = (one.period.owed.unit, kind, one.period.due, one.arrived or "", COVERAGE_STATE[one.state])
            self._row(page, row, cells, self._cell, _OWED_WIDTHS)
        last = len(figures.owed)
        if figures.judged_by_own_date:
            last += 1
            page.sheet.write_string(last, 0, OWN_DATE_WORDS)
        page.sheet.freeze_panes(1, 0)
        page.end(last + 1, heads=True)

    def series(self) -> None:
        """A block for each series: the year's months with their figures, and a chart beside it."""
        page, at = self._page("走势", _SERIES_WIDTHS, charts=True, upright=True), 0
        for one in self._figures.series:
            at = self._series(page, at, one)
        page.end(at)

    def _series(self, page: PrintedSheet, at: int, one: Series) -> int:
        """The block that begins in row `at`; the row after it."""
        below = max(self._figures.month + 2, ceil(SERIES_HEIGHT / LINE_HEIGHT))
        page.begin(at, _TITLE_HEIGHT + below * LINE_HEIGHT)
        page.set_height(at, _TITLE_HEIGHT)
        self._text(page.sheet, at, 0, one.name, self._title)
        cells = ("month", "cumulative", "growth")
        self._row(page, at + 1, ("月份", "当月（亿元）", "累计（亿元）", "累计增长（%）"), self._head)
        for month in range(1, self._figures.month + 1):
            row = at + 1 + month
            page.sheet.write(row, 0, f"{month}月", self._cell)
            for column, values in enumerate((one.month, one.cumulative, one.growth), start=1):
                if month in values:
                    form = self._doubtful if (cells[column - 1], month) in one.doubtful else self._number
                    page.sheet.write_number(row, column, float(values[month]), form)
                else:
                    page.sheet.write_blank(row, column, None, self._number)
        if one.doubtful:
            page.sheet.write_string(at + 2 + self._figures.month, 0, DOUBTFUL_WORDS)
        if one.is_drawn:
            chart = series_chart(self._book, page.name, at + 2, self._figures.month, one)
            self._insert(page, at + 1, chart, _SERIES_WIDTHS, SERIES_HEIGHT)
        return at + below + 2

    def _page(self, name: str, widths: Sequence[float], *, charts: bool = False, upright: bool = False) -> PrintedSheet:
        return PrintedSheet(self._book, name, self._month, widths, charts=charts, upright=upright)

    def _insert(self, page: PrintedSheet, at: int, chart: Any, widths: Sequence[float], points: float) -> None:
        """The chart at row `at` in the last column, as wide as that is and so many points high."""
        chart.set_size({"width": int(widths[-1] * 7), "height": int(points / 0.75) - 2 * _FRAME})
        # A little below the edge of its row: its frame would be seen at the foot of the page before.
        page.sheet.insert_chart(at, len(widths) - 1, chart, {"y_offset": _FRAME})

    def _row(self, page: PrintedSheet, row: int, cells: Any, form: Any, widths: Sequence[float] = ()) -> None:
        """A row of texts, as high as they are where the columns' `widths` are given."""
        if widths:
            lines = max(lines_in(str(cell), int(width)) for cell, width in zip(cells, widths, strict=True))
            page.set_height(row, LINE_HEIGHT * min(lines, MOST_LINES))  # programs refuse rows higher than 409 points
        for column, cell in enumerate(cells):
            self._text(page.sheet, row, column, str(cell), form)

    def _text(self, sheet: Any, row: int, column: int, words: str, form: Any = None) -> None:
        # Texts come from reports: what a spreadsheet would take for a formula gets an apostrophe, as in exports.
        sheet.write_string(row, column, f"'{words}" if is_formula(words) else words, form or self._cell)
