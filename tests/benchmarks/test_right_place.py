"""A figure counts where its row and column say what is printed; what every careful user mends counts for all."""

from __future__ import annotations

import pytest

from benchmarks.printed_tables import PrintedCell, made_tables
from benchmarks.right_place import anywhere, in_place

CELLS = (
    PrintedCell("其中：税收收入", "4月", ("72,822",)),
    PrintedCell("其中：税收收入", "1-4月", ("-283.60",)),
    PrintedCell("公路建设", "4月", ("18", "1.5")),
)
HEADS = ["项目", "4月", "1-4月"]
RIGHT = [HEADS, ["其中:税收收入", "72 822", "−283.6"], ["公路建设", "新建18公里，支出1.\n5亿元", ""]]


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ([RIGHT], 4),
        ([], 0),
        ([[["其中：税收收⼊", "72,822", None], HEADS]], 1),  # a radical; the head may stand below
        ([[HEADS, ["非税收入", "72,822", "-283.60"]]], 0),  # in another row
        ([[["项目", "1-4月", "4月"], ["其中：税收收入", "72,822", "-283.60"]]], 0),  # columns exchanged
        ([[["项目", "4月完成", "1-4月完成"], RIGHT[1]]], 2),  # a head with more words
        ([RIGHT[:2], [HEADS, RIGHT[2]]], 4),  # over two pages, heads printed again
        ([RIGHT[:2], [RIGHT[2]]], 4),  # over two pages, heads printed once
        ([[HEADS, ["公路建设", "新建18公里，", ""], ["", "支出1.5亿元", ""]]], 1),  # a torn row has lost its label
        ([[HEADS, ["公路建设", "18、18、2.5", ""]]], 1),  # once printed, counted once
        ([[HEADS, ["公路建设", "118公里1.55"]]], 0),  # within another number
    ],
)
def test_in_place(tables: list[list[list[str]]], expected: int) -> None:
    assert in_place(CELLS, tables) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("72,822 -283.60 18 1.5", 4), ("72,82\n2", 1), ("72,822 283.60", 1), ("", 0), ("18|1.5", 2)],
)
def test_anywhere(text: str, expected: int) -> None:
    assert anywhere(CELLS, text, []) == expected


def test_what_stands_in_tables_stands_somewhere() -> None:
    assert anywhere(CELLS, "", [RIGHT]) == 4


@pytest.mark.parametrize(("parts", "expected"), [(True, 1), (False, 0)])
def test_a_workbook_may_hold_the_part_of_one(parts: bool, expected: int) -> None:
    cells = (PrintedCell("公路建设", "完成率", ("34",)),)
    assert in_place(cells, [[["", "完成率"], ["公路建设", "0.34"]]], parts=parts) == expected


def test_made_tables_hold_what_is_asked_for() -> None:
    made = made_tables(2, "truth", long=True)
    for table in made:
        printed = [list(table.form.heads), *map(list, table.form.rows)]
        assert in_place(table.cells, [printed]) == sum(len(cell.figures) for cell in table.cells) > 20
