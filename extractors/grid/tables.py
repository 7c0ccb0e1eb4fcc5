"""The ruled tables of one page: which character stands in which cell, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell
from extractors.grid.columns_down import columns_down
from extractors.grid.lattice import Lattice, lattice
from extractors.grid.lines import line_of, side_by_side
from extractors.grid.overflow import with_overflow
from extractors.grid.page import Glyph, PrintedPage, Ruling
from extractors.grid.row_rules import row_lattices
from extractors.grid.rulings import frames
from extractors.grid.turning import upright_glyphs
from extractors.grid.wrapping import cell_text
from extractors.text import EMPTY, Text, join


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or the part of one, that stands on one page. `xs` are its column edges, `top` to `bottom` its extent.

    `loose` where the column edges are not drawn, so that they stand where print leaves room; `open_top` and
    `open_bottom` where its columns are drawn beyond the first or last rule across. `ys` are its row edges, or where
    its rows begin if none are drawn.
    """

    page: int
    xs: tuple[float, ...]
    top: float
    bottom: float
    rows: int
    cells: tuple[Cell, ...]
    loose: bool = False
    open_top: bool = False
    open_bottom: bool = False
    ys: tuple[float, ...] = ()

    @property
    def columns(self) -> int:
        return len(self.xs) - 1


def ruled_tables(page: PrintedPage) -> tuple[list[PageTable], list[Glyph]]:
    """The ruled tables of a page from top to bottom, and the characters that stand in none of them."""
    left_over = list(page.glyphs)
    found: list[PageTable] = []
    for frame in frames(page.horizontal, page.vertical):
        grid = lattice(frame)
        if grid is None:
            continue
        inside, outside = _by_slot(grid, left_over)
        if not any(not glyph.char.isspace() for glyphs in inside.values() for glyph in glyphs):
            continue
        left_over = outside
        table = _page_table(page.page.number, grid, inside)
        found.append(replace(table, open_top=frame.open_top, open_bottom=frame.open_bottom))
    for grid in row_lattices(left_over, _free(page.horizontal, found)):
        inside, left_over = _by_slot(grid, left_over)
        found.append(replace(_page_table(page.page.number, grid, inside), loose=True))
    return sorted(found, key=lambda table: table.top), left_over


def _free(rules: Sequence[Ruling], tables: Sequence[PageTable]) -> list[Ruling]:
    """The rules that stand in none of `tables`."""
    return [rule for rule in rules if not any(table.top - 1 <= rule.at <= table.bottom + 1 for table in tables)]


def _by_slot(grid: Lattice, glyphs: Sequence[Glyph]) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
    """The characters of each slot, and those outside the grid."""
    index = grid.slot_index()
    inside: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs:
        unit = grid.unit_at(*glyph.seat)
        if unit is None:
            outside.append(glyph)
        else:
            inside.setdefault(index[unit], []).append(glyph)
    return with_overflow(grid, inside), outside


def _page_table(page: int, grid: Lattice, inside: dict[int, list[Glyph]]) -> PageTable:
    cells = []
    for index, slot in enumerate(grid.slots):
        left, right = grid.xs[slot.column], grid.xs[slot.column + slot.column_span]
        text = slot_text(inside.get(index, []), left, right)
        cells.append(Cell(text, slot.row, slot.column, slot.row_span, slot.column_span))
    return PageTable(page, grid.xs, grid.ys[0], grid.ys[-1], grid.rows, tuple(cells), ys=grid.ys)


def slot_text(glyphs: Sequence[Glyph], left: float, right: float) -> Text:
    """The text of the characters in one cell; print that is turned, or runs downwards, within the cell is read along
    its own direction."""
    if not glyphs:
        return EMPTY
    glyphs, turned = upright_glyphs(glyphs)
    rows = side_by_side(glyphs)
    down = columns_down(rows)
    if down is not None:
        return join([line_of([glyph]).text for glyph in down])
    lines = [line_of(row) for row in rows]
    if turned and lines:
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return cell_text(lines, left, right)
