"""A verb without a noun in the row of a metric: 完成3.2亿元 is of what the row is about."""

from __future__ import annotations

import pytest

from extractors.attribution.setting import Memory
from tests.told import facts_of


@pytest.mark.parametrize(
    ("row", "cell", "metric"),
    [
        ("一般公共预算收入", "累计完成136.46亿元，同比下降12.0%，为年度目标的50.6%。", "一般公共预算收入"),
        ("政府性基金收入", "已实现9.56亿元。", "政府性基金收入"),
        ("一般公共预算收入", "税收收入累计完成83.04亿元。", "税收收入"),
        ("加快项目建设", "累计完成136.46亿元。", "加快项目建设"),
    ],
)
def test_figures_behind_a_bare_verb(row: str, cell: str, metric: str) -> None:
    facts = facts_of(cell, column="cumulative", item=row, memory=Memory())
    assert facts
    assert {fact.metric for fact in facts} == {metric}
