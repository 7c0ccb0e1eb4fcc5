"""Titles, units and notes typed into a table's grid, and rows that only look like them."""

from __future__ import annotations

import pytest

from extractors.readers.captions import captions_apart
from extractors.readers.draft import DraftCell, DraftParagraph, DraftTable

Row = list[str | tuple[str, int]]
"""Texts from left to right; with a number, merged over so many columns. Blank texts are no cells."""

HEAD: Row = ["单位", "当月", "累计"]
BODY: Row = ["东城区", "1.5", "9.5"]


def table(*rows: Row) -> DraftTable:
    cells, width = [], 0
    for number, row in enumerate(rows):
        column = 0
        for entry in row:
            chars, span = entry if isinstance(entry, tuple) else (entry, 1)
            if chars:
                cells.append(DraftCell(chars, number, column, 1, span))
            column += span
        width = max(width, column)
    return DraftTable(len(rows), width, tuple(cells))


@pytest.mark.parametrize(
    ("rows", "above", "kept", "below"),
    [
        pytest.param([HEAD, BODY], [], 2, [], id="nothing to set apart"),
        pytest.param([[("丙县财政收支表", 3)], HEAD, BODY], ["#丙县财政收支表"], 2, [], id="title merged over all"),
        pytest.param([["丙县财政收支表", "", ""], HEAD, BODY], ["#丙县财政收支表"], 2, [], id="title in one cell"),
        pytest.param(
            [["", ("丙县财政收支表", 3)], ["", *HEAD], ["", *BODY], ["", ("以上为快报数", 3)]],
            ["#丙县财政收支表"],
            2,
            ["以上为快报数"],
            id="a table that begins in the second column",
        ),
        pytest.param([["", "", "单位：万元"], HEAD, BODY], ["单位：万元"], 2, [], id="unit in the corner"),
        pytest.param([["", "", "（亿元、%）"], HEAD, BODY], ["（亿元、%）"], 2, [], id="bare unit in the corner"),
        pytest.param(
            [["填报单位：丙县财政局", "2022年3月", "单位：万元"], HEAD, BODY],
            ["填报单位：丙县财政局", "2022年3月", "单位：万元"],
            2,
            [],
            id="a row of labels",
        ),
        pytest.param(
            [[("丙县财政收支表", 3)], [("（2022年3月）", 3)], HEAD, BODY],
            ["#丙县财政收支表", "（2022年3月）"],
            2,
            [],
            id="title and period",
        ),
        pytest.param([HEAD, BODY, [("注：含上年结转。", 3)]], [], 2, ["注：含上年结转。"], id="note"),
        pytest.param([HEAD, BODY, ["备注：口径不变", "", ""]], [], 2, ["备注：口径不变"], id="note in one cell"),
        pytest.param(
            [HEAD, BODY, ["负责人：王某", "", "填表人：李某"]], [], 2, ["负责人：王某", "填表人：李某"], id="signatures"
        ),
        pytest.param([HEAD, BODY, ["西城区", "", ""]], [], 3, [], id="a unit without figures is a row"),
        pytest.param([["", ("一般公共预算", 2)], HEAD, BODY], [], 3, [], id="a group head beside an empty corner"),
        pytest.param([HEAD, [("一、城区", 3)], BODY], [], 3, [], id="a section within the body"),
        pytest.param([["项目：", "甲：乙"], ["编号：", "丙：丁"]], [], 2, [], id="a form of labels only"),
    ],
)
def test_captions_apart(rows: list[Row], above: list[str], kept: int, below: list[str]) -> None:
    drafts = captions_apart(table(*rows))
    at = next(index for index, draft in enumerate(drafts) if isinstance(draft, DraftTable))
    body = drafts[at]
    assert isinstance(body, DraftTable)
    assert [_shown(draft) for draft in drafts[:at]] == above
    assert body.rows == kept
    assert [_shown(draft) for draft in drafts[at + 1 :]] == below
    assert min(cell.row for cell in body.cells) == 0


def test_a_row_that_a_merged_cell_reaches_into_is_no_note() -> None:
    whole = DraftTable(
        3,
        2,
        (
            DraftCell("类别", 0, 0),
            DraftCell("进度", 0, 1),
            DraftCell("民生", 1, 0, 2),
            DraftCell("拨付：1亿元", 1, 1),
            DraftCell("备注：无", 2, 1),
        ),
    )
    assert captions_apart(whole) == [whole]


def _shown(draft: DraftParagraph | DraftTable) -> str:
    assert isinstance(draft, DraftParagraph)
    return ("#" if draft.heading else "") + draft.chars
