"""Running text: lines joined to paragraphs, page numbers and footnotes set aside, table cells left as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.document import Paragraph
from extractors.readers.plain_text.decoding import SourceLine
from extractors.readers.plain_text.widths import begins_entry, display_width, ends_sentence
from extractors.text import Text, join

_DASHES = "\\-—－–―─"
_PAGE_NUMBER = regex.compile(
    rf"[{_DASHES}·.\s]*第?\s*[0-9０-９]{{1,4}}\s*页?(?:\s*[/／,，、]?\s*共?\s*[0-9０-９]{{1,4}}\s*页?)?[{_DASHES}·.\s]*"
)
_MARKED_NUMBER = regex.compile(
    rf"\s*[{_DASHES}·]{{1,3}}\s*[0-9０-９]{{1,4}}\s*[{_DASHES}·]{{1,3}}\s*|\s*第\s*[0-9０-９]{{1,4}}\s*页.*"
)
_LONE_NUMBER = regex.compile(r"\s*[0-9０-９]{1,3}\s*")
_RULE = regex.compile(r"\s*(?:[-*_=—─]\s*){3,}")
_HEADING_MARKS = regex.compile(r"\s*#{1,6}\s*(?=[^#\s])")
_FOOTNOTE = regex.compile(r"\s*[\[［【〔]\s*(?:[①-⑳]|注?\s*[0-9０-９]{1,2})\s*[\]］】〕]")
_UNIT_LINE = regex.compile(r"\s*[（(]?\s*(?:金额|计量|货币)?单位\s*[:：]\s*\S{1,12}\s*")
_LOST_DOT = regex.compile(r"\s*[0-9０-９]{1,2}\s+(?=\p{Han})")
_CLAUSE_MARK = regex.compile(r"[，。；,;]")
_EMPHASIS = regex.compile(r"\*\*|__")

SHORTEST_TEXT = 30
"""Half-width columns below which a line does not count as running text."""
SLACK = 7
"""Half-width columns by which a wrapped line may fall short of the width: a lost indent (4), kinsoku and Latin (3)."""
TABLE_LINES = 6
"""So many short lines in a row are the cells of a table that lost its grid, not headings."""
TORN = 50
"""Half-width columns from which a line without final punctuation is torn, where lines are not wrapped."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a text look like as a whole.

    `full` are the numbers of lines that reach the width at which their surroundings are wrapped, `table` those of
    lines that are cells of a table, `indented` those that begin with an indent of their own. `wrapped` is the usual
    width in half-width columns, None for one paragraph a line; `airy` where blank lines stand between all lines.
    """

    wrapped: int | None
    airy: bool
    full: frozenset[int]
    table: frozenset[int]
    indented: frozenset[int]


def paragraphs_of(lines: Sequence[SourceLine]) -> list[Paragraph]:
    """The paragraphs of `lines` in order; notes stand after the paragraph that they interrupt."""
    page_numbers = _page_numbers(lines)
    body = [line for line in lines if not line.blank and not _RULE.fullmatch(line.text.chars)]
    layout = _layout([line for line in body if line.number not in page_numbers])
    found: list[Paragraph] = []
    open_parts: list[SourceLine] = []
    waiting: list[Paragraph] = []

    def close() -> None:
        if open_parts:
            found.append(_paragraph(open_parts, layout))
            open_parts.clear()
        found.extend(waiting)
        waiting.clear()

    for line in body:
        if line.number in page_numbers:
            waiting.append(Paragraph(line.text.strip(), note=True))
            continue
        if open_parts and not _goes_on(open_parts[-1], line, layout):
            close()
        open_parts.append(line)
    close()
    return found


def wrap_width(lines: Sequence[SourceLine]) -> int | None:
    """The width at which the text is wrapped, or None where every line is a paragraph.

    A wrapped text shows one width again and again and hardly any line beyond it.
    """
    widths = [_width(line) for line in lines if not _HEADING_MARKS.match(line.text.chars)]
    counts = Counter(width for width in widths if width >= SHORTEST_TEXT)
    long = counts.total()
    if long < 4:
        return None
    near = {width: sum(counts[width - step] for step in range(5)) for width in counts}
    widest = max(near, key=lambda width: (near[width], width))
    close = {width: sum(counts[width + step] for step in (-1, 0, 1)) for width in range(widest - 4, widest + 5)}
    usual = max(range(widest - 4, widest + 1), key=lambda width: (close[width], counts[width], width))
    # Where most paragraphs are short, their first lines are the most: four columns narrower for their lost indent.
    usual = next((width for width in (usual + 5, usual + 4, usual + 3) if _matches(close, width, usual)), usual)
    beyond = sum(count for width, count in counts.items() if width > usual + 5)
    if near[widest] < max(3, 0.3 * long) or beyond > 0.1 * long:
        return None
    return usual


def _matches(close: dict[int, int], width: int, usual: int) -> bool:
    return close.get(width, 0) * 2 >= close[usual]


def _layout(lines: Sequence[SourceLine]) -> _Layout:
    wrapped = wrap_width(lines)
    gaps = sum(after.number - before.number > 1 for before, after in pairwise(lines))
    indents = Counter(_indent(line) for line in lines)
    common = max(indents, key=lambda indent: indents[indent], default=0)
    indented = frozenset(line.number for line in lines if _indent(line) > common + 1)
    full = _full_lines(lines, wrapped)
    return _Layout(wrapped, gaps * 2 > len(lines), full, _table_lines(lines, wrapped, full), indented)


def _full_lines(lines: Sequence[SourceLine], wrapped: int | None) -> frozenset[int]:
    """The numbers of lines as wide as the widest of the lines around them: text or a broad cell goes on after them."""
    if wrapped is None:
        return frozenset()
    least = min(wrapped - SLACK, 40)
    widths = [min(_width(line), wrapped) for line in lines]
    return frozenset(
        line.number
        for index, line in enumerate(lines)
        if widths[index] >= max(least, max(widths[max(0, index - 2) : index + 3]) - SLACK)
    )


def _goes_on(last: SourceLine, line: SourceLine, layout: _Layout) -> bool:
    """Whether `line` belongs to the paragraph that `last` stands in."""
    before, text = last.text.chars, line.text.chars
    if last.number in layout.table and line.number in layout.table:
        return True
    if last.number in layout.table or line.number in layout.table:
        return False
    if _HEADING_MARKS.match(before) or _HEADING_MARKS.match(text) or _FOOTNOTE.match(text):
        return False
    if _UNIT_LINE.fullmatch(text) or _UNIT_LINE.fullmatch(before):
        return False
    if line.number in layout.indented:
        return False
    if layout.wrapped is None:
        # A page break or a hard break may tear a paragraph even where lines are not wrapped; a long line without any
        # mark is a title.
        torn = _width(last) >= TORN and not ends_sentence(before) and _CLAUSE_MARK.search(before) is not None
        return torn and not begins_entry(text)
    if last.number not in layout.full:
        return False
    new_entry = begins_entry(text) or _LOST_DOT.match(text) is not None
    if not ends_sentence(before):
        # In a broad column of a table an entry of a list may end without punctuation, in text hardly.
        return not new_entry or _width(last) >= layout.wrapped - SLACK
    if new_entry or (line.number - last.number > 1 and not layout.airy):
        return False
    # After a full line that ends a sentence: a first line is two characters narrower, for its indent is lost.
    return not layout.wrapped - 6 <= _width(line) <= layout.wrapped - 3


def _width(line: SourceLine) -> int:
    return display_width(line.text.chars.strip())


def _indent(line: SourceLine) -> int:
    """Leading white space in characters; the single space that stands for a form feed is none."""
    leading = len(line.text.chars) - len(line.text.chars.lstrip())
    return 0 if line.new_page and leading == 1 else leading


def _table_lines(lines: Sequence[SourceLine], wrapped: int | None, full: frozenset[int]) -> frozenset[int]:
    """The numbers of lines that stand in runs of short ones: cells of a table that lost its grid.

    The short last line of a paragraph follows a full line that does not end a sentence, so it is not one of them.
    """
    if wrapped is None:
        return frozenset()
    found: set[int] = set()
    run: list[int] = []
    torn = False
    for line in lines:
        if line.number in full or torn or _HEADING_MARKS.match(line.text.chars):
            if len(run) >= TABLE_LINES:
                found.update(run)
            run = []
        else:
            run.append(line.number)
        torn = line.number in full and not ends_sentence(line.text.chars)
    if len(run) >= TABLE_LINES:
        found.update(run)
    return frozenset(found)


def _page_numbers(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The numbers of lines that hold only a page number.

    A number between dashes is one. A lone number is one where it stands at a page break, or where such numbers count
    up by one through the file with text between them.
    """
    marked: set[int] = set()
    lone: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        chars = line.text.chars
        if line.blank or not _PAGE_NUMBER.fullmatch(chars):
            continue
        if _MARKED_NUMBER.fullmatch(chars):
            marked.add(line.number)
        elif _LONE_NUMBER.fullmatch(chars) and _alone(lines, index):
            lone.append((index, int(chars)))
    for position, (index, number) in enumerate(lone):
        neighbours = lone[max(0, position - 1) : position] + lone[position + 1 : position + 2]
        counts_up = any(
            (other - number) * (1 if at > index else -1) == 1 and abs(at - index) > 10 for at, other in neighbours
        )
        if counts_up or _at_page_break(lines, index):
            marked.add(lines[index].number)
    return frozenset(marked)


def _alone(lines: Sequence[SourceLine], index: int) -> bool:
    before = index == 0 or lines[index - 1].blank or lines[index].new_page
    after = index + 1 >= len(lines) or lines[index + 1].blank or lines[index + 1].new_page
    return before and after


def _at_page_break(lines: Sequence[SourceLine], index: int) -> bool:
    following = next((line for line in lines[index + 1 : index + 5] if not line.blank), None)
    return following is not None and following.new_page


def _paragraph(parts: Sequence[SourceLine], layout: _Layout) -> Paragraph:
    first = parts[0].text.chars
    text = _joined(parts, hard=parts[0].number in layout.table)
    return Paragraph(text, heading=_HEADING_MARKS.match(first) is not None, note=_FOOTNOTE.match(first) is not None)


def _joined(parts: Sequence[SourceLine], hard: bool) -> Text:
    texts: list[Text] = []
    for part in parts:
        text = _without_marks(part.text).strip()
        if texts:
            texts.append(_seam(texts[-1], text, hard))
        texts.append(text)
    return join(texts)


def _seam(before: Text, after: Text, hard: bool) -> Text:
    """What stands between two lines of a paragraph: nothing, or a space that keeps words and numbers apart."""
    if hard:
        return Text("\n", (None,))
    a, b = before.chars[-1:], after.chars[:1]
    if a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit()):
        return Text(" ", (None,))
    return Text("", ())


def _without_marks(text: Text) -> Text:
    found = _HEADING_MARKS.match(text.chars)
    if found:
        text = text[found.end() : len(text)]
    if not _EMPHASIS.search(text.chars):
        return text
    parts: list[Text] = []
    start = 0
    for mark in _EMPHASIS.finditer(text.chars):
        parts.append(text[start : mark.start()])
        start = mark.end()
    parts.append(text[start : len(text)])
    return join(parts)
