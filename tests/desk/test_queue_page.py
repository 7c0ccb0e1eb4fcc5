"""The queue: worst first, narrowed with true counts, searched, filters kept."""

from __future__ import annotations

import re

from starlette.datastructures import QueryParams

from app.desk.context import Desk
from app.desk.queue_address import asked_filter, filter_query
from desk.visiting import csrf, visitor
from pipeline.review.queue_filter import QueueFilter


def shown(page: str) -> list[str]:
    return re.findall(r'class="says"><a href="/findings/([0-9a-f]+)', page)


def test_the_queue_lists_findings_worst_first_with_what_is_wrong(read_desk: Desk) -> None:
    page = visitor(read_desk, "viewer").get("/queue").text
    signs = re.findall(r'<td><span class="sign (\w+)">', page)
    assert signs == sorted(signs, key=["error", "warning", "notice"].index)
    assert len(signs) == len(shown(page)) > 3
    assert f"共 {len(signs)} 个疑点" in page
    assert "相差0.45亿元" in page


def test_counts_are_those_of_what_choosing_gives(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    page = client.get("/queue").text
    choices = re.findall(r'<select name="(\w+)".*?</select>', page, re.S)
    assert choices == ["severity", "unit", "month", "family", "status", "assignee"]
    tried = 0
    for name, select in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        for value, count in re.findall(r'<option value="([^"]+)"[^>]*>[^<]*（(\d+)）', select):
            assert len(shown(client.get("/queue", params={name: value}).text)) == int(count), (name, value)
            tried += 1
    assert tried > 8


def test_the_search_finds_figures_metrics_and_nothing_else(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    assert len(shown(client.get("/queue", params={"text": "八项支出"}).text)) >= 1
    assert "没有符合条件的疑点" in client.get("/queue", params={"text": "%_不会有的"}).text


def test_hostile_filters_are_no_filters(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    for query in (
        "month=2024-13", "month=x", "month=0000-01", "severity=%3Cscript%3E", "after=%2Bnone", "after=-", "after=%00",
        "status=' OR 1=1", "text=" + "a" * 5000, "assignee=%ff", "done=x", "done=99999", "unit=%F0%9F%98%80",
    ):  # fmt: skip
        answer = client.get(f"/queue?{query}")
        assert answer.status_code == 200, query
        assert "<script>" not in answer.text


def test_a_filter_survives_its_address() -> None:
    asked = QueueFilter(unit="甲 & 乙", family="sum", status="all", text="a=b&c")
    assert asked_filter(QueryParams(filter_query(asked))) == asked
    assert filter_query(QueueFilter()) == ""
    assert asked_filter(QueryParams("month=2024-06")).month is not None


def test_without_an_account_filters_cannot_be_kept_and_that_is_said(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    answer = client.post("/queue/filters?family=sum", data={"csrf": csrf(client), "name": "合计"})
    assert answer.status_code == 422
    assert "账号" in answer.text


def test_from_the_queue_the_next_open_one_and_back(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    page = client.get("/queue?family=share").text
    assert len(shown(page)) == 1
    finding = client.get(f"/findings/{shown(page)[0]}?family=share").text
    assert 'data-action="next"' not in finding
    assert 'href="/queue?family=share"' in finding
