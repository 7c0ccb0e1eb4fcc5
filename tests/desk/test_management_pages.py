"""The pages of metrics, notices, the audit and accounts: what they do, who may, and what is refused."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document

from app.desk.context import Desk
from app.desk.people import Role
from desk.changing import SCRIPT, Come, come, place, post, read_once, rows
from pipeline.review.accounts import accounts, add_account, checked_account
from pipeline.store.contract import table_named
from pipeline.store.runs import run_lock

__all__ = ["come", "place", "read_once"]  # fixtures

NEXT_WEEK = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011 - as the browser has it
PASSWORD = "Hedui-2024-mima"


def finding_id(place: Desk) -> str:
    return str(rows(place, "findings")[0]["finding_id"])


def test_a_name_is_added_judged_by_exported_and_taken_back(place: Desk, come: Come) -> None:
    client = come("admin")
    shown = client.get("/metrics").text
    assert "盘活闲置收益" in shown
    assert "/facts/" in shown
    asked = {"name": "盘活闲置收益", "reason": f"一回事 {SCRIPT}", "back": "/metrics"}
    assert post(client, "/metrics/aliases", metric="没有这个指标", **asked).status_code == 422
    assert post(client, "/metrics/aliases", metric="税收收入", **asked).status_code == 303
    shown = client.get("/metrics").text
    assert "已按它核对" in shown
    assert SCRIPT not in shown
    assert "aliases: [各项税收收入, 税收完成, 税收, 盘活闲置收益]" in client.get("/metrics/added.yaml").text
    assert post(client, "/metrics/aliases", metric="税收收入", **asked).status_code == 409
    (record,) = rows(place, "added_aliases")
    post(client, f"/metrics/aliases/{record['record_id']}/take-back", reason="不是", back="/metrics")
    assert "盘活闲置收益" not in client.get("/metrics/added.yaml").text


def test_notices_are_made_listed_and_downloaded(place: Desk, come: Come) -> None:
    client = come("approver")
    assert "青川市财政局" in client.get("/notices/new?status=open").text
    one = finding_id(place)
    listed = {"listed": one, "due": NEXT_WEEK}
    assert "没有选疑点" in post(client, "/notices", **listed).text
    late = post(client, "/notices", finding=one, listed=one, due="2020-01-01")
    assert (late.status_code, "已经过去" in late.text) == (422, True)
    assert post(client, "/notices", finding=one, listed=one, due="明天").status_code == 422
    with run_lock(place.store):
        busy = post(client, "/notices", finding=one, **listed)
        assert (busy.status_code, "还没有发" in busy.text, "checked" in busy.text) == (503, True, True)
    done = post(client, "/notices", finding=one, **listed)
    assert done.headers["location"] == "/notices?made=1"
    assert rows(place, "findings")[0]["status"] == "notified"
    (notice,) = rows(place, "notices")
    assert (notice["made_by"], notice["due"].isoformat()) == ("approver", NEXT_WEEK)
    assert notice["number"] in client.get("/notices").text
    told = Document(io.BytesIO(client.get("/notices/file", params={"number": notice["number"]}).content))
    assert "青川市财政局" in "".join(paragraph.text for paragraph in told.paragraphs)
    assert post(client, "/notices", finding=one, **listed).status_code == 409
    assert client.get("/notices/file?number=../../desk.db").status_code == 404
    for file in (Path(str(place.store.engine.url.database)).parent / "notices").iterdir():
        file.unlink()
    assert client.get("/notices/file", params={"number": notice["number"]}).status_code == 404
    with place.store.writing() as connection:
        connection.execute(table_named("notices").update().values(due=date(2024, 1, 1)))
    assert "1 份逾期未清" in client.get("/notices").text


def test_ten_thousand_findings_are_not_told_of_at_once(place: Desk, come: Come) -> None:
    client = come("approver")
    many = [f"f{number}" for number in range(10_000)]
    assert "没有勾选疑点" in post(client, "/notices/new").text
    assert post(client, "/notices", finding=many, due=NEXT_WEEK).status_code == 422
    assert post(client, "/notices/new", finding=many).status_code == 422
    assert rows(place, "notices") == []


def test_the_summary_of_a_month_is_downloaded(come: Come) -> None:
    client = come("viewer")
    answer = client.get("/notices/summary?month=2024-06&format=xlsx")
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer.headers["content-disposition"]
    assert client.get("/notices/summary?month=1999-01").status_code == 422
    assert client.get("/notices/summary?month=2031-01").status_code == 404


def test_the_journal_is_listed_verified_and_exported(place: Desk, come: Come) -> None:
    client = come("approver")
    post(client, "/notices", finding=finding_id(place), due=NEXT_WEEK)
    shown = client.get("/audit?by=approver").text
    assert "发通知单" in shown
    report = next(row for row in rows(place, "reports") if row["source_name"] == "二.txt")
    asked = {"sha256": report["sha256"], "field": "period", "reason": "见封面", "back": "/settings"}
    assert post(client, "/settings", value="2024Q2", **asked).status_code == 303
    assert "定为：2024Q2" in client.get("/audit?action=set_metadata").text
    assert "没有符合条件" in client.get("/audit?by=nobody").text
    assert "没有符合条件" in client.get("/audit?day=2001-01-01").text
    assert client.get("/audit?before=x&day=never").status_code == 200
    assert "首尾相连" in post(client, "/audit/verify").text
    assert client.get("/audit/journal.jsonl").text.count("\n") == len(rows(place, "journal"))
    with place.store.writing() as connection:
        connection.execute(table_named("journal").update().values(by="somebody"))
    assert "日志不完整" in post(client, "/audit/verify").text


def test_accounts_are_made_and_changed_and_the_last_admin_stays(place: Desk, come: Come) -> None:
    client = come("admin")
    add_account(place.store, "admin", PASSWORD, "admin", "赵管理", "test")
    new = {"name": "li", "shown_name": "李核对", "role": "reviewer", "password": PASSWORD}
    refused = post(client, "/accounts", **new, again="another")
    assert (refused.status_code, 'value="李核对"' in refused.text, PASSWORD in refused.text) == (422, True, False)
    assert post(client, "/accounts", **new, again=PASSWORD).status_code == 303
    assert post(client, "/accounts", **new, again=PASSWORD).status_code == 422  # there is one of that name
    for address, fields in (
        ("/accounts/admin/disable", {}),
        ("/accounts/admin/role", {"role": "viewer"}),
        ("/accounts/nobody/role", {"role": "viewer"}),
        ("/accounts/li/role", {"role": "emperor"}),
        ("/accounts/li/password", {"password": "short", "again": "short"}),
    ):
        assert post(client, address, **fields).status_code == 422, address
    post(client, "/accounts/li/role", role="approver")
    post(client, "/accounts/li/password", password=f"{PASSWORD}2", again=f"{PASSWORD}2")
    assert checked_account(place.store, "li", f"{PASSWORD}2") is not None
    post(client, "/accounts/li/disable")
    assert {(one.name, one.role, one.disabled_at is None) for one in accounts(place.store)} == {
        ("admin", "admin", True),
        ("li", "approver", False),
    }
    wrong = post(client, "/account", old="wrong", password=f"{PASSWORD}3", again=f"{PASSWORD}3")
    assert (wrong.status_code, "原来的密码不对" in wrong.text) == (422, True)
    done = post(client, "/account", old=PASSWORD, password=f"{PASSWORD}3", again=f"{PASSWORD}3")
    assert done.headers["location"] == "/sign-in"
    assert checked_account(place.store, "admin", f"{PASSWORD}3") is not None


@pytest.mark.parametrize(
    ("role", "address", "posted"),
    [
        ("approver", "/metrics/aliases", True),
        ("reviewer", "/notices", True),
        ("reviewer", "/notices/new", False),
        ("reviewer", "/audit", False),
        ("reviewer", "/audit/verify", True),
        ("reviewer", "/audit/journal.jsonl", False),
        ("approver", "/accounts", False),
        ("approver", "/accounts", True),
        ("approver", "/accounts/x/role", True),
        ("approver", "/accounts/x/password", True),
        ("approver", "/accounts/x/disable", True),
    ],
)
def test_who_may_not_is_told_so(come: Come, role: Role, address: str, posted: bool) -> None:
    client = come(role)
    assert (post(client, address) if posted else client.get(address)).status_code == 403
