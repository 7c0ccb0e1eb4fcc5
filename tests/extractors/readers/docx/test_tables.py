"""Tables of DOCX files: merged, shifted, nested and framing cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.docx_xml import p, read, tbl, tc, tr
from printing.shown import shown

from extractors.text import CellPlace

SPAN = '<w:gridSpan w:val="2"/>'
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_appear_once(tmp_path: Path) -> None:
    body = tbl(
        tr(tc("类别", RESTART), tc("收入", SPAN)),
        tr(tc("", CONTINUE), tc("当月"), tc("累计")),
        tr(tc("税收"), tc("1.5"), tc("9.5")),
    )
    (table,) = read(tmp_path, body).tables
    assert (table.rows, table.columns) == (3, 3)
    by_text = {cell.text.chars: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert by_text == {
        "类别": (0, 0, 2, 1),
        "收入": (0, 1, 1, 2),
        "当月": (1, 1, 1, 1),
        "累计": (1, 2, 1, 1),
        "税收": (2, 0, 1, 1),
        "1.5": (2, 1, 1, 1),
        "9.5": (2, 2, 1, 1),
    }


def test_two_merges_one_below_the_other_stay_apart(tmp_path: Path) -> None:
    body = tbl(
        tr(tc("甲", RESTART), tc("1")), tr(tc("", CONTINUE), tc("2")),
        tr(tc("乙", RESTART), tc("3")), tr(tc("", CONTINUE), tc("4")),
    )  # fmt: skip
    (table,) = read(tmp_path, body).tables
    assert [(cell.row, cell.row_span) for cell in table.cells if cell.column == 0] == [(0, 2), (2, 2)]


def test_grid_before_and_wrapped_rows_and_cells(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtContent>{tc('乙2')}</w:sdtContent></w:sdt>"
    shifted = tr(wrapped, tc("乙3"), properties='<w:gridBefore w:val="1"/>')
    body = tbl(
        tr(tc("甲1"), tc("甲2"), tc("甲3")),
        f"<w:sdt><w:sdtContent>{shifted}</w:sdtContent></w:sdt>",
        tr(tc("删1"), tc("删2"), tc("删3"), properties="<w:del/>"),
    )
    assert shown(read(tmp_path, body)) == [[["甲1", "甲2", "甲3"], ["", "乙2", "乙3"]]]


def test_paragraphs_of_a_cell_are_lines_with_offsets_over_the_whole_cell(tmp_path: Path) -> None:
    body = tbl(tr(tc("目标"), tc("进度")), tr(tc("修路"), tc(p("1.开工3条；") + p() + p("2.完工2条。"))))
    (table,) = read(tmp_path, body).tables
    text = table.grid()[1][1]
    assert text.chars == "1.开工3条；\n2.完工2条。"
    assert text.places[7] is None
    assert text.places[8] == CellPlace(0, 1, 1, 8)


def test_a_nested_table_follows_the_outer_one(tmp_path: Path) -> None:
    inner = tbl(tr(tc("区"), tc("数")), tr(tc("东"), tc("1")))
    outer = tbl(tr(tc("目标"), tc("进度")), tr(tc("供水"), tc(p("见下表：") + inner + p("完。"))))
    assert shown(read(tmp_path, p("前1") + outer + p("后"))) == [
        "前1",
        [["目标", "进度"], ["供水", "见下表：\n完。"]],
        [["区", "数"], ["东", "1"]],
        "后",
    ]


def test_a_single_cell_that_only_frames_text_is_text(tmp_path: Path) -> None:
    inner = tbl(tr(tc("区"), tc("数")), tr(tc("东"), tc("1")))
    assert shown(read(tmp_path, tbl(tr(tc(p("说明5条") + inner))))) == ["说明5条", [["区", "数"], ["东", "1"]]]


@pytest.mark.parametrize("value", ["x", "99999999", "-3", "0"])
def test_absurd_spans_do_no_harm(tmp_path: Path, value: str) -> None:
    span = f'<w:gridSpan w:val="{value}"/>'
    (table,) = read(tmp_path, tbl(tr(tc("甲", span), tc("1")), tr(tc("乙"), tc("2")))).tables
    assert {"甲", "乙", "1", "2"} == {cell.text.chars for cell in table.cells}
