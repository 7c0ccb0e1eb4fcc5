"""The paragraphs and tables of a DOCX part (body, footnotes, header), in the order in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from lxml import etree

from extractors.readers.docx.inline import ALTERNATIVES, Anchored, chosen, paragraph_chars
from extractors.readers.docx.styles import Styles
from extractors.readers.draft import Draft, DraftParagraph
from extractors.readers.table_layout import GridCell, table_drafts

_MAX_SPAN = 1000
_TRANSPARENT = frozenset(
    qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")
)
"""Wrappers around paragraphs, rows and cells that change nothing in what is shown."""


@dataclass(slots=True)
class DocxBlocks:
    """Reads the blocks of one document; `unread` counts what was met and has no text, by its Chinese name, `pictures`
    are the ids of the relations that lead to its pictures ('' where none does)."""

    styles: Styles
    body_half_points: int
    unread: Counter[str] = field(default_factory=Counter)
    pictures: list[str] = field(default_factory=list)

    def drafts(self, parent: etree._Element, in_table: bool = False) -> list[Draft]:
        """All that stands in `parent` (a body, cell, text box or note). No headings are looked for in tables."""
        found: list[Draft] = []
        carried = ""  # text of a paragraph whose mark was deleted: it runs on in the next one
        for block in _children(parent):
            if block.tag == qn("w:p"):
                anchored = Anchored()
                carried += paragraph_chars(block, self.styles, anchored)
                self.unread.update(anchored.unread)
                self.pictures.extend(anchored.pictures)
                if not _mark_is_deleted(block):
                    found.extend(self._paragraph(block, carried, in_table))
                    carried = ""
                for box in anchored.text_boxes:
                    found.extend(self.drafts(box, in_table))
            elif block.tag == qn("w:tbl"):
                found.extend(self._table(block))
            elif block.tag == qn("w:altChunk"):
                self.unread["嵌入文档"] += 1
        if carried.strip():
            found.append(DraftParagraph(carried.strip()))
        return found

    def _paragraph(self, paragraph: etree._Element, carried: str, in_table: bool) -> Iterator[DraftParagraph]:
        chars = carried.strip()
        if chars:
            heading = not in_table and self.styles.is_heading(paragraph, chars, self.body_half_points)
            yield DraftParagraph(chars, heading)

    def _table(self, table: etree._Element) -> list[Draft]:
        cells: list[GridCell] = []
        open_above: dict[int, int] = {}  # grid column -> the cell (its index) that a vertical merge may go on from
        columns = rows = 0
        for row in _children(table):
            if not isinstance(row, CT_Row) or row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            column = _grid_before(row)
            open_here: dict[int, int] = {}
            previous: int | None = None
            for tc in _children(row):
                if not isinstance(tc, CT_Tc):
                    continue
                span = _grid_span(tc)
                above = open_above.get(column)
                if previous is not None and _is_continued(tc, "w:hMerge"):
                    cells[previous] = _wider(cells[previous], span)
                elif above is not None and _is_continued(tc, "w:vMerge"):
                    cells[above] = _taller(cells[above], rows)
                    open_here[column] = previous = above
                else:
                    previous = len(cells)
                    cells.append(GridCell(rows, column, 1, span, tuple(self._cell(tc))))
                    if tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is not None:
                        open_here[column] = previous
                column += span
            columns = max(columns, column)
            open_above = open_here
            rows += 1
        return table_drafts(rows, columns, cells)

    def _cell(self, tc: CT_Tc) -> list[Draft]:
        if tc.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is not None:
            return []
        return self.drafts(tc, in_table=True)


def body_half_points(body: etree._Element, styles: Styles) -> int:
    """The size that most characters outside tables are printed in (half points): what larger print is larger than."""
    sizes: Counter[int] = Counter()
    for paragraph in _children(body):
        if paragraph.tag == qn("w:p"):
            for run in paragraph.iter(qn("w:r")):
                sizes[styles.half_points(paragraph, run)] += sum(len(node.text or "") for node in run.iter(qn("w:t")))
    return max(sizes, key=lambda size: (sizes[size], -size), default=styles.default_half_points)


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """The blocks (or rows, or cells) right below `parent`, wrappers looked through."""
    for node in parent.iterchildren("*"):
        if node.tag in _TRANSPARENT:
            yield from _children(node)
        elif node.tag == ALTERNATIVES:
            yield from _children(chosen(node))
        else:
            yield node


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    mark = f"{qn('w:pPr')}/{qn('w:rPr')}"
    return any(paragraph.find(f"{mark}/{qn(name)}") is not None for name in ("w:del", "w:moveFrom"))


def _grid_span(tc: CT_Tc) -> int:
    """How many grid columns the cell covers; 1 where the file says nothing sensible, as Word takes it."""
    try:
        return max(1, min(tc.grid_span, _MAX_SPAN))
    except ValueError:
        return 1


def _grid_before(row: CT_Row) -> int:
    """How many grid columns stay empty before the row's first cell."""
    try:
        return max(0, min(row.grid_before, _MAX_SPAN))
    except ValueError:
        return 0


def _is_continued(tc: CT_Tc, merge: str) -> bool:
    element = tc.find(f"{qn('w:tcPr')}/{qn(merge)}")
    return element is not None and element.get(qn("w:val"), "continue") == "continue"


def _wider(cell: GridCell, by: int) -> GridCell:
    return GridCell(cell.row, cell.column, cell.row_span, cell.column_span + by, cell.content)


def _taller(cell: GridCell, row: int) -> GridCell:
    return GridCell(cell.row, cell.column, row - cell.row + 1, cell.column_span, cell.content)
