"""The pages where things are put right: what they show and keep, who may, and what forged or late forms come to."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from made_up.desk import JUNE
from made_up.reports import report_text

from app.desk.context import Desk
from app.desk.people import Role
from desk.changing import SCRIPT, Come, come, fact_of, place, post, read_once, rows
from pipeline.store.runs import run_lock

__all__ = ["come", "place", "read_once"]  # fixtures


def test_a_correction_is_judged_before_the_page_comes_back(place: Desk, come: Come) -> None:
    client = come("reviewer")
    address = f"/facts/{fact_of(place, '120元')}/correction"
    answer = post(client, address, typed="12", reason=f"看错 {SCRIPT}", back="/corrections")
    assert (answer.status_code, answer.headers["location"]) == (303, "/corrections")
    assert [row["status"] for row in rows(place, "findings")] == ["fixed"]
    shown = client.get("/corrections").text
    assert "12元" in shown
    assert "已按它核对" in shown
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown
    (record,) = rows(place, "corrections")
    assert client.get("/corrections.csv").text.splitlines()[1].startswith(record["record_id"])
    assert client.get("/corrections.jsonl").json()["read_printed"] == "120元"
    assert client.get("/corrections.exe").status_code == 404
    post(client, f"/corrections/{record['record_id']}/take-back", reason="没错", back="/corrections")
    assert [row["status"] for row in rows(place, "findings")] == ["regressed"]


def test_what_was_typed_is_not_lost_where_it_is_refused(place: Desk, come: Come) -> None:
    client = come("reviewer")
    address = f"/facts/{fact_of(place, '120元')}/correction"
    answer = post(client, address, typed="12%", reason="看错了单位", back="//evil.example")
    assert answer.status_code == 422
    assert 'value="12%"' in answer.text
    assert 'value="看错了单位"' in answer.text
    assert "单位不同" in answer.text
    assert "evil.example" not in answer.text
    assert post(client, address, typed="12", reason="看错", seen="of another").status_code == 409
    assert post(client, "/facts/nothing/correction", typed="12", reason="看错").status_code == 422
    answer = post(client, address, typed="", reason="看错", metric=SCRIPT, period="六月", role="target")
    assert answer.status_code == 422
    assert "看不懂的时期" in answer.text
    assert 'value="六月"' in answer.text
    assert '<option value="target" selected>' in answer.text
    assert SCRIPT not in answer.text
    assert rows(place, "corrections") == []


def test_what_a_figure_is_about_is_corrected_on_the_page(place: Desk, come: Come) -> None:
    client = come("reviewer")
    fact_id = fact_of(place, "120元")
    post(
        client,
        f"/facts/{fact_id}/correction",
        typed="",
        reason="栏目认错",
        metric="收入",
        period="2024-05",
        role="target",
    )
    (record,) = rows(place, "corrections")
    assert record["judged_in"] is not None
    for page in ("/corrections", f"/facts/{fact_id}"):
        assert "指标“收入”，时期 2024-05-01 至 2024-05-31，角色“目标”" in client.get(page, follow_redirects=True).text
    assert 'value="2024-05-01 至 2024-05-31"' in client.get(f"/facts/{fact_id}", follow_redirects=True).text
    assert "含义：指标“收入”" in come("approver").get("/audit").text


def test_a_correction_made_while_a_run_holds_the_store_is_kept_and_says_so(place: Desk, come: Come) -> None:
    client = come("reviewer")
    with run_lock(place.store):
        answer = post(client, f"/facts/{fact_of(place, '120元')}/correction", typed="12", reason="看错")
        assert answer.status_code == 200
        assert "占用数据库" in answer.text
        assert client.get("/work").json()["tasks"] == [{"state": "held", "files": 0}]
        assert "等待核对" in client.get("/corrections").text
        assert "等它结束" in client.get("/corrections").text
        assert [row["status"] for row in rows(place, "findings")] == ["new"]
    until = time.monotonic() + 60
    while client.get("/work").json()["busy"] and time.monotonic() < until:
        time.sleep(0.05)
    assert [row["status"] for row in rows(place, "findings")] == ["fixed"]
    assert "已按它核对" in client.get("/corrections").text


def test_a_file_is_read_again_and_can_be_set_aside(place: Desk, come: Come) -> None:
    client = come("reviewer")
    (held,) = rows(place, "quarantine")
    shown = client.get("/quarantine").text
    assert SCRIPT.replace("/", "／") not in shown
    assert "损坏或不完整" in shown
    post(client, "/quarantine/retry", name=held["source_name"], back="/quarantine")
    assert "还是没有读成" in client.get("/quarantine").text
    (Path(held["inbox"]) / held["source_name"]).write_text(report_text("教|current|支|1", **JUNE), encoding="utf-8")
    try:
        late = {"name": held["source_name"], f"sha256 {held['source_name']}": "0" * 64, "reason": "不用读"}
        assert post(client, "/quarantine/set-aside", **late).status_code == 409
        answer = post(client, "/quarantine/set-aside", name=held["source_name"], reason="不用读", back="/quarantine")
        assert answer.status_code == 303
        assert "已搁置 1 个" in client.get("/quarantine").text
        assert "不用读" in client.get("/quarantine?aside=1").text
        (record,) = rows(place, "set_aside")
        post(client, f"/quarantine/set-aside/{record['record_id']}/take-back", reason="还是要读")
        post(client, "/quarantine/retry", name=held["source_name"], back="/quarantine")
        assert rows(place, "quarantine") == []
        assert "读成了" in client.get("/quarantine").text
    finally:
        (Path(held["inbox"]) / held["source_name"]).write_text("broken", encoding="utf-8")


def test_ten_thousand_names_are_refused_and_none_is_touched(place: Desk, come: Come) -> None:
    client = come("admin")
    names = [f"{number}.txt" for number in range(10_000)]
    for address in ("/quarantine/retry", "/quarantine/set-aside"):
        answer = post(client, address, name=names, reason="不用读")
        assert answer.status_code == 422
        assert "10000" in answer.text
    assert rows(place, "set_aside") == []
    assert client.get("/work").json()["busy"] is False


def test_a_unit_is_set_read_and_judged_and_taken_back(place: Desk, come: Come) -> None:
    client = come("approver")
    assert "补录" in client.get("/settings").text
    report = next(row for row in rows(place, "reports") if row["source_name"] == "二.txt")
    asked = {"sha256": report["sha256"], "field": "unit", "reason": "电话问过", "back": "/settings?all=1"}
    assert post(client, "/settings", value="青川市财政局", **asked).headers["location"] == "/settings?all=1"
    assert "人工补录" in client.get("/settings?all=1").text
    again = next(row for row in rows(place, "reports") if row["source_name"] == "二.txt")
    assert (again["unit"], again["metadata_source"]["unit"]) == ("青川市财政局", "reviewer")
    assert post(client, "/settings", value="临汐区财政局", **asked).status_code == 409  # the form was of before
    (record,) = rows(place, "report_settings")
    post(client, f"/settings/{record['record_id']}/take-back", reason="弄错了")
    again = next(row for row in rows(place, "reports") if row["source_name"] == "二.txt")
    assert again["unit"] is None


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("viewer", "/facts/x/correction"),
        ("viewer", "/corrections/x/take-back"),
        ("viewer", "/quarantine/retry"),
        ("viewer", "/quarantine/set-aside"),
        ("reviewer", "/settings"),
        ("reviewer", "/settings/x/take-back"),
    ],
)
def test_who_may_not_is_told_so(come: Come, role: Role, address: str) -> None:
    client = come(role)
    assert post(client, address).status_code == 403


def test_a_viewer_sees_the_lists_without_their_buttons(come: Come) -> None:
    client = come("viewer")
    for address in ("/quarantine", "/settings", "/corrections"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not re.search(r'action="/(?:quarantine/|settings|corrections/)', answer.text)
