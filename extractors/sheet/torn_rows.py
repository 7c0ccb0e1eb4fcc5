"""Rows that a page break tore are put together again, also where it tore a word or a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.sheet.columns import Column
from extractors.text import EMPTY, Text, join

_ENDED = regex.compile(r"[。！？；!?;…][”’」』）)】〕》\"']*$")
_ENTRY = regex.compile(
    r"[（(]?(?:([0-9０-９]{1,2})(?:[、．)）]|\.(?![0-9]))|([一二三四五六七八九十]{1,2})(?:、|是|[)）]))|([①-⑳])"
)
_NUMBERED = regex.compile(
    r"(?:^|(?<=[。；;：\n]))[ \u3000]*([0-9０-９]{1,2})(?:、|．|\.(?![0-9]))", flags=regex.MULTILINE
)
_ATOMIC = frozenset({"percent", "date", "number", "word"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet's body: one text a column. `page_start` where a new page begins with it."""

    cells: tuple[Text, ...]
    page_start: bool = False
    torn: bool = False

    @property
    def blank(self) -> bool:
        return not any(cell.chars.strip() for cell in self.cells)


def rejoined(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """`rows` with the parts of torn ones joined. Only a row at the start of a page can go on with the one before."""
    usual = _usually_filled(rows, columns)
    joined: list[Row] = []
    for row in rows:
        if joined and row.page_start and _goes_on(joined[-1], row, columns, usual):
            joined[-1] = _join(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _usually_filled(rows: Sequence[Row], columns: Sequence[Column]) -> frozenset[int]:
    """The columns that every proper row fills; rows at the start of a page may be parts and do not count."""
    proper = [row for row in rows if not row.page_start] or list(rows[:1])
    return frozenset(number for number in range(len(columns)) if all(row.cells[number].chars.strip() for row in proper))


def _goes_on(before: Row, row: Row, columns: Sequence[Column], usual: frozenset[int]) -> bool:
    """Weighs the evidence that `row` is the rest of `before`.

    For: blanks in columns that every proper row fills, most of all in those whose cells are never torn (a percentage,
    a date); an unfinished sentence above; the next number of a list. Against: both parts fill such a column; a list
    that begins anew; a number of its own.
    """
    score = 0.0
    for number, column in enumerate(columns):
        above, below = before.cells[number].chars.strip(), row.cells[number].chars.strip()
        if column.holds in _ATOMIC:
            score += _atomic_evidence(above, below, number in usual, column)
        elif column.role in ("name", "category"):
            score += _label_evidence(above, below, number in usual, column)
        elif above and below:
            score += _text_evidence(above, below)
        elif not below and number in usual:
            score += 1.0
    return score > 0


def _atomic_evidence(above: str, below: str, usual: bool, column: Column) -> float:
    if above and below:
        whole = _whole(above, column) or _whole(below, column)
        return -4.0 if whole else 1.0
    return 2.0 if usual and above != below else 0.0


def _whole(text: str, column: Column) -> bool:
    """Whether a cell of a column that holds percentages, dates, numbers or fixed words is complete."""
    compact = "".join(text.split())
    match column.holds:
        case "percent":
            return regex.search(r"[0-9０-９][%％]$|^[0-9０-９.．]+$", compact) is not None
        case "date":
            return regex.search(
                r"[0-9０-９]+[年月日号]?底?前?$|长期|全年|年底", compact
            ) is not None and not compact.endswith("年")
        case "word":
            return len(compact) >= 3 or column.role != "attribute"
        case _:
            return True


def _label_evidence(above: str, below: str, usual: bool, column: Column) -> float:
    if not below:
        return 2.0 if column.role == "name" and usual else 0.0
    if not above or column.role == "category":
        return 0.0
    return -1.5


def _text_evidence(above: str, below: str) -> float:
    first, last = _first_number(below), _last_number(above)
    if first is not None:
        if last is not None and first == last + 1:
            return 2.0
        if first == 1:
            return -2.0
    return 0.0 if _ENDED.search(above) else 1.0


def _first_number(text: str) -> int | None:
    found = _NUMBERED.search(text)
    return int(found[1]) if found else None


def _last_number(text: str) -> int | None:
    numbers = _NUMBERED.findall(text)
    return int(numbers[-1]) if numbers else None


def _join(before: Row, row: Row) -> Row:
    cells = tuple(_seam(above, below) for above, below in zip(before.cells, row.cells, strict=True))
    return Row(cells, before.page_start, torn=True)


def _seam(above: Text, below: Text) -> Text:
    """Both parts of a cell: a new entry of a list after an ended one keeps its line, all else goes on directly."""
    above, below = above.strip(), below.strip()
    if not above or not below:
        return above or below or EMPTY
    new_line = _ENDED.search(above.chars) is not None and _ENTRY.match(below.chars) is not None
    return join((above, below), "\n" if new_line else "")
