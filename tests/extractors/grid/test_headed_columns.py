"""Columns whose white is narrow, and columns that hold nothing: their heads tell them."""

from __future__ import annotations

from extractors.grid.headed_columns import gaps_between_heads, headed_columns
from extractors.grid.page import Glyph

Span = tuple[float, float]


def line(*spans: Span) -> list[Glyph]:
    return [Glyph("支", x0, 0, x1, 10, None) for x0, x1 in spans]


BODY = [line((0, 30), (32, 60)), line((0, 28), (32, 50)), line((0, 30)), line((32, 60))]


def test_narrow_white_parts_two_columns_only_between_their_heads() -> None:
    assert gaps_between_heads((0, 60), [[(8, 22), (38, 52)]], BODY, 10) == [(30, 32)]
    assert gaps_between_heads((0, 60), [[(20, 40)]], BODY, 10) == []
    assert gaps_between_heads((0, 60), [[(8, 40)], [(30, 52)]], BODY, 10) == []  # one head of two lines


def test_two_heads_under_one_part_a_column_and_a_head_set_wide_does_not() -> None:
    assert gaps_between_heads((0, 60), [[(10, 50)], [(8, 22), (38, 52)]], BODY, 10) == [(30, 32)]
    assert gaps_between_heads((0, 60), [[(10, 50)], [(15, 25), (35, 45)]], BODY, 10) == []


def test_white_of_a_line_is_none_of_the_column() -> None:
    heads = [[(8.0, 22.0), (38.0, 52.0)]]
    assert gaps_between_heads((0, 60), heads, [*BODY, line((0, 60))], 10) == []
    assert gaps_between_heads((0, 60), heads, [line((0, 30)), line((32, 60))], 10) == []  # never side by side
    assert gaps_between_heads((0, 60), heads, [line((0, 30), (31, 60))] * 3, 10) == []  # as between two letters


def test_a_head_beside_all_print_has_an_empty_column() -> None:
    heads = [[(8.0, 22.0)], [(38.0, 52.0), (70.0, 90.0)]]
    assert headed_columns([(0, 60)], heads, BODY, 10) == [(0, 30), (32, 60), (70, 90)]


def test_a_head_may_stand_beside_the_short_print_of_its_wide_column() -> None:
    assert headed_columns([(0, 30), (50, 55)], [[(8, 22), (70, 90)]], [line((0, 30), (50, 55))], 10) == [
        (0, 30),
        (50, 55),
    ]


def test_a_head_over_several_columns_has_none_of_its_own() -> None:
    columns = [(0.0, 30.0), (80.0, 99.0)]
    heads = [[(40.0, 70.0)], [(8.0, 22.0), (85.0, 95.0)]]
    assert headed_columns(columns, heads, [line(*columns)], 10) == columns


def test_a_head_without_width_is_no_fault() -> None:
    heads = [[(8.0, 22.0), (60.0, 60.0)], [(38.0, 52.0), (70.0, 90.0)]]
    assert headed_columns([(0, 60)], heads, BODY, 10)[0] == (0, 30)
