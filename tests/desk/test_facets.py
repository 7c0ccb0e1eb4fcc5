"""The choices by which the queue is narrowed: all of them counted, the rarest names left to the search."""

from __future__ import annotations

from datetime import date

import pytest

from app.desk import facets
from app.desk.facets import Facet, Option, facets_of
from app.desk.words import CHINESE
from pipeline.review.queue_counts import QueueCounts
from pipeline.review.queue_filter import QueueFilter

COUNTS = QueueCounts(
    unit={"丁局": 1, "丙局": 5, "乙局": 2, "甲局": 2, None: 9},
    month={date(2024, 5, 1): 3, date(2024, 6, 1): 4, None: 1},
    family={"share": 2, "sum": 6, "made_up": 1},
    severity={"notice": 1, "error": 7},
    status={"open": 8, "new": 6, "confirmed": 2, "fixed": 3},
    assignee={"wang": 2, None: 6},
    total=8,
)


def facet(name: str, asked: QueueFilter | None = None) -> Facet:
    found = facets_of(COUNTS, asked or QueueFilter(), {"wang": "王敏"}, CHINESE)
    return next(each for each in found if each.name == name)


def said(asked: Facet) -> list[tuple[str, int | None]]:
    return [(option.said, option.count) for option in asked.options]


def test_of_many_names_the_most_frequent_are_listed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "_MOST", 3)
    assert sorted(option.value for option in facet("unit").options) == ["", "丙局", "乙局", "甲局"]
    chosen = facet("unit", QueueFilter(unit="丁局")).options[-1]
    assert chosen == Option("丁局", "丁局", 0, True)  # what is chosen is always listed


def test_months_stand_last_first_and_codes_in_their_own_order() -> None:
    assert said(facet("month")) == [("不限", None), ("2024年6月", 4), ("2024年5月", 3)]
    assert said(facet("severity")) == [("不限", None), ("错误", 7), ("提示", 1)]
    assert said(facet("family")) == [("不限", None), ("分项与合计", 6), ("占比", 2), ("made_up", 1)]


def test_every_status_that_there_is_can_be_chosen_and_all_of_them() -> None:
    assert said(facet("status")) == [("待处理", 8), ("新发现", 6), ("属实", 2), ("已消除", 3), ("全部", 11)]
    assert said(facet("status", QueueFilter(status="misread")))[0] == ("待处理", 8)


def test_people_are_called_by_their_names() -> None:
    assert said(facet("assignee")) == [("不限", None), ("没有指派", 6), ("王敏", 2)]
