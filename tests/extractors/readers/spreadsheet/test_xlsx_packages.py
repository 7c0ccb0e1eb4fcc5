"""XLSX workbooks as other programs write them: odd parts, the strict form, charts, text boxes, hidden rows."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from printing.shown import shown
from printing.workbook import HEAD, saved, with_parts

from extractors.readers.spreadsheet import essence, read_xlsx


def test_rows_and_columns_of_no_size_are_hidden(tmp_path: Path) -> None:
    path = with_parts(
        saved(tmp_path, ["单位", "底稿", "累计"], ["东城区", 1, 2], ["西城区", 88, 88]),
        sheet1=lambda xml: xml.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"').replace(
            "<sheetData>", '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
        ),
    )
    assert shown(read_xlsx(path)) == [[["单位", "累计"], ["东城区", "2"]]]


def test_text_boxes_over_the_cells_are_named(tmp_path: Path) -> None:
    path = tmp_path / "框.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate((["单位", "累计"], ["东城区", 2])):
            page.write_row(number, 0, row)
        for column, chars in ((3, "另有结转5亿元"), (6, "快报数")):
            page.insert_textbox(0, column, chars)
    assert read_xlsx(path).warnings == ("工作簿中有 2 个文本框，其中的内容未读取",)


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
