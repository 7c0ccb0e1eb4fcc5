"""XLS workbooks written here record by record (BIFF8): formats, merged cells, hidden rows and sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.old_workbook import XlsSheet, workbook

from extractors.errors import Unreadable
from extractors.readers.spreadsheet import read_xls
from extractors.text import SheetPlace


def test_cells_as_displayed_with_merged_cells_and_hidden_parts(tmp_path: Path) -> None:
    shown = XlsSheet(
        "收入",
        [
            (0, 0, "丙县收入进度表", 0),
            (1, 0, "类别", 0),
            (1, 1, "增幅", 0),
            (1, 2, "期间", 0),
            (1, 3, "累计", 0),
            (2, 0, "税收", 0),
            (2, 1, 0.0456, 1),
            (2, 2, 44651.0, 2),
            (2, 3, 9.54, 3),
            (3, 3, 12.0, 0),
            (4, 3, 77.0, 0),
        ],
        merged=[(0, 0, 0, 3), (2, 3, 0, 0)],
        hidden_rows=(4,),
    )
    path = tmp_path / "收入.xls"
    path.write_bytes(workbook(shown, XlsSheet("底稿", [(0, 0, 99.0, 0)], hidden=True)))

    document = read_xls(path)

    assert [(block.text.chars, block.heading) for block in document.paragraphs] == [("丙县收入进度表", True)]
    (table,) = document.tables
    assert [[text.chars for text in row] for row in table.grid()] == [
        ["类别", "增幅", "期间", "累计"],
        ["税收", "4.56%", "2022年3月", "9.5亿元"],
        ["", "", "", "12"],
    ]
    assert next(cell.row_span for cell in table.cells if cell.text.chars == "税收") == 2
    assert table.grid()[1][1].places[0] == SheetPlace("收入", "B3", 0)
    assert any("底稿" in warning for warning in document.warnings)
    assert any("隐藏行" in warning for warning in document.warnings)


def test_a_format_that_the_workbook_names_but_does_not_hold_costs_no_words(tmp_path: Path) -> None:
    path = tmp_path / "缺格式.xls"
    path.write_bytes(
        workbook(XlsSheet("收入", [(0, 0, "税收", 99), (0, 1, 9.54, 0), (1, 0, "非税", 0), (1, 1, 3.2, 0)]))
    )
    (table,) = read_xls(path).tables
    assert [[text.chars for text in row] for row in table.grid()] == [["税收", "9.54"], ["非税", "3.2"]]


@pytest.mark.parametrize("kept", [10, 120, 300])
def test_a_cut_workbook_is_damaged(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "半截.xls"
    path.write_bytes(workbook(XlsSheet("收入", [(0, 0, "税收" * 100, 0), (0, 1, 5.0, 0)]))[:kept])
    with pytest.raises(Unreadable) as caught:
        read_xls(path)
    assert caught.value.reason == "damaged"


def test_whatever_stops_the_library_on_its_way_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "格式号过大.xls"
    path.write_bytes(workbook(XlsSheet("收入", [(0, 0, "税收", 0x9000)])))  # larger than xlrd's array of formats takes
    with pytest.raises(Unreadable) as caught:
        read_xls(path)
    assert caught.value.reason == "damaged"


def test_pictures_on_visible_sheets_are_counted(tmp_path: Path) -> None:
    cells: list[tuple[int, int, str | float, int]] = [(0, 0, "扫描件", 0)]
    sheets = [
        XlsSheet("表", cells, objects=(8, 2, 8)),  # two pictures and a rectangle
        XlsSheet("草稿", cells, hidden=True, objects=(8,)),
        XlsSheet("附", cells, objects=(8,)),
    ]
    path = tmp_path / "扫描.xls"
    path.write_bytes(workbook(*sheets))
    assert read_xls(path).unread_pictures == 3
