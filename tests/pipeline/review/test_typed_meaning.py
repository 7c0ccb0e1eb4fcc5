"""What a person says that a figure is about: which fields of it are otherwise than read, or why it cannot be that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.review.typed_figure import NotTyped
from pipeline.review.typed_meaning import TypedMeaning, meant

READ = {
    "metric": "财政总收入合计",
    "metric_code": None,
    "period_start": date(2024, 6, 1),
    "period_end": date(2024, 6, 30),
    "period_kind": "month",
    "role": "actual",
}
REVENUE = {
    "metric": "一般公共预算收入",
    "metric_name": "一般公共预算收入",
    "metric_code": "general_revenue",
}


def span(start: str | None, end: str, kind: str) -> dict[str, Any]:
    return {"period_start": start, "period_end": end, "period_kind": kind, "period_source": "explicit"}


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (TypedMeaning(), {}),
        (TypedMeaning("财政总收入合计", "2024年6月", "actual"), {}),
        (TypedMeaning(metric=" 一般公共 预算收入"), REVENUE),
        (TypedMeaning(metric="general_revenue"), REVENUE),
        (TypedMeaning(metric="某种收入"), {"metric": "某种收入", "metric_name": None, "metric_code": None}),
        (TypedMeaning(period="2024-05"), span("2024-05-01", "2024-05-31", "month")),
        (TypedMeaning(period="2024Q2"), span("2024-04-01", "2024-06-30", "quarter")),
        (TypedMeaning(period="2024年1-6月"), span("2024-01-01", "2024-06-30", "ytd")),
        (TypedMeaning(period="2024-01-01 至 2024-06-30"), span("2024-01-01", "2024-06-30", "ytd")),
        (TypedMeaning(period="2024-01~2024-12"), span("2024-01-01", "2024-12-31", "year")),
        (TypedMeaning(period="2023-11 到 2024-02"), span("2023-11-01", "2024-02-29", "range")),
        (TypedMeaning(period="2024年6月30日"), span(None, "2024-06-30", "instant")),
        (TypedMeaning(period="2024-06-01至2024-06-30"), {}),
        (TypedMeaning(role="target"), {"role": "target"}),
    ],
)
def test_only_what_is_otherwise_than_read_is_kept(typed: TypedMeaning, fields: dict[str, Any]) -> None:
    assert meant(typed, READ) == fields


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (TypedMeaning(metric="长" * 61), "太长"),
        (TypedMeaning(period="六月"), "看不懂的时期"),
        (TypedMeaning(period="2024-13"), "看不懂的时期"),
        (TypedMeaning(period="2024-02-30"), "看不懂的时期"),
        (TypedMeaning(period="2024-06至2024-01"), "看不懂的时期"),
        (TypedMeaning(period="9" * 5000), "看不懂的时期"),
        (TypedMeaning(role="admin"), "没有这种角色"),
    ],
)
def test_what_cannot_be_is_refused(typed: TypedMeaning, said: str) -> None:
    refused = meant(typed, READ)
    assert isinstance(refused, NotTyped)
    assert said in refused.message
