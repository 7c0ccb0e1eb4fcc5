"""XLSX workbooks made here: what is displayed, where it stands, what is left out and named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Document, Paragraph, Table
from extractors.readers.spreadsheet import essence, read_xlsx
from extractors.text import SheetPlace

Fill = Callable[[Worksheet], None]
Row = list[object]

HEAD: Row = ["单位", "当月", "累计", "进度"]


def read(tmp_path: Path, *fills: Fill, titles: tuple[str, ...] = ()) -> Document:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for number, fill in enumerate(fills):
        sheet = first if number == 0 else book.create_sheet()
        if titles:
            sheet.title = titles[number]
        fill(sheet)
    path = tmp_path / "表.xlsx"
    book.save(path)
    return read_xlsx(path)


def rows(*content: Row) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for row in content:
            sheet.append(row)

    return fill


def shown(document: Document) -> list[object]:
    """Paragraphs as text (# before headings), tables as rows of texts."""
    return [
        ("#" if block.heading else "") + block.text.chars
        if isinstance(block, Paragraph)
        else [[text.chars for text in row] for row in block.grid()]
        for block in document.blocks
    ]


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


def test_rows_and_columns_of_no_size_are_hidden(tmp_path: Path) -> None:
    path = with_parts(
        saved(tmp_path, ["单位", "底稿", "累计"], ["东城区", 1, 2], ["西城区", 88, 88]),
        sheet1=lambda xml: xml.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"').replace(
            "<sheetData>", '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
        ),
    )
    assert shown(read_xlsx(path)) == [[["单位", "累计"], ["东城区", "2"]]]


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


def test_text_boxes_over_the_cells_are_named(tmp_path: Path) -> None:
    path = tmp_path / "框.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate((["单位", "累计"], ["东城区", 2])):
            page.write_row(number, 0, row)
        for column, chars in ((3, "另有结转5亿元"), (6, "快报数")):
            page.insert_textbox(0, column, chars)
    assert read_xlsx(path).warnings == ("工作簿中有 2 个文本框，其中的内容未读取",)


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


def with_parts(path: Path, **changed: Callable[[str], str]) -> Path:
    """The workbook at `path` with parts (their names without folder and .xml) rewritten."""
    rewritten = path.with_stem("改")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            change = changed.get(Path(name).stem) if name.endswith(".xml") else None
            target.writestr(name, change(content) if change else content)
    return rewritten


def saved(tmp_path: Path, *content: Row) -> Path:
    book = Workbook()
    for row in content:
        book.worksheets[0].append(row)
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def test_what_exporters_write_wrong_beside_the_cells_does_no_harm(tmp_path: Path) -> None:
    path = with_parts(
        saved(tmp_path, HEAD, ["东城区", 1, 2, "50%"]),
        styles=lambda xml: xml.replace("<fill>", "<fill/><fill>", 1),
        workbook=lambda xml: xml.replace(
            "</sheets>",
            '</sheets><definedNames><definedName name="_xlnm.Print_Area">#REF!</definedName></definedNames>',
        ),
        sheet1=lambda xml: xml.replace(
            "</sheetData>",
            '</sheetData><autoFilter ref="无"/><dataValidations><dataValidation sqref="?"/></dataValidations>',
        ),
    )
    assert shown(read_xlsx(path)) == [[["单位", "当月", "累计", "进度"], ["东城区", "1", "2", "50%"]]]


def test_borders_drawn_down_to_the_last_row_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(essence, "MAX_CELLS", 20)
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>' for row in range(3, 100))
    path = with_parts(
        saved(tmp_path, ["单位", "累计"], ["东城区", 2]),
        sheet1=lambda xml: xml.replace("</sheetData>", f"{blank}</sheetData>"),
    )
    assert shown(read_xlsx(path)) == [[["单位", "累计"], ["东城区", "2"]]]


def test_the_strict_form_of_the_format(tmp_path: Path) -> None:
    def strict(xml: str) -> str:
        return xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    path = with_parts(
        saved(tmp_path, ["单位", "累计"], ["东城区", 2]),
        workbook=strict,
        sheet1=strict,
        styles=strict,
        sharedStrings=strict,
    )
    assert shown(read_xlsx(path)) == [[["单位", "累计"], ["东城区", "2"]]]


def test_sheets_that_are_charts_and_embedded_charts_are_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["单位", "累计"])
    sheet.append(["东城区", 2])
    for holder in (sheet, book.create_chartsheet("走势")):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
        holder.add_chart(chart)
    book.save(tmp_path / "图.xlsx")
    document = read_xlsx(tmp_path / "图.xlsx")
    assert len(document.tables) == 1
    assert any("走势" in warning for warning in document.warnings)
    assert any("2 个图表" in warning for warning in document.warnings)
