"""A sheet of the summary's workbook as it comes out of the printer: A4, heads on each page, and no chart cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import floor
from typing import Any, Final

from pipeline.export.workbook import LINE_HEIGHT

_A4: Final = 9
_A4_POINTS: Final = (595, 842)
_SIDE_MARGIN: Final = 0.5
_OTHER_MARGIN: Final = 0.7
"""Inches; header and footer stand in the upper and the lower one."""
_WIDER: Final = 4 / 3
"""Columns are as wide as so many digits; where a machine lacks the workbook's font (Calibri) and takes DejaVu Sans
instead, they come out so much wider."""
_SPARE: Final = 0.96
"""Of a page's height: not every printer reaches the same edge."""
_POINTS_OF_PIXEL: Final = 0.75


class PrintedSheet:
    """A new sheet of `book` with columns of these `widths` (in digits), each page headed by its name and `title`.

    Without `charts` the program makes it as wide as the page. With charts it is told how large it prints, for programs
    pass over page ends that are set by hand where they are to fit something themselves; the ends are set where `begin`
    finds that something would be cut.
    """

    def __init__(self, book: Any, name: str, title: str, widths: Sequence[float], *, charts: bool, upright: bool):
        self.sheet = book.add_worksheet(name)
        self.name = name
        self._heights: dict[int, float] = {}
        self._ends: list[int] = []
        self._top = 0
        self._columns = len(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_paper(_A4)
        (self.sheet.set_portrait if upright else self.sheet.set_landscape)()
        self.sheet.set_margins(_SIDE_MARGIN, _SIDE_MARGIN, _OTHER_MARGIN, _OTHER_MARGIN)
        self.sheet.center_horizontally()
        self.sheet.set_header(f"&R&9&A · {title}")
        self.sheet.set_footer("&C&9第 &P 页，共 &N 页")
        self._room = 0.0
        if not charts:
            self.sheet.fit_to_pages(1, 0)
            return
        wide, high = _A4_POINTS if upright else _A4_POINTS[::-1]
        used = sum(int(width * 7 + 5.5) for width in widths) * _POINTS_OF_PIXEL
        scale = min(100, floor((wide - 144 * _SIDE_MARGIN) / (used * _WIDER) * 100))
        self._room = (high - 144 * _OTHER_MARGIN) / scale * 100 * _SPARE
        self.sheet.set_print_scale(scale)
        self.sheet.set_default_row(LINE_HEIGHT)

    def set_height(self, row: int, points: float) -> None:
        """Make the row so high."""
        self._heights[row] = points
        self.sheet.set_row(row, points)

    def fitting(self, heights: Sequence[float], above: float) -> int:
        """How many rows of these `heights` there is room for on one page, below so many points."""
        totals = accumulate(heights, initial=above)
        return sum(total <= self._room for total in totals) - 1

    def begin(self, row: int, points: float) -> bool:
        """Let `row` begin a page, and say so, if the `points` from it on that belong together would be cut."""
        used = sum(self._heights.get(one, LINE_HEIGHT) for one in range(self._top, row))
        if not used or used + points <= self._room:
            return False
        self._ends.append(row)
        self._top = row
        return True

    def end(self, rows: int, *, heads: bool = False) -> None:
        """The first so many `rows` are printed, with the first one on each page if it holds the `heads`."""
        if rows:
            self.sheet.print_area(0, 0, rows - 1, self._columns - 1)
        if heads:
            self.sheet.repeat_rows(0)
        self.sheet.set_h_pagebreaks(self._ends)
