"""Tables typed one right below the other on a sheet, with lines of text between them."""

from __future__ import annotations

import pytest

from extractors.readers.draft import DraftTable
from extractors.readers.spreadsheet.layout import Sheet, SheetEntry, sheet_drafts

REVENUE = ["项目|预算|完成", "增值税|110.5|55.62", "契税|15.3|7.94"]


def shown(lines: list[str]) -> list[object]:
    """What comes of rows of cells parted by |; a row of one is merged over three columns."""
    entries = []
    for row, line in enumerate(lines):
        cells = line.split("|")
        span = 3 if len(cells) == 1 else 1
        entries += [SheetEntry(row, at, 1, span, chars, f"{'ABC'[at]}{row + 1}") for at, chars in enumerate(cells)]
    return [
        [cell.chars for cell in draft.cells if not cell.column] if isinstance(draft, DraftTable) else draft.chars
        for draft in sheet_drafts(Sheet("表1", tuple(entry for entry in entries if entry.chars)))
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [*REVENUE, "二、基金收入", "土地出让收入62.7亿元。", "科目|累计支出|增减", "教育|463|30"],
            [["项目", "增值税", "契税"], "二、基金收入", "土地出让收入62.7亿元。", ["科目", "教育"]],
            id="another table under its own lines",
        ),
        pytest.param(
            [*REVENUE, "二、非税收入", "罚没收入|4.5|2.2"],
            [["项目", "增值税", "契税", "二、非税收入", "罚没收入"]],
            id="a row that heads others",
        ),
        pytest.param(
            [*REVENUE, "续表", *REVENUE[:1], "罚没收入|4.5|2.2"],
            [["项目", "增值税", "契税", "罚没收入"]],
            id="the same head again",
        ),
        pytest.param(
            ["表1 收入", "单位：亿元", *REVENUE, "表1 收入", "单位：亿元", *REVENUE[:1], "罚没收入|4.5|2.2"],
            ["表1 收入", "单位：亿元", ["项目", "增值税", "契税", "罚没收入"]],
            id="caption and head again",
        ),
        pytest.param(
            [*REVENUE, "表2 单位：万元", *REVENUE[:1], "罚没收入|45|22"],
            [["项目", "增值税", "契税"], "表2 单位：万元", ["项目", "罚没收入"]],
            id="the same head under another caption",
        ),
        pytest.param(
            [*REVENUE, "", "续表（二）", REVENUE[0], "罚没收入|4.5|2.2"],
            [["项目", "增值税", "契税", "罚没收入"]],
            id="the same head behind a blank row",
        ),
    ],
)
def test_tables_without_blank_rows_between_them(lines: list[str], expected: list[object]) -> None:
    assert shown(lines) == expected
