"""Rows of values that the end of a page cut: no rule there, and none at the beginning of the next page."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf

from extractors.document import Cell, Table
from extractors.readers.pdf import read_pdf
from extractors.text import EMPTY, Text
from extractors.value_table.torn import made_whole

XS = (50, 70, 150, 300)


def cut_pages(*, rule_between: bool) -> list[Sheet]:
    """指标名称|全年目标|累计完成 in ruled rows; the last row of the first page ends without a rule below it."""
    first, second = Sheet(595, 300).grid(list(XS), [280, 250, 200]), Sheet(595, 300).grid(list(XS), [200, 170])
    for x in XS:
        first.stroke(x, 200, x, 20)
        second.stroke(x, 280, x, 200)
    if rule_between:
        first.stroke(50, 20, 300, 20)
    first.text(52, 260, "指标").text(75, 260, "全年目标").text(155, 260, "累计完成")
    first.lines(55, 240, list("收入")).text(75, 230, "42.5").text(155, 230, "36.28")
    first.lines(55, 180, list("城镇居民")).text(75, 180, "46800").text(155, 180, "38215")
    second.lines(55, 270, list("人均收入")).lines(55, 190, list("外资")).text(75, 180, "3000").text(155, 180, "2415")
    return [first, second]


@pytest.mark.parametrize("rule_between", [False, True])
def test_a_row_without_rules_at_both_ends_of_the_pages_is_torn(tmp_path: Path, rule_between: bool) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf(cut_pages(rule_between=rule_between)))
    (table,) = read_pdf(path).tables
    assert table.page_starts == {3}
    assert table.torn == (frozenset() if rule_between else {3})
    names = [row[0].chars for row in made_whole(table).grid()]
    assert names == ["指标", "收入", *(["城镇居民", "人均收入"] if rule_between else ["城镇居民人均收入", ""]), "外资"]


def test_a_row_may_reach_over_three_pages_and_below_a_merged_cell() -> None:
    def cell(chars: str, row: int, column: int, rows: int = 1) -> Cell:
        return Cell(Text(chars, (None,) * len(chars)) if chars else EMPTY, row, column, rows)

    merged = cell("收入类", 0, 0, 2)
    cells = (merged, cell("增值税", 0, 1), cell("城镇", 1, 1), cell("居民", 2, 1), cell("收入", 3, 1), cell("另", 3, 0))
    whole = made_whole(Table(0, 4, 2, cells, frozenset({2, 3}), frozenset({2, 3})))
    assert [(c.row, c.column, c.text.chars) for c in whole.cells] == [
        (0, 0, "收入类另"), (0, 1, "增值税"), (1, 1, "城镇居民收入"),
    ]  # fmt: skip
