"""Printed lines of characters: what is printed over one another is not believed."""

from __future__ import annotations

from extractors.grid.lines import printed_lines
from extractors.grid.page import Glyph


def printed(chars: str, x: float, top: float, advance: float = 10.0) -> list[Glyph]:
    return [Glyph(char, x + at * advance, top, x + at * advance + 10, top + 10, None) for at, char in enumerate(chars)]


def test_two_lines_at_one_place_are_doubted() -> None:
    """A row of a sheet that is too low for its two lines: they are printed into one another."""
    (line,) = printed_lines(printed("支出五亿", 0, 0) + printed("收入九万", 3, 4))
    assert line.text.doubtful == frozenset(range(len(line.chars)))


def test_lines_below_one_another_and_marks_above_are_believed() -> None:
    for glyphs in (
        printed("支出五亿", 0, 0) + printed("收入九万", 3, 9.5),
        printed("支出12亿", 0, 0, advance=5),  # wide boxes on one line
        [*printed("支出", 0, 0), Glyph("2", 20, -2, 24, 4, None)],
    ):
        lines = printed_lines(glyphs)
        assert [line for line in lines if line.chars]
        assert not [line for line in lines if line.text.doubtful]
