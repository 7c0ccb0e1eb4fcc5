"""The overview: submissions by month, lights, findings by family, a metric over units; kept until the store changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from lxml import etree, html
from sqlalchemy import insert, select, update
from starlette.testclient import TestClient

from app.desk.context import Desk
from desk.visiting import Visit, visitor
from pipeline.store.contract import table_named

QINGLAN = "青澜市财政局"


def shown(client: TestClient, address: str = "/overview") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[-400:]
    return html.fromstring(answer.text)


def cells_of(page: Any, unit: str) -> list[str]:
    row = next(row for row in page.xpath("//table[@class='months']/tbody/tr") if row.xpath("th/a/text()") == [unit])
    return [cell.get("class").split()[1] for cell in row.xpath("td")]


def owe(desk: Desk, unit: str, position: int = 0) -> None:
    duty = {"inbox": "x", "position": position, "unit": unit, "other_names": [], "kind": None, "every": "month",
            "due_days": 3000, "first": date(2024, 3, 1), "last": date(2024, 6, 30), "skipped": []}  # fmt: skip
    with desk.store.writing() as connection:
        connection.execute(insert(table_named("owed_reports")).values(**duty))


def test_without_a_list_it_shows_what_arrived(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"))
    assert page.xpath("//select[@name='month']/option[@selected]/@value") == ["2024-06"]
    assert cells_of(page, QINGLAN) == ["nothing"] * 9 + ["received"] * 3
    assert cells_of(page, "霁州市财政局")[-3:] == ["received", "nothing", "nothing"]
    assert "没有应报清单" in page.text_content()


def test_with_a_list_it_shows_who_is_late_and_who_is_missing(read_desk: Desk) -> None:
    owe(read_desk, QINGLAN)
    owe(read_desk, "不报局<script>", 1)
    page = shown(visitor(read_desk, "viewer"))
    assert cells_of(page, QINGLAN)[-4:] == ["awaited", "on_time", "on_time", "on_time"]
    assert cells_of(page, "不报局<script>")[-1] == "awaited"
    with read_desk.store.writing() as connection:
        connection.execute(update(table_named("owed_reports")).values(due_days=10))
        connection.execute(update(table_named("reports")).values(issued_on=date(2024, 12, 1)))
        connection.execute(update(table_named("runs")).values(finished_at=datetime.now(UTC)))
    page = shown(visitor(read_desk, "viewer"))
    assert cells_of(page, QINGLAN)[-4:] == ["missing", "late", "late", "late"]
    assert page.xpath("//table[@class='months']/tbody/tr[1]/th/a/text()") == ["不报局<script>"]  # who owes most
    assert "缺报" in page.xpath("//ul[@class='tiles']")[0].text_content()


def test_it_counts_what_waits_and_the_lights_of_the_month(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"), "/overview?month=2024-05")
    told = page.xpath("//ul[@class='tiles']")[0].text_content()
    queue = table_named("queue_entries")
    with read_desk.store.reading() as connection:
        errors = len(connection.execute(select(queue.c.finding_id).where(queue.c.severity == "error")).all())
    assert f"错误 {errors}" in told
    assert "红灯" in told
    assert len(page.xpath("//*[local-name()='svg' and @class='chart']")) == 3


def test_units_are_compared_by_a_metric_and_each_has_its_chart(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    page = shown(client, "/overview?month=2024-04&metric=general_revenue")
    rows = page.xpath("//section[@id='metric']//tbody/tr")
    assert {row.xpath("th/a/text()")[0] for row in rows} == {QINGLAN, "霁州市财政局"}
    second = shown(client, rows[1].xpath("th/a[2]/@href")[0].partition("#")[0])
    name = second.xpath("//section[@id='metric']//tbody/tr[2]/th/a/text()")[0]
    assert second.xpath("//section[@id='metric']//*[local-name()='svg']/@aria-label")[0].startswith(name)
    assert "没有单位报告" in shown(client, "/overview?metric=no_such&month=2024-05").text_content()


def test_what_is_kept_goes_when_the_store_changes(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    before = shown(client, "/overview?month=2024-04").xpath("//ul[@class='tiles']//strong/text()")[0]
    reports = table_named("reports")
    with read_desk.store.writing() as connection:
        connection.execute(
            update(reports).where(reports.c.source_name.endswith(".docx")).values(withdrawn_at=datetime.now(UTC))
        )
    after = shown(client, "/overview?month=2024-04").xpath("//ul[@class='tiles']//strong/text()")[0]
    assert int(after) == int(before) - 1


@pytest.mark.parametrize(
    "query",
    ["month=x", "month=0000-00", "month=9999-12", "month=0001-01", "page=999&unit=999", "metric=%00"],
)
def test_odd_addresses_show_a_page(read_desk: Desk, query: str) -> None:
    shown(visitor(read_desk, "viewer"), f"/overview?{query}")


def test_an_empty_store_says_what_to_do(visit: Visit) -> None:
    assert "hedui run" in shown(visit("viewer")).text_content()


def test_lights_are_a_file(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    told = "".join(etree.fromstring(client.get("/charts/lights.svg?month=2024-05").content).itertext())
    assert "2024年5月各单位亮灯（项）" in told
    assert QINGLAN in told
    assert client.get("/charts/lights.svg").status_code == 404
