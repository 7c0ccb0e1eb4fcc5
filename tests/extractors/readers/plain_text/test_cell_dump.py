"""Dumps whose cells come one after another are tables again, whatever their heads, widths and empty cells."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from dumps.cell_by_cell import DumpColumn, dump

from extractors.document import Table
from extractors.readers.plain_text import read_plain_text
from extractors.readers.plain_text.decoding import source_lines
from extractors.readers.plain_text.dump_heads import find_head_block
from extractors.readers.plain_text.reading import document_of

MONTHLY = (
    DumpColumn("类别", 1),
    DumpColumn("工作目标", 1, ("工", "作", "目", "标")),
    DumpColumn("年度考核指标", 16, ("年度考", "核指标")),
    DumpColumn("本月进展", 11),
    DumpColumn("1-8月累计进展", 26),
    DumpColumn("完成比例", 3, ("完成", "比例")),
)
MONTHLY_ROWS = [
    ["民生类", "城乡供水一体化", "完成投资不少于4.2亿元，新建管网120公里以上。", "8月完成投资0.35亿元。",
     "1.累计完成投资2.61亿元，占年度计划的62.1%，其中水厂改造完成投资1.08亿元；\n2.新建管网83公里，惠及农村人口5.6万人，"
     "北片主管网已具备通水条件；\n3.水质监测中心完成设备采购。", "62%"],
    ["民生类", "校车更新", "更新校车40辆。", "",
     "截至8月底，已更新校车26辆，其余14辆正在招标，预计9月底前全部交付使用。", "65%"],
    ["经济类", "专项债券管理", "争取专项债券不少于9亿元，支出进度不低于80%。",
     "8月发行专项债券1.2亿元，主要用于园区道路项目。",
     "累计发行专项债券7.4亿元，支出5.53亿元，支出进度74.7%。", "82%"],
    ["经济类", "招商引资", "引进亿元以上项目15个，到位资金不少于36亿元，其中制造业占比60%以上。", "8月签约项目2个。",
     "1.累计签约亿元以上项目11个，到位资金25.8亿元；\n2.制造业项目7个，到位资金16.9亿元，占65.5%。", "73%"],
]  # fmt: skip

QUARTERLY = (
    DumpColumn("序号", 2),
    DumpColumn("重点工作任务", 7),
    DumpColumn("目标任务", 18),
    DumpColumn("完成时限", 5),
    DumpColumn("三季度完成情况", 13),
    DumpColumn("截至9月底完成情况", 23),
    DumpColumn("责任单位", 5),
)
QUARTERLY_ROWS = [
    ["1", "老旧小区改造和加装电梯", "改造老旧小区32个，涉及居民1.1万户；加装电梯60台。", "12月底前",
     "三季度完工6个小区，加装电梯14台。",
     "累计开工31个、完工19个，惠及居民6800户；加装电梯43台，财政补助860万元已拨付到位。", "区住建局"],
    ["2", "公共充电设施", "新建公共充电桩500根。", "11月底前",
     "新建充电桩96根。", "累计新建充电桩372根，占年度目标的74.4%。", "区发改局"],
    ["3", "社区食堂", "新增社区食堂12家，日均服务不少于3000人次。", "12月底前", "",
     "已建成社区食堂7家，日均服务2150人次，运营补贴按每家5万元的标准发放35万元。", "区民政局"],
    ["4", "数字化预算管理", "预算管理一体化系统覆盖全部预算单位。", "10月底前", "完成第三批单位上线，共48家。",
     "1.上线单位累计213家，覆盖率100%；\n2.组织培训6场，参训980人次；\n3.按月通报支付进度，退回重复支付17笔。",
     "区财政局"],
]  # fmt: skip

PLAIN = (
    DumpColumn("项目名称", 6),
    DumpColumn("年度目标", 15),
    DumpColumn("上半年完成情况", 24),
    DumpColumn("进度(%)", 3),
)
PLAIN_ROWS = [
    [
        "河道综合整治",
        "整治河道18公里，投资2.4亿元。",
        "已完成9.5公里，完成投资1.31亿元，占年度投资计划的54.6%，沿线绿化同步推进。",
        "55%",
    ],
    [
        "公交线路优化",
        "优化线路20条，新增新能源公交车80辆。",
        "优化线路13条，新增新能源公交车45辆，日均客运量达到21.6万人次，同比增长8.3%。",
        "58%",
    ],
    [
        "职业技能培训",
        "培训不少于2万人次。",
        "开展各类培训146期，培训1.24万人次，发放补贴932万元，其中企业职工占71%。",
        "62%",
    ],
]


def table(text: str) -> Table:
    (found,) = document_of(source_lines(text)).tables
    return found


def compact(found: Table) -> list[list[str]]:
    return [[cell.compact() for cell in row] for row in found.grid()]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("feed", [" ", "\f"])
@pytest.mark.parametrize(
    ("columns", "rows"), [(MONTHLY, MONTHLY_ROWS), (QUARTERLY, QUARTERLY_ROWS), (PLAIN, PLAIN_ROWS)]
)
def test_every_cell_comes_back(columns: tuple[DumpColumn, ...], rows: list[list[str]], seed: int, feed: str) -> None:
    found = compact(table(dump(columns, rows, seed=seed, feed=feed)))
    assert found[0] == [column.head for column in columns]
    assert found[1:] == [[cell.replace("\n", "") for cell in row] for row in rows]


def test_paragraphs_of_a_cell_keep_their_lines() -> None:
    text = table(dump(MONTHLY, MONTHLY_ROWS)).grid()[1][4].chars
    assert [line[:2] for line in text.split("\n")] == ["1.", "2.", "3."]


def test_heads_of_later_pages_and_page_numbers_are_left_out() -> None:
    first = dump(QUARTERLY, QUARTERLY_ROWS[:2])
    heads = first[first.index("序号") : first.index("\n1\n")]
    second = dump(QUARTERLY, QUARTERLY_ROWS[2:])
    body = second[second.index("\n3\n") :]
    found = compact(table(f"{first}\n\n— 1 —\n\n{heads}\n{body}"))
    assert [row[0] for row in found] == ["序号", "1", "2", "3", "4"]


def test_a_row_torn_by_a_page_begins_a_page() -> None:
    text = dump(PLAIN, PLAIN_ROWS[:1]) + "\f占比稳定，后续推进北段3公里施工。\n"
    found = table(text)
    assert found.page_starts == {2}
    assert compact(found)[2][0] == ""


def test_a_label_spelled_like_a_head_is_no_head() -> None:
    rows = [["工作目标", *row[1:]] for row in MONTHLY_ROWS]
    columns = (MONTHLY[0], DumpColumn("名称", 1), *MONTHLY[2:])
    found = compact(table(dump(columns, rows)))
    assert len(found[0]) == 6
    assert [row[0] for row in found[1:]] == ["工作目标"] * 4


def test_prose_that_speaks_of_heads_is_no_table() -> None:
    text = "报表填报说明\n类别\n目标名称\n考核指标\n以上三栏由单位填写，其余各栏由系统生成，不得手工修改。"
    assert find_head_block(source_lines(text)) is None
    assert not document_of(source_lines(text)).tables


def test_cells_of_random_words_come_back_nearly_always() -> None:
    rng = random.Random(5)
    words = [
        "推进",
        "完善",
        "资金",
        "项目",
        "教育",
        "卫生",
        "养老",
        "交通",
        "街道",
        "企业",
        "就业",
        "数据",
        "平台",
        "服务",
        "机制",
        "办法",
        "评价",
        "审核",
        "绩效",
        "采购",
    ]

    def sentence() -> str:
        return "，".join("".join(rng.choices(words, k=rng.randint(2, 5))) for _ in range(rng.randint(2, 6))) + "。"

    def cell(empty: float) -> str:
        if rng.random() < empty:
            return ""
        if rng.random() < 0.3:
            return "\n".join(f"{number}.{sentence()}" for number in range(1, rng.randint(3, 5)))
        return sentence()

    good = total = 0
    for seed in range(8):
        rows = [
            [["民生类", "经济类"][number > 3], "".join(rng.choices(words, k=3)), cell(0), cell(0.2), cell(0), "50%"]
            for number in range(8)
        ]
        found = compact(table(dump(MONTHLY, rows, seed=seed)))[1:]
        total += sum(map(len, rows))
        good += sum(
            cell.replace("\n", "") == text
            for row, got in zip(rows, found, strict=False)
            for cell, text in zip(row, got, strict=True)
        )
    assert good / total > 0.98


@pytest.mark.corpus
def test_the_real_dump_has_twelve_full_rows(corpus: Path) -> None:
    (found,) = read_plain_text(corpus / "docs" / "2018-06-monthly-progress.txt").tables
    assert (found.rows, found.columns) == (13, 6)
    assert all(cell for row in compact(found) for cell in row)
