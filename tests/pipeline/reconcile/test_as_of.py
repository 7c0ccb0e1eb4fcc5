"""Flows told as of a day are judged as what came in since January; stocks stay what they are on that day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from pipeline.reconcile.as_of import with_spans_of_flows
from pipeline.reconcile.finding import Finding

Made = Callable[..., dict[str, Any]]
Found = Callable[..., dict[str, Finding]]

AS_OF: dict[str, Any] = {"period_start": None, "period_end": "2023-05-31", "period_kind": "instant"}


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ({"metric": "盘活财政存量资金"}, "2023-01-01"),
        ({"metric": "财政存量资金", "evidence": "截至5月末累计盘活财政存量资金3.2亿元"}, "2023-01-01"),
        ({"metric": "政府债务余额"}, None),
        ({"metric": "储备项目", "kind": "count", "column": "cumulative"}, None),
        ({"metric": "改造老旧小区", "kind": "count", "column": "cumulative"}, "2023-01-01"),
        ({"metric": "规上企业", "kind": "count", "column": None}, None),
        ({"metric": "一般公共预算收入", "role": "target"}, None),
        ({"metric": "一般公共预算收入", "period_end": "2023-05-20"}, None),
    ],
)
def test_what_adds_up_over_the_months_gets_a_span(fact: Made, given: dict[str, Any], start: str | None) -> None:
    table = pd.DataFrame([fact("3.2亿元", **{**AS_OF, **given})], dtype=object)
    assert with_spans_of_flows(table)["period_start"].tolist() == [start]


def test_months_roll_onto_a_sum_told_as_of_a_day(fact: Made, found: Found) -> None:
    sheet = {"metric": "盘活财政存量资金", "item": "盘活资金", "item_position": 1, "scope": "市本级"}
    may = {**sheet, "report_id": "r2"}
    april = {**AS_OF, "period_end": "2023-04-30", "report_period_end": "2023-04-30", "column": "cumulative"}

    def chain(after: str) -> list[dict[str, Any]]:
        return [
            fact("12.10亿元", **sheet, **april),
            fact("1.20亿元", period="month", column="current", **may),
            fact(after, column="cumulative", **may, **AS_OF),
        ]

    assert not found(chain("13.30亿元"))
    assert "item_month_onto_cumulative" in found(chain("3.30亿元"))
