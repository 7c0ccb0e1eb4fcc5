"""RapidTable: the structure of the table in a picture, filled by RapidOCR.

Version 0.3.0 is the last whose wheel holds its model (SLANet-plus); later ones fetch theirs from the network.
"""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version as version_of
from typing import Any

import cv2
from rapid_table import RapidTable
from rapidocr import RapidOCR


def version() -> str:
    """As installed."""
    return version_of("rapid-table")


@cache
def _engines() -> tuple[RapidOCR, RapidTable]:
    return RapidOCR(params={"Global.log_level": "error"}), RapidTable()


class _Cells(HTMLParser):
    """Rows of cells; a merged cell stands in each place that it covers."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[tuple[int, int], str] = {}
        self._row, self._text, self._open = -1, "", False
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row += 1
        elif tag in ("td", "th"):
            given = dict(attrs)
            self._spans = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
            self._text, self._open = "", True

    def handle_data(self, data: str) -> None:
        self._text += data if self._open else ""

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("td", "th") or not self._open:
            return
        self._open = False
        column = next(at for at in range(10**4) if (self._row, at) not in self.places)
        for row in range(self._row, self._row + self._spans[0]):
            for at in range(column, column + self._spans[1]):
                self.places[row, at] = self._text

    def rows(self) -> list[list[str]]:
        """As a grid."""
        rows = 1 + max((row for row, _ in self.places), default=-1)
        columns = 1 + max((column for _, column in self.places), default=-1)
        return [[self.places.get((row, column), "") for column in range(columns)] for row in range(rows)]


def _table_of(page: Any) -> Any:
    """The part of the page within the largest frame: it is made for pictures of a table alone."""
    ink = cv2.threshold(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    frames, _ = cv2.findContours(cv2.dilate(ink, None, iterations=2), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    x, y, width, height = max((cv2.boundingRect(frame) for frame in frames), key=lambda box: box[2] * box[3])
    return page[max(0, y - 5) : y + height + 5, max(0, x - 5) : x + width + 5]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The one table that it sees in the picture `file`, and the lines of the engine."""
    ocr, table = _engines()
    page = _table_of(cv2.imread(request["file"]))
    read = ocr(page)
    lines = [[box.tolist(), text, score] for box, text, score in zip(read.boxes, read.txts, read.scores, strict=True)]
    cells = _Cells()
    cells.feed(table(page, lines)[0])
    return {"tables": [cells.rows()], "text": "\n".join(read.txts)}
