"""Writes the monthly summary as a workbook with charts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from pipeline.briefing.charts import COLOURS, LIGHTS, Counts, code_words, counts_chart, most_first, series_chart
from pipeline.briefing.figures import OWN_DATE_WORDS, STATES, MonthFigures
from pipeline.briefing.series import DOUBTFUL_WORDS, Series
from pipeline.briefing.summary_file import summary_file
from pipeline.coverage.findings import kind_words
from pipeline.export.workbook import LINE_HEIGHT, MOST_LINES, lines_in
from pipeline.formula_guard import is_formula
from pipeline.wording.labels import FAMILY, REPORT_KIND, SEVERITY, STATUS, label

_CHART_ROWS: Final = 16
_CHARTS_ON_A_PAGE: Final = 2
_FINDING_WIDTHS: Final = (8, 12, 60, 40, 12, 18)
_REPORT_WIDTHS: Final = (24, 12, 50, 50, 12)


def write_summary(path: Path, figures: MonthFigures) -> None:
    """Write the workbook: overview, findings, what came in and what is owed, series. Raises SummaryRefused."""
    with summary_file(path) as unfinished:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
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
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "valign": "vcenter"})
        self._cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self._number = book.add_format({"num_format": "#,##0.00", "border": 1})
        self._doubtful = book.add_format({"num_format": '#,##0.00"*"', "border": 1, "font_color": COLOURS["error"]})

    def overview(self) -> None:
        """Counts in a few lines, then findings and lights by unit with a chart of each."""
        figures = self._figures
        sheet = self._sheet("概况", (24, 12, 12, 12, 12))
        sheet.write(0, 0, f"{figures.year}年{figures.month}月报送数据核对情况", self._title)
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
            sheet.write(at, 0, words, self._cell)
            sheet.write(at, 1, count, self._cell)
        at = len(lines) + 3
        severities = tuple(SEVERITY)
        at = self._counts(sheet, at, "各单位未了结的疑点", figures.units_of_findings, severities)
        at = self._counts(sheet, at, "各类未了结的疑点", figures.families_of_findings, severities)
        self._counts(sheet, at, "各单位目标的灯", figures.lights, LIGHTS)

    def _counts(self, sheet: Any, at: int, title: str, counts: Counts, codes: tuple[str, ...]) -> int:
        """A table of names by code at row `at`, with a stacked chart beside it; the row after both."""
        if not counts:
            return at
        sheet.write(at, 0, title, self._head)
        for column, code in enumerate(codes, start=1):
            sheet.write(at, column, code_words(code), self._head)
        units = most_first(counts)
        for row, unit in enumerate(units, start=at + 1):
            self._text(sheet, row, 0, unit)
            for column, code in enumerate(codes, start=1):
                sheet.write(row, column, counts[unit].get(code, 0), self._cell)
        chart = counts_chart(self._book, sheet.name, at, len(units), codes, title)
        last = at + len(units)
        sheet.insert_chart(at, len(codes) + 2, chart)
        return max(last + 2, at + _CHART_ROWS)

    def findings(self) -> None:
        """One finding a row, worst first."""
        sheet = self._sheet("疑点", _FINDING_WIDTHS)
        self._row(sheet, 0, ("程度", "规则", "说明", "文件", "状态", "编号"), self._head)
        for row, finding in enumerate(self._figures.findings, start=1):
            cells = (
                label(SEVERITY, finding["severity"]),
                label(FAMILY, finding["family"]),
                finding["message"],
                "\n".join(finding["source_names"]),
                label(STATUS, finding["status"]),
                finding["finding_id"],
            )
            self._row(sheet, row, cells, self._cell, _FINDING_WIDTHS)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(self._figures.findings), 5)

    def submissions(self) -> None:
        """What came in, then what is owed for the month."""
        figures = self._figures
        sheet = self._sheet("报送情况", _REPORT_WIDTHS)
        self._row(sheet, 0, ("单位", "种类", "标题", "文件", "印发日期"), self._head)
        for row, report in enumerate(figures.reports, start=1):
            cells = [report[name] or "" for name in ("unit", "kind", "title", "source_name", "issued_on")]
            cells[1] = label(REPORT_KIND, cells[1])
            self._row(sheet, row, cells, self._cell, _REPORT_WIDTHS)
        at = len(figures.reports) + 2
        if figures.owed:
            self._row(sheet, at, ("应报单位", "种类", "期限", "到达", "情况"), self._head)
        for row, one in enumerate(figures.owed, start=at + 1):
            kind = kind_words(one.period.owed.kind)
            cells = [one.period.owed.unit, kind, one.period.due, one.arrived or "", STATES[one.state]]
            self._row(sheet, row, cells, self._cell)
        if figures.judged_by_own_date:
            sheet.write_string(at + len(figures.owed) + 1, 0, OWN_DATE_WORDS)

    def series(self) -> None:
        """A block for each series: the year's months with their figures, and a chart beside it."""
        sheet = self._sheet("走势", (10, 14, 14, 14))
        block = _CHART_ROWS + 2
        for number, one in enumerate(self._figures.series):
            self._series(sheet, number * block, one)
        breaks = range(block * _CHARTS_ON_A_PAGE, block * len(self._figures.series), block * _CHARTS_ON_A_PAGE)
        sheet.set_h_pagebreaks(list(breaks))

    def _series(self, sheet: Any, at: int, one: Series) -> None:
        self._text(sheet, at, 0, one.name, self._title)
        cells = ("month", "cumulative", "growth")
        self._row(sheet, at + 1, ("月份", "当月（亿元）", "累计（亿元）", "累计增长（%）"), self._head)
        for month in range(1, self._figures.month + 1):
            row = at + 1 + month
            sheet.write(row, 0, f"{month}月", self._cell)
            for column, values in enumerate((one.month, one.cumulative, one.growth), start=1):
                if month in values:
                    form = self._doubtful if (cells[column - 1], month) in one.doubtful else self._number
                    sheet.write_number(row, column, float(values[month]), form)
                else:
                    sheet.write_blank(row, column, None, self._number)
        if one.doubtful:
            sheet.write_string(at + 2 + self._figures.month, 0, DOUBTFUL_WORDS)
        if one.is_drawn:
            chart = series_chart(self._book, sheet.name, at + 2, self._figures.month, one)
            sheet.insert_chart(at, 5, chart, {"x_scale": 1.2})

    def _sheet(self, name: str, widths: tuple[int, ...]) -> Any:
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _row(self, sheet: Any, row: int, cells: Any, form: Any, widths: Sequence[int] = ()) -> None:
        """A row of texts, as high as they are where the columns' `widths` are given."""
        if widths:
            lines = max(lines_in(str(cell), width) for cell, width in zip(cells, widths, strict=True))
            sheet.set_row(row, LINE_HEIGHT * min(lines, MOST_LINES))  # programs refuse rows higher than 409 points
        for column, cell in enumerate(cells):
            self._text(sheet, row, column, str(cell), form)

    def _text(self, sheet: Any, row: int, column: int, words: str, form: Any = None) -> None:
        # Texts come from reports: what a spreadsheet would take for a formula gets an apostrophe, as in exports.
        sheet.write_string(row, column, f"'{words}" if is_formula(words) else words, form or self._cell)
