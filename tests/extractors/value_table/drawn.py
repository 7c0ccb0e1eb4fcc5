"""Value tables drawn in plain characters, and the documents and files that they come to.

A drawing is lines. `# ` begins a title, `> ` a line over the table, `! ` a note under it; every other line is a row
with its cells between `|`. A cell `<` goes on with the one to its left, `^` with the one above. A blank at the
beginning of a cell that counts is drawn as `_`.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import docx
import xlsxwriter
from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.readers.draft import Draft, DraftCell, DraftParagraph, DraftTable, placed


@dataclass(frozen=True)
class Drawing:
    """Title lines, lines over the table, cells with their spans, notes."""

    titles: tuple[str, ...]
    above: tuple[str, ...]
    tables: tuple[DraftTable, ...]
    notes: tuple[str, ...]


def drawing(lines: list[str]) -> Drawing:
    """The drawing that `lines` make; a blank line parts two tables."""
    titles = tuple(line[2:] for line in lines if line.startswith("# "))
    above = tuple(line[2:] for line in lines if line.startswith("> "))
    notes = tuple(line[2:] for line in lines if line.startswith("! "))
    tables: list[list[list[str]]] = [[]]
    for line in lines:
        if "|" in line:
            tables[-1].append([cell.strip(" ").replace("_", "\u3000") for cell in line.strip().strip("|").split("|")])
        elif not line.strip():
            tables.append([])
    return Drawing(titles, above, tuple(_table(rows) for rows in tables if rows), notes)


def _table(rows: list[list[str]]) -> DraftTable:
    columns = max(map(len, rows))
    grid = [[*row, *[""] * (columns - len(row))] for row in rows]
    cells: list[DraftCell] = []
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            right, down = column + 1, row + 1
            while right < columns and grid[row][right] == "<":
                right += 1
            while down < len(grid) and grid[down][column] == "^":
                down += 1
            cells.append(DraftCell(text, row, column, down - row, right - column))
    return DraftTable(len(grid), columns, tuple(cells))


def as_document(drawn: Drawing) -> Document:
    """The document that a reader would make of the drawing."""
    drafts: list[Draft] = [DraftParagraph(title, heading=True) for title in drawn.titles]
    drafts += [DraftParagraph(line) for line in drawn.above]
    drafts += list(drawn.tables)
    drafts += [DraftParagraph(note) for note in drawn.notes]
    return Document("text/html", placed(drafts))


def write_html(drawn: Drawing, file: Path) -> None:
    """The drawing as a web page."""
    parts = [*(f"<h1>{escape(title)}</h1>" for title in drawn.titles), *(f"<p>{escape(a)}</p>" for a in drawn.above)]
    for table in drawn.tables:
        parts.append("<table>")
        for row in range(table.rows):
            cells = [
                f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}">{escape(cell.chars)}</td>'
                for cell in table.cells
                if cell.row == row
            ]
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    parts += [f"<p>{escape(note)}</p>" for note in drawn.notes]
    file.write_text(f"<html><meta charset='utf-8'><body>{''.join(parts)}</body></html>", encoding="utf-8")


def write_docx(drawn: Drawing, file: Path) -> None:
    """The drawing as a Word file."""
    document = docx.Document()
    for title in drawn.titles:
        document.add_heading(title, level=1)
    for line in drawn.above:
        document.add_paragraph(line)
    for table in drawn.tables:
        made = document.add_table(rows=table.rows, cols=table.columns, style="Table Grid")
        for cell in table.cells:
            last = made.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            made.cell(cell.row, cell.column).merge(last).text = cell.chars
    for note in drawn.notes:
        document.add_paragraph(note)
    document.save(str(file))


def write_xlsx(drawn: Drawing, file: Path) -> None:
    """The drawing (of one table) as a workbook: title merged over all columns, the line above at the right."""
    (table,) = drawn.tables
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet("表1")
        row = 0
        for title in drawn.titles:
            page.merge_range(row, 0, row, table.columns - 1, title)
            row += 1
        for line in drawn.above:
            page.write_string(row, table.columns - 1, line)
            row += 1
        for cell in table.cells:
            first, last = row + cell.row, row + cell.row + cell.row_span - 1
            if cell.row_span > 1 or cell.column_span > 1:
                page.merge_range(first, cell.column, last, cell.column + cell.column_span - 1, cell.chars)
            elif cell.chars:
                page.write_string(first, cell.column, cell.chars)
        for offset, note in enumerate(drawn.notes):
            page.write_string(row + table.rows + offset, 0, note)


def write_pdf(drawn: Drawing, file: Path) -> None:
    """The drawing as one landscape page: title, the line above, ruled tables, notes."""
    sheet = Sheet(width=1190.0, height=842.0)
    y = 800.0
    for title in drawn.titles:
        sheet.text(400.0, y, title, 14.0)
        y -= 26
    for line in drawn.above:
        sheet.text(900.0, y, line)
        y -= 18
    for table in drawn.tables:
        y = _ruled(sheet, table, y)
    for note in drawn.notes:
        sheet.text(40.0, y - 12, note)
        y -= 18
    file.write_bytes(pdf([sheet]))


def _ruled(sheet: Sheet, table: DraftTable, top: float) -> float:
    """Draw a table with every rule around its cells; the height at which it ends."""
    widths = [
        max([40.0, *(10.0 * len(c.chars) + 8 for c in table.cells if c.column == column and c.column_span == 1)])
        for column in range(table.columns)
    ]
    xs = [40.0 + sum(widths[:column]) for column in range(table.columns + 1)]
    ys = [top - 20.0 * row for row in range(table.rows + 1)]
    for cell in table.cells:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        upper, lower = ys[cell.row], ys[cell.row + cell.row_span]
        sheet.box(left, lower, right, upper)
        if cell.chars:
            indent = 10.0 * (len(cell.chars) - len(cell.chars.lstrip("\u3000")))
            sheet.text(left + 3 + indent, upper - 14, cell.chars.strip("\u3000"))
    return ys[-1] - 8
