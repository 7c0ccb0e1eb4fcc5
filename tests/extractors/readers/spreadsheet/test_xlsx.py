"""XLSX workbooks made here: what is displayed, where it stands, what is left out and named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from printing.shown import shown
from printing.workbook import HEAD, Row, read, rows

from extractors.document import Table
from extractors.text import SheetPlace


def test_cells_show_what_their_formats_display(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["指标", "数值", "增幅", "截止"])
        sheet.append(["入库税收", 1234.5, 0.0456, date(2022, 3, 31)])
        sheet["B2"].number_format = "#,##0.00"
        sheet["C2"].number_format = "0.0%"
        sheet["D2"].number_format = 'yyyy"年"m"月"'

    assert shown(read(tmp_path, fill)) == [
        [["指标", "数值", "增幅", "截止"], ["入库税收", "1,234.50", "4.6%", "2022年3月"]]
    ]


def test_every_character_knows_its_cell(tmp_path: Path) -> None:
    document = read(tmp_path, rows(["", ""], ["", "单位", "累计"], ["", "东城区", 9.5]), titles=("收入",))
    (table,) = document.tables
    assert (table.rows, table.columns) == (2, 2)
    text = table.grid()[1][1]
    assert text.places == tuple(SheetPlace("收入", "C3", offset) for offset in range(3))


def test_title_unit_and_note_rows_stand_around_the_table(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["丙县收入进度表"], ["", "", "", "单位：万元"], HEAD, ["东城区", 1, 2, "50%"], ["注：快报数。"])(sheet)
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A5:D5")

    assert shown(read(tmp_path, fill)) == [
        "#丙县收入进度表",
        "单位：万元",
        [["单位", "当月", "累计", "进度"], ["东城区", "1", "2", "50%"]],
        "注：快报数。",
    ]


def test_merged_cells_are_one_cell_with_spans(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["类别", "目标", "进度"], ["民生", "修路", "1公里"], ["", "供水", "2处"])(sheet)
        sheet.merge_cells("A2:A3")

    (table,) = read(tmp_path, fill).tables
    merged = next(cell for cell in table.cells if cell.text.chars == "民生")
    assert (merged.row, merged.column, merged.row_span, merged.column_span) == (1, 0, 2, 1)
    assert [row[0].chars for row in table.filled_grid()] == ["类别", "民生", "民生"]


@pytest.mark.parametrize(
    ("second", "tables"),
    [
        pytest.param([["西城区", 3, 4, "60%"]], 1, id="more rows"),
        pytest.param([HEAD, ["西城区", 3, 4, "60%"]], 1, id="the head again"),
        pytest.param([["二、郊县"], ["西城区", 3, 4, "60%"]], 1, id="a section row"),
        pytest.param([["科目", "预算", "支出"], ["教育", 3, 4]], 2, id="another head"),
        pytest.param([["支出情况"], ["科目", "预算", "支出"], ["教育", 3, 4]], 2, id="a title and another head"),
    ],
)
def test_blank_rows_end_a_table_only_where_the_head_changes(tmp_path: Path, second: list[Row], tables: int) -> None:
    document = read(tmp_path, rows(HEAD, ["东城区", 1, 2, "50%"], [], [], *second))
    assert len(document.tables) == tables
    names = [text.chars for table in document.tables for text in (row[0] for row in table.grid())]
    assert names.count("单位") == 1
    assert {"东城区", str(second[-1][0])} <= set(names)


def test_a_text_table_goes_on_after_a_blank_row(tmp_path: Path) -> None:
    head: Row = ["目标名称", "考核指标", "当月进度"]
    first: Row = ["道路改造", "年底前完成主干道路大中修工程。", "完成3条道路沥青摊铺，累计完成投资1200万元。"]
    second: Row = ["供水提质", "全年新建改建供水管网。", "新建管网2.5公里，累计完成投资800万元。"]
    (table,) = read(tmp_path, rows(head, first, [], second)).tables
    assert table.rows == 3


def test_hidden_parts_are_not_read_and_named(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["单位", "当月", "底稿", "累计"], ["东城区", 1, 77, 2], ["西城区", 88, 88, 88])(sheet)
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[3].hidden = True

    def hide(sheet: Worksheet) -> None:
        rows(["甲", 99], ["乙", 99])(sheet)
        sheet.sheet_state = "hidden"

    document = read(tmp_path, fill, hide, titles=("收入", "底稿"))
    assert shown(document) == ["#收入", [["单位", "当月", "累计"], ["东城区", "1", "2"]]]
    assert any("底稿" in warning and "隐藏" in warning for warning in document.warnings)
    assert any("隐藏行" in warning for warning in document.warnings)
    assert any("隐藏列" in warning for warning in document.warnings)


def test_struck_cells_and_runs_are_left_out_and_raised_digits_stay_raised(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        struck, high = InlineFont(strike=True), InlineFont(vertAlign="superscript")
        rows(["目标", "进度"], ["税收", CellRichText("完成", TextBlock(struck, "12.5"), "13.5亿元")])(sheet)
        sheet.append(["供水", CellRichText("2处", TextBlock(high, "1"))])
        rows(["旧目标", "9处"], ["修路", 3])(sheet)
        for cell in sheet[4]:
            cell.font = Font(strike=True)

    document = read(tmp_path, fill)
    assert shown(document) == [[["目标", "进度"], ["税收", "完成13.5亿元"], ["供水", "2处¹"], ["修路", "3"]]]
    assert document.warnings == ("工作簿中有 3 处划去的文字，未读取",)


def test_years_over_figures_are_heads_beside_the_unit_in_the_corner(tmp_path: Path) -> None:
    document = read(tmp_path, rows(["单位：万元", "2022年", "2023年"], ["税收收入", 12, 13], ["非税收入", 9, 8]))
    assert shown(document) == [[["单位：万元", "2022年", "2023年"], ["税收收入", "12", "13"], ["非税收入", "9", "8"]]]
    (above, table) = shown(read(tmp_path, rows(["单位：万元", "2023年"], ["项目", "累计"], ["税收", 12], ["其他", 8])))[
        1:
    ]
    assert (above, table) == ("2023年", [["项目", "累计"], ["税收", "12"], ["其他", "8"]])


def test_formulas_without_a_result_are_named(tmp_path: Path) -> None:
    document = read(tmp_path, rows(["单位", "累计"], ["东城区", 2], ["合计", "=B2*2"]))
    assert any("B3" in warning for warning in document.warnings)
    assert shown(document) == [[["单位", "累计"], ["东城区", "2"], ["合计", ""]]]


def test_several_sheets_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    document = read(tmp_path, rows(HEAD, ["甲", 1, 2, 3]), rows(HEAD, ["乙", 1, 2, 3]), titles=("收入", "Sheet2"))
    assert [block.text.chars for block in document.paragraphs] == ["收入"]
    assert [table.index for table in document.tables] == [0, 1]
    assert document.paragraphs[0].text.places == (None, None)


def test_a_sheet_title_says_nothing_beside_a_title_of_its_own(tmp_path: Path) -> None:
    document = read(tmp_path, rows(["丙县收入进度表"], HEAD, ["甲", 1, 2, 3]), titles=("进度",))
    assert [block.text.chars for block in document.paragraphs] == ["丙县收入进度表"]


def test_running_text_in_one_column_is_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, rows(["一季度入库税收3.2亿元。"], ["同比增长4.5%。"]))
    assert shown(document) == ["一季度入库税收3.2亿元。", "同比增长4.5%。"]


def test_local_date_formats_known_by_number_only(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["期间", "收入"])
        sheet.append([44651, 5])
        sheet["A2"].number_format = "0.00"
        sheet["A2"]._style.numFmtId = 57  # as a Chinese edition writes it: a number, no format beside it

    (table,) = read(tmp_path, fill).tables
    assert isinstance(table, Table)
    assert table.grid()[1][0].chars == "2022年3月"
