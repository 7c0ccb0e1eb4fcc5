"""One broad page of pages that show a sheet side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.grid.lines import side_by_side
from extractors.grid.page import Glyph, PrintedPage, Ruling
from extractors.grid.tables import PageTable
from extractors.grid.turning import upright

SAME: Final = 2.0
"""Points by which the rules of one row may differ from page to page."""

SEAM: Final = 1.5
"""Em from the edge of a sheet within which print over it goes on on the next page."""

FEWEST_ROWS: Final = 3
_GAP: Final = 20.0
"""Points between the columns of two pages where nothing tells how far apart they are."""


def broad_page(strips: Sequence[tuple[PrintedPage, PageTable]]) -> tuple[PrintedPage, list[PrintedPage]]:
    """One page as broad as the sheet, and what the other pages have beside it (page numbers)."""
    first, table = strips[0]
    broad = upright(first)
    glyphs, across, down = list(broad.glyphs), list(broad.horizontal), list(broad.vertical)
    seam = table.xs[-1]
    rests: list[PrintedPage] = []
    for printed, part in strips[1:]:
        page = upright(printed)
        start = part.xs[repeated_columns(table, part)]
        if part.loose:
            seam, start = _paper_edges(glyphs, page.glyphs, seam, start)
        shift = seam - start
        inside, outside = _of_the_sheet(page, part, glyphs, (seam, start))
        glyphs += (_moved(glyph, shift) for glyph in inside)
        across += (
            Ruling(rule.at, max(rule.start, start) + shift, rule.end + shift)
            for rule in page.horizontal
            if rule.end > start
        )
        down += (replace(rule, at=rule.at + shift) for rule in page.vertical if rule.at > start - SAME)
        seam = part.xs[-1] + shift
        if outside:
            rests.append(replace(page, glyphs=tuple(outside), horizontal=(), vertical=()))
    whole = replace(
        broad,
        width=max(broad.width, seam + table.xs[0]),
        glyphs=tuple(glyphs),
        horizontal=tuple(across),
        vertical=tuple(down),
    )
    return whole, rests


def _paper_edges(before: Sequence[Glyph], after: Sequence[Glyph], seam: float, start: float) -> tuple[float, float]:
    """Where a sheet without rules ends on the one page and goes on on the other: where print is cut off, if any is."""
    ends = [glyph.clip[2] for glyph in before if glyph.clip and glyph.clip[2] > seam]
    starts = [glyph.clip[0] for glyph in after if glyph.clip and glyph.clip[0] < start]
    return (max(ends), min(starts)) if ends and starts else (seam + _GAP, start)


def _moved(glyph: Glyph, shift: float) -> Glyph:
    clip = glyph.clip and (glyph.clip[0] + shift, glyph.clip[1], glyph.clip[2] + shift, glyph.clip[3])
    return replace(glyph, x0=glyph.x0 + shift, x1=glyph.x1 + shift, clip=clip)


def _of_the_sheet(
    page: PrintedPage, table: PageTable, before: Sequence[Glyph], edges: tuple[float, float]
) -> tuple[list[Glyph], list[Glyph]]:
    """The characters of a page that are of the sheet: in the table's rows, and in lines over it that are cut at the
    seam; and the others. `edges` are where the sheet so far ends, and where it goes on on this page."""
    seam, start = edges
    cut = [glyph for glyph in before if glyph.x1 > seam - SEAM * glyph.size and not _in_rows(glyph, table)]
    inside = [glyph for glyph in page.glyphs if _in_rows(glyph, table) and glyph.seat[0] >= start]
    outside: list[Glyph] = []
    for line in side_by_side(glyph for glyph in page.glyphs if not _in_rows(glyph, table)):
        first = next(glyph for glyph in line if not glyph.char.isspace())
        over = first.x0 < start + SEAM * first.size and any(abs(g.y_mid - first.y_mid) < 1.0 for g in cut)
        (inside if over else outside).extend(line)
    return inside, outside


def _in_rows(glyph: Glyph, table: PageTable) -> bool:
    return table.top <= glyph.seat[1] <= table.bottom


def repeated_columns(left: PageTable, right: PageTable) -> int:
    """How many of the first columns the right table only prints again: the names of the rows, on every page."""
    count = 0
    while count < min(left.columns, right.columns) - 1:
        ours, theirs = column_texts(left, count), column_texts(right, count)
        widths = [table.xs[count + 1] - table.xs[count] for table in (left, right)]
        if ours != theirs or len(ours) < FEWEST_ROWS or abs(widths[0] - widths[1]) > SAME:
            break
        count += 1
    return count


def column_texts(table: PageTable, column: int) -> list[str]:
    return [cell.text.compact() for cell in table.cells if cell.column == column and cell.text]
