"""Items: categories handed down, torn rows rejoined, everything else left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from dumps.grids import document_of, table_of

from extractors.document import Table
from extractors.readers.every_kind import read_document
from extractors.readers.plain_text.decoding import source_lines
from extractors.readers.plain_text.reading import document_of as text_document
from extractors.sheet import read_items
from extractors.sheet.item import Item
from extractors.text import spans

HEADS = ["类别", "目标名称", "考核指标", "完成时限", "本月进展", "累计完成情况", "完成率"]


def items(rows: list[list[str | None]], *page_starts: int, heads: list[str] = HEADS) -> tuple[Item, ...]:
    return read_items(document_of(table_of([heads, *rows], page_starts=page_starts)))


WHOLE: list[str | None] = ["民生", "养老服务", "新增床位800张。", "2023年12月", "新增60张。", "累计新增410张。", "51%"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # the break tore figures and a name; all that is never torn stands above
        (
            ["民生", "城乡", "改造管网不少于12", "2023年12月", "完成0.8", "1.累计完成7.5公里，完成投资2.3", "60%"],
            ["", "供水", "0公里。", "", "公里。", "亿元。\n2.用户新增3万户。", ""],
        ),
        # sentences are whole, but the list goes on
        (
            ["民生", "稳岗就业", "新增就业1.2万人。", "2023年12月", "1.召开招聘会6场。", "1.新增就业0.7万人。", "58%"],
            ["", "", "", "", "2.发放补贴30万元。", "2.发放补贴210万元。", ""],
        ),
        # a cell in the middle of its row stands below the break
        (
            ["民生", "校舍改造", "改造校舍15所", "2023年", "开工1所。", "累计开工14所，", ""],
            ["", "", "，投资1.1亿元。", "12月", "", "完工9所。", "66%"],
        ),
    ],
)
def test_rows_torn_by_a_page_are_one(above: list[str | None], below: list[str | None]) -> None:
    found = items([WHOLE, above, below, WHOLE], 3)
    assert len(found) == 3
    item = found[1]
    assert item.torn
    assert not found[0].torn
    joined = [f"{a or ''}{b or ''}" for a, b in zip(above, below, strict=True)]
    assert [
        text.compact()
        for text in (
            item.category,
            item.name,
            item.target,
            item.deadline,
            item.current,
            item.cumulative,
            item.completion,
        )
    ] == ["".join(text.split()) for text in joined]


def test_a_figure_torn_by_a_page_keeps_both_its_places() -> None:
    above: list[str | None] = ["", "供水", "改造12", "2023年12月", "", "完成1.", "60%"]
    item = items([WHOLE, above, ["", "", "0公里。", "", "", "2公里。", ""]], 3)[1]
    start = item.cumulative.chars.index("1.2")
    assert [span["text"] for span in spans(item.cumulative[start : start + 3])] == ["1.", "2"]


@pytest.mark.parametrize(
    "below",
    [
        ["民生", "校舍改造", "改造校舍15所。", "2023年12月", "开工1所。", "累计开工14所。", "66%"],
        ["", "校舍改造", "改造校舍15所。", "2023年11月", "", "累计开工14所。", "66%"],
        ["", "校舍改造", "1.改造校舍15所。", "2023年12月", "1.开工1所。", "", "0%"],
    ],
)
def test_a_full_row_at_the_start_of_a_page_is_a_new_one(below: list[str | None]) -> None:
    unfinished = [*WHOLE[:4], "1.新增60张", "1.累计新增410张", "51%"]
    found = items([WHOLE, unfinished, below], 3)
    assert [item.name.chars for item in found] == ["养老服务", "养老服务", "校舍改造"]
    assert not any(item.torn for item in found)


def test_a_row_over_three_pages() -> None:
    found = items(
        [
            WHOLE,
            ["民生", "医疗", "建成病房楼1", "2023年12月", "完成", "完成投资", "40%"],
            ["", "", "栋，新增床位", "", "投资3", "2.1", ""],
            ["", "", "300张。", "", "00万元。", "亿元。", ""],
        ],
        3,
        4,
    )
    assert len(found) == 2
    assert found[1].target.chars == "建成病房楼1栋，新增床位300张。"
    assert found[1].current.chars == "完成投资300万元。"


def test_heads_repeated_on_a_page_are_no_item() -> None:
    found = items([WHOLE, list(HEADS), WHOLE], 2)
    assert [item.position for item in found] == [1, 2]


def test_merged_and_missing_categories_go_to_all_their_rows() -> None:
    second: list[str | None] = [None, "稳岗就业", *WHOLE[2:]]
    third: list[str | None] = ["经济", "招商引资", *WHOLE[2:]]
    fourth: list[str | None] = ["", "专项债券", *WHOLE[2:]]
    merged = table_of([HEADS, WHOLE, second, third, fourth], spans={(1, 0): (2, 1)})
    assert [item.category.chars for item in read_items(document_of(merged))] == ["民生", "民生", "经济", "经济"]


def test_a_row_of_one_label_is_the_category_of_those_below_and_a_note_is_none() -> None:
    heads = ["序号", "项目名称", "年度目标", "完成情况"]
    rows: list[list[str | None]] = [
        ["一、民生项目", "", "", ""],
        ["1", "养老服务", "新增床位800张。", "新增410张。"],
        ["二、产业项目", "", "", ""],
        ["2", "园区道路", "建成3.2公里。", "建成1.9公里。"],
        ["注：数据截至9月底", "", "", ""],
    ]
    found = items(rows, heads=heads)
    assert [(item.category.chars, item.name.chars) for item in found] == [
        ("一、民生项目", "养老服务"),
        ("二、产业项目", "园区道路"),
    ]


TORN_TEXT = """工作名称\t目标要求\t时限\t三季度进展\t截至9月底进展\t完成比例
粮食安全\t储备粮不少于5万\t12月底\t入库2000吨。\t累计入库2.1万吨，其中轮换\t42%

\t吨，建成粮库2座。\t\t\t1.3万吨。\t
水源保护\t水质达标率100%。\t12月底\t清理网箱31个。\t清理网箱204个，投入资金860万元。\t75%
"""


def test_torn_rows_of_a_text_dump() -> None:
    found = read_items(text_document(source_lines(TORN_TEXT)))
    assert [item.name.chars for item in found] == ["粮食安全", "水源保护"]
    assert found[0].target.chars == "储备粮不少于5万吨，建成粮库2座。"
    assert found[0].cumulative.chars == "累计入库2.1万吨，其中轮换1.3万吨。"
    assert found[0].heads["cumulative"] == "截至9月底进展"


KINDS = (".txt", ".docx", ".html", ".xlsx", ".xls", ".pdf", "-word.pdf")


def compact(item: Item) -> tuple[str, ...]:
    texts = (item.category, item.name, item.target, item.attribute, item.deadline)
    return tuple(text.compact() for text in (*texts, item.current, item.cumulative, item.completion))


@pytest.mark.parametrize(("name", "count"), [("2018-06-monthly-progress", 12), ("2021-06-halfyear-targets", 6)])
def test_the_same_items_from_every_kind_of_file(corpus: Path, name: str, count: int) -> None:
    found = {kind: read_items(read_document(corpus / "docs" / f"{name}{kind}")) for kind in KINDS}
    first = [compact(item) for item in found[".docx"]]
    assert len(first) == count
    assert all(cell for row in first for cell in row[1:3] + row[5:])
    for kind, items_ in found.items():
        assert [item.heads for item in items_] == [item.heads for item in found[".docx"]], kind
        for number, (row, expected) in enumerate(zip(items_, first, strict=True)):
            assert compact(row) == expected, (kind, number)


def test_the_names_of_the_half_year_sheet(corpus: Path) -> None:
    found = read_items(read_document(corpus / "docs" / "2021-06-halfyear-targets.txt"))
    assert [item.name.compact() for item in found][2:] == [
        "政府专项债项目储备",
        "保障民生事业",
        "重大项目保障",
        "★大财政体制机制改革",
    ]
    assert [item.torn for item in found] == [False, False, True, True, False, True]
    assert "货币补贴保障家庭3万户。" in found[3].target.compact()


def test_running_text_has_no_items(corpus: Path) -> None:
    for name in (
        "2017-five-year-performance-plan",
        "2020-district-performance-policy",
        "2022-performance-work-summary",
    ):
        document = read_document(corpus / "docs" / f"{name}.txt")
        assert not read_items(document)
        assert not any(isinstance(block, Table) for block in document.blocks)
