"""Under which name a fact is joined with others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from pipeline.reconcile.fact_table import FactTable
from pipeline.reconcile.joined_names import joined_names

Made = Callable[..., dict[str, Any]]


def names(*facts: dict[str, Any]) -> list[str | None]:
    return joined_names(FactTable(pd.DataFrame(list(facts), dtype=object), pd.DataFrame(), pd.DataFrame())).tolist()


@pytest.mark.parametrize(
    ("metric", "role", "name"),
    [
        ("一般公共预算支出年初预算", "arranged", "一般公共预算支出"),
        ("一般公共预算收入预期目标", "target", "一般公共预算收入"),
        ("税收收入年度任务数", "target", "税收收入"),
        ("一般公共预算支出年初预算", "actual", "一般公共预算支出年初预算"),
        ("冬季清洁取暖计划", "target", "冬季清洁取暖计划"),
    ],
)
def test_words_of_planning_are_no_part_of_a_known_metric(fact: Made, metric: str, role: str, name: str) -> None:
    assert names(fact("3.2亿元", metric=metric, role=role)) == [name]


def test_a_count_is_joined_without_its_verb(fact: Made) -> None:
    current = {**fact("213人次", "count", metric="培训新型农民", column="current"), "item_position": 1}
    cumulative = {**fact("825人次", "count", metric="新型农民", column="cumulative"), "item_position": 1}
    assert names(current, cumulative) == ["新型农民", "新型农民"]


def test_two_counts_of_one_cell_keep_their_verbs(fact: Made) -> None:
    def cell(metric: str) -> dict[str, Any]:
        return {**fact("20个", "count", metric=metric, column="cumulative"), "item_position": 1}

    assert names(cell("审核评估项目"), cell("处置评估项目")) == ["审核评估项目", "处置评估项目"]
    assert names(cell("审核项目")) == ["审核项目"]
    assert names(cell("开工安置住房")) == ["开工安置住房"]
