"""Pages of print made into the blocks of a document: paragraphs and tables in reading order, over page breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from extractors.document import Block, Paragraph
from extractors.grid.borderless import borderless_tables
from extractors.grid.continuation import OpenTable, opened, says_continued
from extractors.grid.furniture import Margins, furniture
from extractors.grid.lines import Line, once, printed_lines
from extractors.grid.page import PrintedPage
from extractors.grid.paragraphs import Measure, PageParagraph, goes_on, measure, paragraphs
from extractors.grid.tables import PageTable, ruled_tables
from extractors.grid.text_columns import unfolded
from extractors.grid.turning import upright
from extractors.text import Text, join


@dataclass(frozen=True, slots=True)
class PageParts:
    """What stands on one page: its tables, its lines outside them, and print at a slant (a watermark)."""

    number: int
    width: float
    height: float
    size: float
    """The usual em of the page's print, tables included, in points."""
    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]
    slanted: Text | None = None
    narrow: tuple[tuple[float, float], ...] = ()
    """Top and bottom of what was two columns of prose: its lines keep a measure of their own."""


def page_parts(page: PrintedPage) -> PageParts:
    """Read one page by itself."""
    page = upright(replace(page, glyphs=tuple(once(page.glyphs))))
    tables, rest = ruled_tables(page)
    single = unfolded(page.width, rest, tables, page.horizontal)
    loose, rest = borderless_tables(page.page.number, single.glyphs, single.rules)
    tables = sorted([*single.tables, *loose], key=lambda table: table.top)
    lines = printed_lines(rest)
    sizes = [glyph.size for glyph in page.glyphs]
    slanted = None
    if page.slanted:
        chars = "".join(glyph.char for glyph in page.slanted)
        slanted = Text(chars, tuple(glyph.place for glyph in page.slanted))
    usual = median(sizes) if sizes else 10.0
    return PageParts(
        page.page.number, page.width, page.height + single.added, usual, tuple(tables), tuple(lines), slanted,
        single.narrow,
    )  # fmt: skip


def blocks(pages: Iterable[PageParts]) -> tuple[Block, ...]:
    """The document's blocks in reading order; tables and paragraphs that go on over a page are one block."""
    parts = list(pages)
    marked = furniture([Margins(page.height, page.size, page.lines) for page in parts])
    assembly = _Assembly()
    for page, notes in zip(parts, marked, strict=True):
        assembly.take(page, notes)
    return assembly.blocks()


class _Assembly:
    """Collects the blocks page by page; what may still go on stays open until something else follows."""

    def __init__(self) -> None:
        self._done: list[PageParagraph | OpenTable | Paragraph] = []
        self._captions: frozenset[str] = frozenset()

    def take(self, page: PageParts, notes: frozenset[int]) -> None:
        text = measure([line for at, line in enumerate(page.lines) if at not in notes], page.width, page.size)
        fresh = True
        for piece in _in_order(page, notes, text):
            if isinstance(piece, PageTable):
                self._take_table(piece, fresh=fresh)
                fresh = False
            else:
                self._take_paragraph(piece, fresh=fresh)
                fresh = fresh and (piece.note or self._only_repeats(piece))
        if page.slanted is not None:
            self._done.append(Paragraph(page.slanted, note=True))

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        tables = 0
        for piece in self._done:
            if isinstance(piece, OpenTable):
                found.append(piece.table(tables))
                tables += 1
            elif isinstance(piece, PageParagraph):
                found.append(piece.paragraph())
            else:
                found.append(piece)
        return tuple(found)

    def _take_table(self, part: PageTable, *, fresh: bool) -> None:
        at = self._open_table(part.page) if fresh else None
        if at is not None:
            table = self._done[at]
            if isinstance(table, OpenTable) and table.add(part):
                self._done[at + 1 :] = [_as_note(piece) for piece in self._done[at + 1 :]]
                return
        before = [piece for piece in self._done if isinstance(piece, PageParagraph)][-4:]
        self._captions = frozenset(_compact(piece) for piece in before)
        self._done.append(opened(part))

    def _open_table(self, page: int) -> int | None:
        """Where the table of the page before stands in the list, if nothing but repeats and notes came after it."""
        for at in range(len(self._done) - 1, -1, -1):
            piece = self._done[at]
            if isinstance(piece, OpenTable):
                return at if piece.page == page - 1 else None
            if isinstance(piece, Paragraph):
                if not piece.note:
                    return None
            elif not (piece.note or self._only_repeats(piece)):
                return None
        return None

    def _take_paragraph(self, piece: PageParagraph, *, fresh: bool) -> None:
        at = len(self._done) - 1
        while fresh and at >= 0 and _is_note(self._done[at]):
            at -= 1
        before = self._done[at] if at >= 0 else None
        if fresh and isinstance(before, PageParagraph) and goes_on(before, piece):
            merged = replace(before, lines=before.lines + piece.lines, measure=_wider(before.measure, piece.measure))
            self._done[at] = merged
        else:
            self._done.append(piece)

    def _only_repeats(self, piece: PageParagraph) -> bool:
        """Whether the lines only say again what stood over the table, or that it goes on."""
        text = _compact(piece)
        return text in self._captions or says_continued(text)


def _in_order(page: PageParts, notes: frozenset[int], text: Measure) -> list[PageTable | PageParagraph]:
    pieces: list[PageTable | PageParagraph] = list(page.tables)
    pieces += [PageParagraph((page.lines[at],), text, heading=False, note=True) for at in sorted(notes)]
    running = [line for at, line in enumerate(page.lines) if at not in notes]
    for group in _between_tables(running, page.tables):
        for narrow, lines in groupby(group, key=lambda line: _stretch(line, page.narrow)):
            own = list(lines)
            pieces += paragraphs(own, text if narrow is None else measure(own, page.width, page.size))
    return sorted(pieces, key=lambda piece: piece.top)


def _stretch(line: Line, narrow: Sequence[tuple[float, float]]) -> int | None:
    """Which stretch of narrow columns the line stands in."""
    middle = (line.top + line.bottom) / 2
    return next((at for at, (top, bottom) in enumerate(narrow) if top <= middle <= bottom), None)


def _between_tables(lines: Sequence[Line], tables: Sequence[PageTable]) -> list[list[Line]]:
    groups: list[list[Line]] = [[] for _ in range(len(tables) + 1)]
    for line in lines:
        groups[sum(table.top < line.top for table in tables)].append(line)
    return [group for group in groups if group]


def _as_note(piece: PageParagraph | OpenTable | Paragraph) -> PageParagraph | OpenTable | Paragraph:
    return replace(piece, note=True, heading=False) if isinstance(piece, PageParagraph) else piece


def _is_note(piece: PageParagraph | OpenTable | Paragraph) -> bool:
    return not isinstance(piece, OpenTable) and piece.note


def _compact(piece: PageParagraph) -> str:
    return join([line.text for line in piece.lines]).compact()


def _wider(a: Measure, b: Measure) -> Measure:
    return replace(a, right=max(a.right, b.right))
