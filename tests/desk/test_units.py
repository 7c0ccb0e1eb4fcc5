"""The list of units, the page of a unit, and the page of a metric's year with its files."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree, html
from PIL import Image
from sqlalchemy import insert, select, update
from starlette.testclient import TestClient

from app.desk.addresses import unit_address
from app.desk.context import Desk
from desk.visiting import Visit, visitor
from pipeline.store.contract import table_named

QINGLAN = "青澜市财政局"
ODD_NAMES = [
    "甲/乙局",
    "../甲",
    "..",
    ".",
    "甲?乙#丙",
    "a&b=c",
    "<script>alert(1)</script>",
    "甲 乙\u3000丙",
    "'; --",
]


def shown(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return html.fromstring(answer.text)


def rename(desk: Desk, old: str, new: str) -> None:
    reports, units = table_named("reports"), table_named("units")
    with desk.store.writing() as connection:
        connection.execute(update(reports).where(reports.c.unit == old).values(unit=new))
        connection.execute(update(units).where(units.c.unit == old).values(unit=new))


def test_units_are_listed_with_what_waits(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    page = shown(client, "/units")
    assert page.xpath("//tbody/tr/th/a/text()")[0] == QINGLAN  # with most errors
    assert "错误" in page.xpath("//tbody/tr[1]/td[5]")[0].text_content()
    assert shown(client, "/units?sort=name&text=霁州").xpath("//tbody/tr/th/a/text()") == ["霁州市财政局"]
    assert "没有符合条件的单位" in shown(client, "/units?text=%25&page=7&sort=x").text_content()


def test_a_unit_shows_reports_lights_metrics_and_its_chart(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"), f"/units/{quote(QINGLAN)}")
    told = page.text_content()
    assert len(page.xpath("//div[@class='narrow']//tbody/tr")) == 3
    assert "红灯" in told
    row = next(row for row in page.xpath("//div[@class='wide']//tbody/tr") if "一般公共预算收入" in row.text_content())
    cells = [cell.text_content() for cell in row.xpath("td")]
    assert cells[:3] == ["全市", "6月", "256.03 亿元"]
    assert cells[5] == "460 亿元"
    assert page.xpath("//*[local-name()='svg' and @class='chart']")


def test_what_is_owed_is_shown_month_by_month(read_desk: Desk) -> None:
    owed = table_named("owed_reports")
    duty = {"inbox": "x", "position": 0, "unit": QINGLAN, "other_names": [], "kind": "progress_sheet", "every": "month",
            "due_days": 10, "first": date(2024, 3, 1), "last": date(2024, 7, 31), "skipped": []}  # fmt: skip
    with read_desk.store.writing() as connection:
        connection.execute(insert(owed).values(**duty))
    page = shown(visitor(read_desk, "viewer"), f"/units/{quote(QINGLAN)}")
    states = page.xpath("//ul[@class='coverage-line']/li/@class")
    assert [state.split()[1] for state in states] == ["missing", "on_time", "on_time", "on_time", "missing"] or [
        state.split()[1] for state in states
    ] == ["missing", "late", "late", "late", "missing"]


def test_a_unit_of_any_name_has_a_page(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    before = QINGLAN
    for name in ODD_NAMES:
        rename(read_desk, before, name)
        before = name
        assert unit_address(name) in shown(client, "/units").xpath("//tbody//th/a/@href")
        page = shown(client, unit_address(name))
        assert page.xpath("//h1/text()") == [name]
        assert not page.xpath("//script[not(@src)]")
        series = page.xpath("//div[@class='wide']//tbody//th/a/@href")[0]
        assert shown(client, series).xpath("//*[local-name()='svg' and @class='chart']"), name
        assert client.get(series.replace("/series?", "/charts/series.svg?")).status_code == 200


def test_the_year_of_a_metric_with_links_and_files(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    address = f"/series?unit={quote(QINGLAN)}&metric=一般公共预算收入&scope=全市&region=青澜市&year=2024"
    page = shown(client, address)
    assert page.xpath("//tbody/tr/th/text()") == ["4月", "5月", "6月"]
    assert [cell.text_content() for cell in page.xpath("//tbody/tr[3]/td")][:3] == ["47.28", "256.03", "460"]
    assert all(href.startswith("/facts/") for href in page.xpath("//tbody//a/@href"))
    drawn = client.get(address.replace("/series?", "/charts/series.svg?"))
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.headers["content-disposition"].startswith("attachment; filename=chart.svg; filename*=UTF-8''")
    assert "资料来源" in "".join(etree.fromstring(drawn.content).itertext())
    picture = client.get(address.replace("/series?", "/charts/series.png?"))
    assert Image.open(io.BytesIO(picture.content)).size == (1920, 2 * drawn_height(drawn.content))


def drawn_height(content: bytes) -> int:
    return int(etree.fromstring(content).get("height"))


@pytest.mark.parametrize(
    "address",
    [
        "/series", "/series?unit=x", "/series?unit=x&metric=y&year=0", "/series?unit=x&metric=y&year=99999999999",
        "/series?fact=none", "/charts/series.exe?unit=x&metric=y&year=2024", "/units/nobody", "/unit", "/unit?name=..",
        "/charts/families.gif",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(read_desk: Desk, address: str) -> None:
    assert visitor(read_desk, "viewer").get(address).status_code == 404


def test_a_series_without_figures_says_so(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"), "/series?unit=x&metric=y&year=2024")
    assert "没有这个指标的数字" in page.text_content()


def test_a_report_without_unit_or_period_has_its_figures_and_series(read_desk: Desk) -> None:
    reports, facts = table_named("reports"), table_named("facts")
    with read_desk.store.writing() as connection:
        asked = select(reports.c.report_id).where(reports.c.source_name.endswith(".xlsx"))
        report_id = connection.execute(asked).scalar_one()
        nothing = {"unit": None, "period_start": None, "period_end": None}
        connection.execute(update(reports).where(reports.c.report_id == report_id).values(**nothing))
        asked = select(facts.c.fact_id).where(facts.c.report_id == report_id, facts.c.column == "cumulative")
        fact_id = connection.execute(asked).scalars().first()
    client = visitor(read_desk, "viewer")
    page = shown(client, f"/reports/{report_id}?fact={fact_id}")
    assert "未写明单位" in page.text_content()
    assert "时期不明" in page.text_content()
    series = page.xpath("//aside//a[contains(@href, '/series?')]/@href")[0]
    assert shown(client, series).xpath("//tbody/tr")
    assert report_id in str(shown(client, "/reports?state=unnamed").xpath("//td/a/@href"))


def test_the_chart_of_findings_by_family_is_a_file(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    told = "".join(etree.fromstring(client.get("/charts/families.svg").content).itertext())
    assert "当月与累计" in told or "占比" in told
    assert client.get(f"/charts/families.png?unit={quote(QINGLAN)}").content.startswith(b"\x89PNG")


def test_empty_stores_have_their_pages(visit: Visit) -> None:
    client = visit("viewer")
    assert "hedui run" in shown(client, "/units").text_content()
    assert client.get("/charts/families.svg").status_code == 200
