"""The list of reports and the page of a report: what was read, each figure a link, findings in the cells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html
from sqlalchemy import insert, select, update
from starlette.testclient import TestClient

from app.desk.context import Desk
from desk.visiting import Visit, visitor
from pipeline.store.contract import table_named

EVIL = "\"><script>alert(1)</script>'{{7*7}}"


def shown(client: TestClient, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[-500:]
    return html.fromstring(answer.text)


def text_of(element: Any) -> str:
    return "".join(element.text_content().split())


def report_named(desk: Desk, ending: str) -> str:
    reports = table_named("reports")
    with desk.store.reading() as connection:
        asked = select(reports.c.report_id).where(reports.c.source_name.endswith(ending))
        return str(connection.execute(asked).scalar_one())


def test_reports_are_listed_with_what_is_open_on_them(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"), "/reports")
    rows = page.xpath("//table[contains(@class, 'list')]/tbody/tr")
    assert len(rows) == 4
    june = next(row for row in rows if "6月目标进度表" in row.text_content())
    assert "错误" in text_of(june.xpath("td[5]")[0])
    assert june.xpath(".//a[contains(@href, '/units/')]/text()") == ["青澜市财政局"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("unit=霁州", ["霁州市财政局/2024年4月财政收支情况.html"]),
        ("month=2024-06", ["青澜市财政局/2024年6月目标进度表.pdf"]),
        ("kind=statistics", ["霁州市财政局/2024年4月财政收支情况.html"]),
        ("text=xlsx", ["青澜市财政局/2024年5月目标进度表.xlsx"]),
        ("text=5月 进度表", ["青澜市财政局/2024年5月目标进度表.xlsx"]),
        ("state=withdrawn", []),
        ("unit=%25", []),
        ("month=2024-13&text=xlsx", ["青澜市财政局/2024年5月目标进度表.xlsx"]),
        ("page=-5&sort=drop table&state=x&kind=y&text=xlsx", ["青澜市财政局/2024年5月目标进度表.xlsx"]),
    ],
)
def test_the_list_is_filtered(read_desk: Desk, query: str, names: list[str]) -> None:
    page = shown(visitor(read_desk, "viewer"), f"/reports?{query}")
    assert page.xpath("//table[contains(@class, 'list')]//td[4]/span/text()") == names


def test_an_empty_store_says_what_to_do(visit: Visit) -> None:
    assert "hedui run" in shown(visit("viewer"), "/reports").text_content()


def test_every_figure_of_a_sheet_is_a_link_in_its_cell(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    report_id = report_named(read_desk, "5月目标进度表.xlsx")
    page = shown(client, f"/reports/{report_id}")
    facts = table_named("facts")
    with read_desk.store.reading() as connection:
        ids = set(connection.execute(select(facts.c.fact_id).where(facts.c.report_id == report_id)).scalars())
    linked = {href.removeprefix("/facts/") for href in page.xpath("//table//a[contains(@class, 'figure')]/@href")}
    assert linked == ids
    row = next(row for row in page.xpath("//table[@class='sheet']/tbody/tr") if "八项支出" in row.text_content())
    assert [text_of(cell) for cell in row.xpath("th | td")][1] == "全市八项支出增速不低于7%。"
    assert "红灯" in row.text_content() or "蓝灯" in row.text_content() or "黄灯" in row.text_content()


def test_findings_stand_in_the_cells_and_say_themselves_to_the_ear(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"), f"/reports/{report_named(read_desk, '6月目标进度表.pdf')}")
    marks = page.xpath("//table[@class='sheet']//a[contains(@class, 'finding-mark')]")
    suspects = [mark for mark in marks if "suspect" in mark.get("class")]
    assert suspects
    assert all(mark.get("href").startswith("/findings/") and mark.get("title") for mark in marks)
    assert all("错误" in text_of(mark) or "存疑" in text_of(mark) or "提示" in text_of(mark) for mark in marks)


def test_a_figure_leads_to_its_place_its_picture_and_its_year(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    report_id = report_named(read_desk, "6月目标进度表.pdf")
    facts = table_named("facts")
    with read_desk.store.reading() as connection:
        asked = select(facts.c.fact_id, facts.c.printed).where(
            facts.c.report_id == report_id, facts.c.column == "cumulative", facts.c.kind == "amount"
        )
        fact_id, printed = connection.execute(asked.order_by(facts.c.sentence)).first() or ("", "")
    answer = client.get(f"/facts/{fact_id}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/reports/{report_id}?fact={fact_id}#f-{fact_id}"
    page = shown(client, answer.headers["location"].partition("#")[0])
    assert page.xpath("//a[@aria-current='true']/text()") == [printed]
    assert page.xpath(f"//*[@id='f-{fact_id}']")
    picture = page.xpath("//div[@class='page-picture']")[0]
    assert picture.xpath("img/@src")[0].startswith(f"/pictures/{report_id}/1.png")
    box = picture.xpath(".//rect")[0]
    assert 0 < float(box.get("x")) < 1
    assert 0 < float(box.get("height")) < 0.1
    assert page.xpath("//aside//*[local-name()='svg' and @class='chart']")
    assert page.xpath("//aside//a[contains(@href, '/series?')]")


def test_running_text_is_shown_clause_by_clause(read_desk: Desk) -> None:
    page = shown(visitor(read_desk, "viewer"), f"/reports/{report_named(read_desk, '4月财政收支情况.html')}")
    said = text_of(page.xpath("//div[contains(@class, 'paragraphs')]")[0])
    assert "全市一般公共预算收入27.91亿元；同比增长7.1%" in said


def test_what_reports_hold_stays_text_in_every_place(read_desk: Desk) -> None:
    report_id = report_named(read_desk, "5月目标进度表.xlsx")
    reports, items, facts = (table_named(name) for name in ("reports", "items", "facts"))
    with read_desk.store.writing() as connection:
        values = {"title": EVIL, "source_name": EVIL, "unit": EVIL, "warnings": [EVIL], "document_number": EVIL}
        connection.execute(update(reports).where(reports.c.report_id == report_id).values(**values))
        texts = {"name": EVIL, "category": EVIL, "target_text": EVIL, "others": {EVIL: EVIL}, "heads": {"name": EVIL}}
        connection.execute(update(items).where(items.c.report_id == report_id).values(**texts))
        stated = {"metric": EVIL, "metric_name": EVIL, "printed": EVIL, "evidence": EVIL, "scope": EVIL, "base": EVIL}
        connection.execute(update(facts).where(facts.c.report_id == report_id).values(**stated))
        fact_id = connection.execute(select(facts.c.fact_id).where(facts.c.report_id == report_id)).scalars().first()
    client = visitor(read_desk, "viewer")
    for address in (
        "/reports",
        f"/reports/{report_id}",
        f"/reports/{report_id}?fact={fact_id}",
        f"/reports?text={EVIL}",
    ):
        page = shown(client, address)
        assert all(script.get("src", "").startswith("/static/") for script in page.xpath("//script"))
        assert "alert(1)" in client.get(address).text


def test_a_withdrawn_a_replaced_and_a_copied_report_say_so(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    april, may, june = (report_named(read_desk, f"{month}月目标进度表{ending}") for month, ending in
                        ((4, ".docx"), (5, ".xlsx"), (6, ".pdf")))  # fmt: skip
    reports = table_named("reports")
    with read_desk.store.writing() as connection:
        for report_id, values in (
            (april, {"withdrawn_at": datetime(2024, 5, 20, tzinfo=UTC), "withdrawn_reason": "报送有误"}),
            (may, {"superseded_by": june}),
        ):
            connection.execute(update(reports).where(reports.c.report_id == report_id).values(**values))
    assert "撤回，不再参加核对" in text_of(shown(client, f"/reports/{april}"))
    assert "报送有误" in text_of(shown(client, f"/reports/{april}"))
    assert shown(client, f"/reports/{may}").xpath("//p[contains(@class, 'bad')]/a/@href") == [f"/reports/{june}"]
    assert len(shown(client, "/reports").xpath("//table/tbody/tr")) == 2
    assert len(shown(client, "/reports?state=all").xpath("//table/tbody/tr")) == 4


def test_a_copy_shows_the_findings_of_the_report_it_repeats(read_desk: Desk) -> None:
    june = report_named(read_desk, "6月目标进度表.pdf")
    client = visitor(read_desk, "viewer")
    marked = len(shown(client, f"/reports/{june}").xpath("//table//a[contains(@class, 'finding-mark')]"))
    reports, facts = table_named("reports"), table_named("facts")
    with read_desk.store.writing() as connection:
        row = dict(connection.execute(select(reports).where(reports.c.report_id == june)).mappings().one())
        connection.execute(insert(reports).values(**{**row, "report_id": "copy", "sha256": "c" * 64, "same_as": june}))
        for fact in connection.execute(select(facts).where(facts.c.report_id == june)).mappings().all():
            connection.execute(
                insert(facts).values(**{**fact, "report_id": "copy", "fact_id": f"copy{fact['fact_id']}"})
            )
        items = table_named("items")
        for item in connection.execute(select(items).where(items.c.report_id == june)).mappings().all():
            connection.execute(
                insert(items).values(**{**item, "report_id": "copy", "item_id": f"copy{item['item_id']}"})
            )
    copy = shown(client, "/reports/copy")
    assert marked > 3
    assert len(copy.xpath("//table//a[contains(@class, 'finding-mark')]")) == marked
    assert copy.xpath(f"//p[contains(@class, 'notice')]/a[@href='/reports/{june}']")


def test_what_is_not_there_is_said(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    report_id = report_named(read_desk, "5月目标进度表.xlsx")
    for address in ("/reports/nothing", "/facts/nothing", "/facts/%27%20OR%201=1", "/reports/..%2f..%2fetc"):
        assert client.get(address).status_code == 404, address
    assert "后来重新读过" in text_of(shown(client, f"/reports/{report_id}?fact=gone"))
    assert shown(client, f"/reports/{report_id}?part=999&page=d9&fact=").xpath("//table")


def test_a_figure_that_reading_again_lost_leads_to_its_report(read_desk: Desk) -> None:
    report_id = report_named(read_desk, "5月目标进度表.xlsx")
    changes, runs = table_named("fact_changes"), table_named("runs")
    with read_desk.store.writing() as connection:
        run_id = connection.execute(select(runs.c.run_id)).scalars().first()
        lost = {"run_id": run_id, "report_id": report_id, "fact_id": "lost", "change": "lost", "before": {}}
        connection.execute(insert(changes).values(change_id=900, **lost))
    answer = visitor(read_desk, "viewer").get("/facts/lost")
    assert answer.headers["location"] == f"/reports/{report_id}?fact=lost"


def test_without_the_original_the_page_says_so_and_keeps_its_figures(read_desk: Desk) -> None:
    report_id = report_named(read_desk, "4月目标进度表.docx")
    reports = table_named("reports")
    with read_desk.store.writing() as connection:
        connection.execute(update(reports).where(reports.c.report_id == report_id).values(sha256="0" * 64))
        facts = table_named("facts")
        fact_id = connection.execute(select(facts.c.fact_id).where(facts.c.report_id == report_id)).scalars().first()
    page = shown(visitor(read_desk, "viewer"), f"/reports/{report_id}?fact={fact_id}")
    assert "找不到原文件" in page.text_content()
    assert page.xpath("//table[@class='sheet']//a[contains(@class, 'figure')]")


def test_english_is_complete_on_the_page(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    client.cookies.set("hedui_language", "en")
    page = shown(client, f"/reports/{report_named(read_desk, '6月目标进度表.pdf')}")
    heads = [text_of(head) for head in page.xpath("//details/summary")]
    assert heads[0] == "Aboutthereport,andhowitisknown"
    assert heads[-1].startswith("Findingsofthisreport:")
