"""A Document: what a reader makes of a file, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors.text import EMPTY, Text

_FIGURE_IN_WORDS = regex.compile(r"百分之[零一二三四五六七八九十]|[零一二三四五六七八九十百千万亿]{2,}元")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed (rotation applied); width and height in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. Soft line wraps are already joined; a line break in `text` is one the author made.

    `heading` is true where the file itself says so (a heading or title style, an <h1>, centred large print).
    `note` is true for footnotes, headers and footers: read, kept, but not part of the running text.
    """

    text: Text
    heading: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at `row`, `column` (from 0) of its table's grid; merged cells appear once, with their spans."""

    text: Text
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. Empty columns are structure and stay; a missing cell is an empty one.

    A table that goes on over the page is one Table; `page_starts` are the rows (from 0) that begin a new page,
    so that rows torn by the break can be rejoined later, `torn` those of them that are seen to go on with the row
    before: no rule is drawn at the end of the one page and at the beginning of the other. `index` counts the file's
    tables from 0.
    """

    index: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page_starts: frozenset[int] = frozenset()
    torn: frozenset[int] = frozenset()

    def grid(self) -> list[list[Text]]:
        """Rows of texts; a merged cell's text stands in its first position, the others are empty."""
        grid = [[EMPTY] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid

    def filled_grid(self) -> list[list[Text]]:
        """As `grid`, but a merged cell's text stands in every position that it covers."""
        grid = [[EMPTY] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(self.rows, cell.row + cell.row_span)):
                for column in range(cell.column, min(self.columns, cell.column + cell.column_span)):
                    grid[row][column] = cell.text
        return grid


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one file, in reading order.

    `pages` is empty for files without pages. `warnings` names what could not be read of a file that was
    otherwise read (a comment, a sheet that is a chart): nothing is dropped unsaid. `unread_pictures` counts the
    pictures in a file without pages whose text has not been looked for.
    """

    media_type: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    title: str | None = None
    warnings: tuple[str, ...] = ()
    scanned: bool = False
    unread_pictures: int = 0

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def says_something(self) -> bool:
        """Whether there is anything to check: a table, a digit, or a figure in words (百分之二十, 三亿二千万元)."""
        chars = "".join(block.text.chars for block in self.paragraphs)
        return bool(self.tables) or any(map(str.isdecimal, chars)) or _FIGURE_IN_WORDS.search(chars) is not None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
