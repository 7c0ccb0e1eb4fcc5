"""Heads and row names, a line each: what they measure, of what, in which unit."""

from __future__ import annotations

import pytest

from extractors.value_table.head_words import place_named, read_head, without_number


def told(levels: list[str]) -> str:
    words = read_head(levels)
    unit = f"{words.unit.factor}{words.unit.base}" if words.unit else "-"
    marks = [name for name in ("current", "cumulative", "part", "total") if getattr(words, name)]
    measure = words.measure.name if words.measure else "-"
    parts = [words.above, words.phrase or "-", words.scope or "-", unit, measure, words.base or "-", " ".join(marks)]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("一般公共预算收入/累计/同比增长(%)", "一般公共预算收入 - 1% 增幅 - cumulative"),
        ("当月收入", "收入 - - - - current"),
        ("完成预算（%）", "- - 1% 完成预算的百分比 预算"),
        ("占年初预算的比例", "- - - 完成预算的百分比 年初预算"),
        ("2024年预算数", "- - - 预算 -"),
        ("其中：税收收入/比上年同期/增减额", "税收收入 - - 增减额 上年同期 part"),
        ("比上年同期/±%", "- - 1% 增幅 上年同期"),
        ("国有资源（资产）有偿使用收入", "国有资源（资产）有偿使用收入 - - - -"),
        ("规模以上工业增加值（亿元）", "规模以上工业增加值 - 100000000CNY - -"),
        ("全省排名", "- 全省 - 位次 -"),
        ("收入/其中：市本级", "收入 市本级 - - - part"),
        ("年度计划投资(万元)", "年度计划投资 - 10000CNY 年度计划投资 -"),
        ("税收占比（%）", "税收 - 1% 占比 -"),
        ("占一般公共预算收入比重（%）", "- - 1% 占某数的比重 一般公共预算收入"),
        ("青江区/累计", "- 青江区 - - - cumulative"),
        ("户数（万户）", "户数 - 10000户 - -"),
        ("城镇登记失业率（%）", "城镇登记失业率 - 1% - -"),
        ("1.增值税（50%部分）", "增值税（50%部分） - - - -"),
        ("债务余额/一般债务", "债务余额 一般债务 - - - -"),
        ("一般公共预算/收入", "一般公共预算收入 - - - -"),
        ("支出合计", "支出 - - - - total"),
    ],
)
def test_heads(head: str, meaning: str) -> None:
    assert told(head.split("/")) == meaning


@pytest.mark.parametrize("name", ["市本级", "其中：东篱区", "高新技术开发区", "鹤汀县", "全市合计", "（一）石埠县"])
def test_names_of_places(name: str) -> None:
    assert place_named(name)


@pytest.mark.parametrize("name", ["城乡社区支出", "税收收入", "城乡社区", "合计", "市教育局", "地区生产总值", "增值税"])
def test_names_of_no_place(name: str) -> None:
    assert place_named(name) is None


@pytest.mark.parametrize(
    ("name", "plain"),
    [("（一）税收收入", "税收收入"), ("1.增值税", "增值税"), ("其中：契税", "契税"), ("一、其中：罚没收入", "罚没收入"),
     ("2024年结转", "2024年结转"), ("★重点支出", "重点支出")],
)  # fmt: skip
def test_numbering(name: str, plain: str) -> None:
    assert without_number(name) == plain
