"""The page of a finding: what it shows, deciding without a script, and being told when somebody else was quicker."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.desk.context import Desk
from desk.visiting import csrf, visitor
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter
from pipeline.store import find_finding, list_findings


def form(client: TestClient, finding_id: str, **fields: Any) -> dict[str, Any]:
    """What the page's forms carry: the token and the version that is seen."""
    version = re.search(r'name="version" value="(\d+)"', client.get(f"/findings/{finding_id}").text)
    assert version is not None
    return {"csrf": csrf(client), "version": version[1], **fields}


def ids(desk: Desk) -> list[str]:
    return [row.finding_id for row in queue_page(desk.store, QueueFilter()).rows]


def status(desk: Desk, finding_id: str) -> str:
    detail = find_finding(desk.store, finding_id)
    assert detail is not None
    said: str = detail.finding["status"]
    return said


def test_the_page_shows_figures_arithmetic_repairs_and_the_rule(read_desk: Desk) -> None:
    (finding,) = (each for each in list_findings(read_desk.store) if "八项支出" in each["message"])
    page = visitor(read_desk, "viewer").get(f"/findings/{finding['finding_id']}").text
    for said in ("上月累计", "93.89亿元", "24.16亿元", "118.50亿元", "118.495～118.505亿元", "4,500万元", "可能的改法"):
        assert said in page, said
    assert page.count('class="box suspect"') == 1
    assert page.count('class="pane"') >= 2
    assert "<svg" in page
    assert "不能处理" in page
    assert 'action="/findings/' not in page


def test_every_finding_has_a_page(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    for finding_id in ids(read_desk):
        assert client.get(f"/findings/{finding_id}").status_code == 200
    assert client.get("/findings/none").status_code == 404


def test_a_decision_goes_on_to_the_next_and_can_be_taken_back(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    first, second, *_ = ids(read_desk)
    answer = client.post(f"/findings/{first}/decide", data=form(client, first, decision="confirmed"))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/findings/{second}?done=")
    assert status(read_desk, first) == "confirmed"
    shown = client.get(answer.headers["location"]).text
    assert "已处理" in shown
    sequence = re.search(r'name="sequence" value="(\d+)"', shown)
    assert sequence is not None
    undone = client.post(f"/findings/{first}/undo", data={"csrf": csrf(client), "sequence": sequence[1]})
    assert undone.headers["location"] == f"/findings/{first}?"
    assert status(read_desk, first) == "new"
    assert "已撤销" in client.get(f"/findings/{first}").text


def test_the_last_step_can_be_taken_back_from_another_finding(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    first, second, third, *_ = ids(read_desk)
    assert 'data-action="undo"' not in client.get(f"/findings/{third}").text
    client.post(f"/findings/{first}/decide", data=form(client, first, decision="confirmed"))
    shown = client.get(f"/findings/{third}").text
    sequence = re.search(r'name="sequence" value="(\d+)"', shown)
    assert sequence is not None
    undone = client.post(f"/findings/{third}/undo", data={"csrf": csrf(client), "sequence": sequence[1]})
    assert undone.headers["location"] == f"/findings/{first}?"
    assert status(read_desk, first) == "new"
    assert 'data-action="undo"' not in client.get(f"/findings/{third}").text
    assert second in ids(read_desk)


CHOICES = [
    ({"decision": "confirmed"}, "confirmed"),
    ({"decision": "corrected", "value": "12.5亿元"}, "corrected"),
    ({"decision": "accepted_exception", "reason_code": "caliber", "reason": "按新口径"}, "accepted_exception"),
    ({"decision": "false_positive:reading"}, "false_positive"),
    ({"decision": "false_positive:rule"}, "false_positive"),
    ({"decision": "deferred", "until": "next_report"}, "deferred"),
    ({"decision": "deferred", "until": "day", "day": "2099-01-01"}, None),
    ({"decision": "deferred", "until": "day", "day": "soon"}, None),
    ({"decision": "deferred", "until": "day", "day": "2001-01-01"}, None),
    ({"decision": "corrected", "value": "许多"}, None),
    ({"decision": "accepted_exception", "reason_code": "no_such"}, None),
    ({"decision": "fixed"}, None),
    ({}, None),
]


def test_each_decision_is_written_or_refused_with_a_reason(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    finding_id = next(each["finding_id"] for each in list_findings(read_desk.store) if "八项支出" in each["message"])
    for fields, becomes in CHOICES:
        before = status(read_desk, finding_id)
        answer = client.post(f"/findings/{finding_id}/decide", data=form(client, finding_id, **fields))
        if becomes is None:
            assert answer.status_code == 422, fields
            assert 'role="alert"' in answer.text
            assert status(read_desk, finding_id) == before
        else:
            assert answer.status_code == 303, fields
            assert status(read_desk, finding_id) == becomes


def test_who_comes_second_is_told_who_was_first(read_desk: Desk) -> None:
    one, two = visitor(read_desk, "reviewer"), visitor(read_desk, "approver")
    finding_id = ids(read_desk)[0]
    seen = form(two, finding_id, decision="accepted_exception", reason_code="revision", reason="见<b>来文</b>")
    one.post(f"/findings/{finding_id}/decide", data=form(one, finding_id, decision="confirmed"))
    answer = two.post(f"/findings/{finding_id}/decide", data=seen)
    assert answer.status_code == 409
    assert re.search(r"\d\d:\d\d 已判为“属实”，你的处理没有写入", answer.text)
    assert "见&lt;b&gt;来文&lt;/b&gt;" in answer.text  # what was typed is still there
    assert status(read_desk, finding_id) == "confirmed"


@pytest.mark.parametrize("action", ["decide", "assign", "comment", "undo"])
def test_a_viewer_decides_nothing(read_desk: Desk, action: str) -> None:
    client = visitor(read_desk, "viewer")
    finding_id = ids(read_desk)[0]
    fields = {"csrf": csrf(client), "version": "1", "decision": "confirmed", "text": "x", "sequence": "1"}
    assert client.post(f"/findings/{finding_id}/{action}", data=fields).status_code == 403
    assert status(read_desk, finding_id) == "new"


def test_a_comment_is_shown_as_it_was_written(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    finding_id = ids(read_desk)[0]
    script = "<script>alert(1)</script>{{ 7*7 }}"
    answer = client.post(f"/findings/{finding_id}/comment", data=form(client, finding_id, text=script))
    assert answer.status_code == 303
    page = client.get(f"/findings/{finding_id}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("sequence", ["", "x", "-1", "1e9", "9" * 40, "999999"])
def test_what_cannot_be_undone_is_refused(read_desk: Desk, sequence: str) -> None:
    client = visitor(read_desk, "reviewer")
    finding_id = ids(read_desk)[0]
    answer = client.post(f"/findings/{finding_id}/undo", data={"csrf": csrf(client), "sequence": sequence})
    assert answer.status_code in {400, 422}


def test_a_version_that_is_none_writes_nothing(read_desk: Desk) -> None:
    client = visitor(read_desk, "reviewer")
    finding_id = ids(read_desk)[0]
    for version in ("", "x", "-5", "9" * 30, "0"):
        fields = {"csrf": csrf(client), "version": version, "decision": "confirmed"}
        assert client.post(f"/findings/{finding_id}/decide", data=fields).status_code == 409
    assert status(read_desk, finding_id) == "new"
