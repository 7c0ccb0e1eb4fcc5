"""Tables parted by tabs or bars: torn rows, lost cells, tags, rows broken within a cell."""

from __future__ import annotations

import pytest

from extractors.document import Table
from extractors.readers.plain_text.decoding import source_lines
from extractors.readers.plain_text.reading import document_of


def table(text: str) -> Table:
    (found,) = document_of(source_lines(text)).tables
    return found


def cells(text: str) -> list[list[str]]:
    return [[cell.chars for cell in row] for row in table(text).grid()]


TORN = """序号\t目标名称\t考核指标\t完成时限\t本月进展\t累计完成情况\t完成率

1\t养老服务\t新增床位不少于800张。\t2023年12月\t新增60张。\t<p>1. 已新增410张。</p> <p>2. 完成改造的敬老院共</p>\t51%

\t\t\t\t\t<p>6家。</p><p>3. 培训护理员300人次。</p>\t
2\t粮食安全保障\t<p>1. 储备粮不少于5万</p>\t2023年12月\t<p>1. 入库2000吨。</p>\t<p>1. 累计入库2.1万吨，其中轮换</p>\t42%
--\t--\t--\t--\t--

<p>吨。</p><p>2. 建成粮库2座。</p>\t\t<p>2. 粮库完成招标。</p>\t<p>1.3万吨。</p> <p>2. 开工1座。</p>\t

合计\t\t\t\t\t\t47%
"""


def test_rows_torn_by_pages_keep_their_columns() -> None:
    found = table(TORN)
    assert (found.rows, found.columns) == (6, 7)
    assert found.page_starts == {1, 2, 4, 5}
    rows = cells(TORN)
    assert rows[1][5] == "1. 已新增410张。\n2. 完成改造的敬老院共"
    assert rows[2][5] == "6家。\n3. 培训护理员300人次。"
    assert rows[4] == ["", "", "吨。\n2. 建成粮库2座。", "", "2. 粮库完成招标。", "1.3万吨。\n2. 开工1座。", ""]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("项目\t进度\n甲\t50%\n乙\t60%", [["项目", "进度"], ["甲", "50%"], ["乙", "60%"]]),
        ("| 项目 | 进度 |\n|:---|---:|\n| 甲 | 50% |", [["项目", "进度"], ["甲", "50%"]]),
        (
            "项目\t内容\t进度\n甲\t第一行\n第二行\t50%\n乙\t一行\t60%",
            [["项目", "内容", "进度"], ["甲", "第一行\n第二行", "50%"], ["乙", "一行", "60%"]],
        ),
        ("<p>项目</p>\t进度&nbsp;(%)\n甲<br/>乙\t&lt;5", [["项目", "进度 (%)"], ["甲\n乙", "<5"]]),
        ("项目\t\t进度\n甲\t\t50%", [["项目", "", "进度"], ["甲", "", "50%"]]),
    ],
)
def test_forms(text: str, rows: list[list[str]]) -> None:
    assert cells(text) == rows


def test_text_before_and_after_stays_text() -> None:
    document = document_of(source_lines("青原县重点工作进展\n\n项目\t进度\n甲\t50%\n\n注：进度按投资额计算"))
    assert [paragraph.text.chars for paragraph in document.paragraphs] == ["青原县重点工作进展", "注：进度按投资额计算"]
    assert len(document.tables) == 1


def test_a_single_line_with_a_tab_is_no_table() -> None:
    document = document_of(source_lines("报送单位：\t青原县财政局\n正文第一段。"))
    assert not document.tables
    assert len(document.paragraphs) == 2


def test_tags_are_left_out_of_the_places() -> None:
    text = table("项目\t进度\n<p>甲</p>\t50%").grid()[1][0]
    assert [(place.line, place.column) for place in text.places if place] == [(2, 3)]  # type: ignore[union-attr]
