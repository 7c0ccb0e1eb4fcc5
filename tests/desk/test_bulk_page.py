"""Deciding in bulk: the list is frozen with its count, what changed meanwhile is left and told, all undone as one."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.desk.context import Desk
from desk.visiting import csrf, visitor
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter


def open_ids(desk: Desk) -> list[str]:
    return [row.finding_id for row in queue_page(desk.store, QueueFilter()).rows]


def frozen(client: TestClient, **fields: object) -> str:
    answer = client.post("/bulk", data={"csrf": csrf(client), "which": "all", **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_frozen_list_is_decided_and_undone_as_one(read_desk: Desk) -> None:
    client = visitor(read_desk, "approver")
    before = open_ids(read_desk)
    address = frozen(client)
    assert f"共 {len(before)} 个疑点" in client.get(address).text
    choice = {"csrf": csrf(client), "decision": "accepted_exception", "reason_code": "caliber"}
    answer = client.post(address, data=choice)
    assert answer.status_code == 303
    assert open_ids(read_desk) == []
    page = client.get(answer.headers["location"]).text
    assert f"已成批处理 {len(before)} 个疑点" in page
    assert client.post(address, data=choice).status_code == 422
    sequence = re.search(r'name="sequence" value="(\d+)"', page)
    assert sequence is not None
    client.post("/queue/undo", data={"csrf": csrf(client), "sequence": sequence[1]})
    assert open_ids(read_desk) == before


def test_what_somebody_changed_meanwhile_is_left_and_told(read_desk: Desk) -> None:
    client, other = visitor(read_desk, "approver"), visitor(read_desk, "reviewer")
    ids = open_ids(read_desk)
    address = frozen(client, which="ticked", finding=ids[:3])
    other.post(f"/findings/{ids[0]}/decide", data={"csrf": csrf(other), "version": "1", "decision": "confirmed"})
    assert "其中 1 个在固定之后已被改动过" in client.get(address).text
    answer = client.post(address, data={"csrf": csrf(client), "decision": "false_positive:rule"})
    assert answer.headers["location"].endswith("left=1")
    assert "有 1 个在清单固定之后被改动过" in client.get(answer.headers["location"]).text
    assert ids[0] not in open_ids(read_desk)
    assert set(ids[3:]) == set(open_ids(read_desk))


@pytest.mark.parametrize("ids", [[], ["none"], ["none"] * 10_000, [f"{number:016x}" for number in range(15_000)]])
def test_ticks_that_are_no_findings_are_refused(read_desk: Desk, ids: list[str]) -> None:
    client = visitor(read_desk, "approver")
    answer = client.post("/bulk", data={"csrf": csrf(client), "which": "ticked", "finding": ids})
    assert answer.status_code == 422
    assert "回到队列重新选择" in answer.text


def test_a_reviewer_decides_nothing_in_bulk_and_nobody_anothers_list(read_desk: Desk) -> None:
    client, reviewer, other = (visitor(read_desk, role) for role in ("approver", "reviewer", "admin"))
    address = frozen(client)
    assert reviewer.post("/bulk", data={"csrf": csrf(reviewer)}).status_code == 403
    assert reviewer.get(address).status_code == 403
    assert other.post(address, data={"csrf": csrf(other), "decision": "confirmed"}).status_code == 422
    assert client.get("/bulk/none").status_code == 404
    assert "成批处理" not in reviewer.get("/queue").text
