"""Columns of sheets take their roles from heads in many words, over one row or two."""

from __future__ import annotations

import pytest
from dumps.grids import document_of, table_of

from extractors.sheet import progress_sheets, read_items, sheet_tables, value_tables

TEXT = "完成投资1.2亿元，占计划的40%。"


@pytest.mark.parametrize(
    ("heads", "roles"),
    [
        (
            "序号 类别 工作目标 考核指标 本月进展 累计进展 完成率",
            "other category name target current cumulative completion",
        ),
        ("指标类型 项目名称 年度计划 一季度完成情况 二季度完成情况 备注", "category name target other current other"),
        ("序号 目标任务 完成情况 责任单位", "other name cumulative other"),
        ("项目名称 工作目标 9月份进展 前三季度完成情况 进度灯", "name target current cumulative light"),
        (
            "目标名称 指标属性 时间节点 1-6月累计完成情况 完成比例 存在问题",
            "name attribute deadline cumulative completion other",
        ),
        ("重点工作 年度目标 具体目标 上半年进展情况 完成情况", "name target other cumulative current"),
        ("事项 主办科室 目标值 完成值 完成率(%)", "name other target cumulative completion"),
    ],
)
def test_roles(heads: str, roles: str) -> None:
    names = heads.split()
    (sheet,) = progress_sheets(document_of(table_of([names, [TEXT] * len(names), [TEXT + "。"] * len(names)])))
    assert [column.role for column in sheet.columns] == roles.split()
    assert [column.head for column in sheet.columns] == names


def test_heads_over_two_rows_below_a_title() -> None:
    rows = [
        ["2024年重点工作推进情况", None, None, None, None],
        ["序号", "工作名称", "完成情况", None, "责任\n单位"],
        [None, None, "9月份", "1-9月累计", None],
        ["1", "水库除险加固", "完工2座。", "累计完工9座，完成投资3200万元。", "水利局"],
    ]
    spans = {(0, 0): (1, 5), (1, 0): (2, 1), (1, 1): (2, 1), (1, 2): (1, 2), (1, 4): (2, 1)}
    (item,) = read_items(document_of(table_of(rows, spans=spans)))
    assert item.name.chars == "水库除险加固"
    assert item.current.chars == "完工2座。"
    assert item.cumulative.chars == "累计完工9座，完成投资3200万元。"
    assert item.heads == {"name": "工作名称", "current": "完成情况9月份", "cumulative": "完成情况1-9月累计"}
    assert {head: text.chars for head, text in item.others.items()} == {"序号": "1", "责任单位": "水利局"}


def test_progress_that_is_a_bare_percentage_is_completion() -> None:
    rows = [
        ["项目名称", "年度目标", "累计完成情况", "完成进度"],
        ["甲路改造", TEXT, TEXT, "40%"],
        ["乙桥加固", TEXT, TEXT, "35%"],
    ]
    item = read_items(document_of(table_of(rows)))[0]
    assert (item.cumulative.chars, item.completion.chars) == (TEXT, "40%")


@pytest.mark.parametrize(
    ("rows", "is_value_table"),
    [
        (
            [["地区", "本月", "累计", "同比%"], ["东岭县", "1.20", "8.31", "4.1"], ["西岭县", "0.97", "7.02", "-1.5"]],
            True,
        ),
        (
            [
                ["项目名称", "年度计划", "本月完成", "累计完成"],
                ["甲路", "1200", "90", "640"],
                ["乙桥", "800", "75", "512"],
            ],
            True,
        ),
        ([["姓名", "职务", "联系电话"], ["张某", "科长", "8123"]], False),
        ([["会议安排", "地点"], ["上午开会", "二楼"], ["下午参观", "园区"]], False),
    ],
)
def test_tables_that_are_no_sheets(rows: list[list[str]], is_value_table: bool) -> None:
    document = document_of(table_of(rows))
    assert not sheet_tables(document)
    assert not read_items(document)
    assert bool(value_tables(document)) is is_value_table


def test_a_table_without_heads_right_after_a_sheet_goes_on_with_it() -> None:
    first = table_of([["项目名称", "年度目标", "完成情况"], ["甲路改造", TEXT, TEXT]])
    second = table_of([["乙桥加固", TEXT, TEXT], ["丙站迁建", TEXT, TEXT]], index=1)
    document = document_of(first, "（续）", second)
    assert [item.name.chars for item in read_items(document)] == ["甲路改造", "乙桥加固", "丙站迁建"]
    assert sheet_tables(document) == (first, second)
    assert len(read_items(document_of(first, "以上为市级项目，以下为联系人名单，请核对。", second))) == 1


def test_the_name_is_the_column_of_labels_whatever_its_head() -> None:
    rows = [
        ["类别", "目标任务", "指标要求", "10月份工作进展", "1-10月完成情况", "完成率"],
        ["城建", "管网改造", "新建改造污水管网45公里，收集率提高到72%以上。", TEXT, TEXT, "88%"],
        ["城建", "口袋公园", "建成口袋公园12个，新增绿地面积3.6万平方米。", TEXT, TEXT, "90%"],
    ]
    first = read_items(document_of(table_of(rows)))[0]
    assert (first.name.chars, first.heads["target"]) == ("管网改造", "指标要求")
    assert first.target.chars.startswith("新建改造污水管网45公里")


def test_of_two_heads_that_may_be_name_or_target_the_labels_are_the_names_however_short_the_targets() -> None:
    rows = [
        ["序号", "目标任务", "年度目标值", "本月进展", "1-10月累计", "完成率"],
        ["1", "管网改造", "新建45公里。", TEXT, TEXT, "88%"],
        ["2", "工业增加值", "增长7%以上。", TEXT, TEXT, "90%"],
    ]
    first = read_items(document_of(table_of(rows)))[0]
    assert (first.name.chars, first.heads["target"]) == ("管网改造", "年度目标值")


GOALS = ["新开工住房不少于1200套", "整治排污口45处"]
DONE = ["已新开工980套，完成投资3.2亿元", "整治排污口38处，支出资金512万元"]


@pytest.mark.parametrize(
    ("columns", "roles"),
    [
        (
            {"条目": ["1", "2"], "具体事宜": ["安居", "治水"], "标尺": GOALS, "做到哪了": DONE},
            "other name target cumulative",
        ),
        (
            {"具体事宜": ["安居", "治水"], "标尺": GOALS, "这个月": DONE, "一年来": DONE, "做到(%)": ["81.7", "84"]},
            "name target current cumulative completion",
        ),
        ({"哪一件": ["安居", "治水"], "谁来管": ["住建局", "生态环境局"], "要点": GOALS}, None),
        (
            {
                "哪一件": ["安居", "治水"],
                "怎么补": ["每套补助3万元", "每处补助5万元"],
                "补多少": ["每户最高补助6万元", "每村最高补助9万元"],
            },
            None,
        ),
        ({"1": ["安居", "治水"], "标尺": GOALS, "做到哪了": DONE}, None),
    ],
)
def test_roles_told_by_what_stands_in_the_columns(columns: dict[str, list[str]], roles: str | None) -> None:
    rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    found = [[column.role for column in sheet.columns] for sheet in progress_sheets(document_of(table_of(rows)))]
    assert found == ([roles.split()] if roles else [])
