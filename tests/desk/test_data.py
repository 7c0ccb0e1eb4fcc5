"""The data page: the dictionary, tables to look through, and files of their rows."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from lxml import html
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from app.desk.context import Desk
from desk.visiting import Visit, visitor
from pipeline.review.browsing import sources
from pipeline.store.contract import contract_fields, table_named

FORMULAS = ["=1+1", "＝1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "-2+3"]
EVIL = "<script>alert(1)</script>"


def shown(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[-300:])
    return html.fromstring(answer.text)


def head(page: Any) -> list[str]:
    return [str(name) for name in page.xpath("//table[contains(@class, 'data')]/thead//a/text()")]


def column(page: Any, name: str) -> list[str]:
    at = head(page).index(name) + 1
    return [cell.text_content().strip() for cell in page.xpath(f"//table[contains(@class, 'data')]/tbody/tr/td[{at}]")]


def count(desk: Desk, table: str) -> int:
    with desk.store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table_named(table))).scalar_one())


def test_the_dictionary_has_every_table_and_finds_columns(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    page = shown(client, "/data")
    assert {source.name for source in sources()} == {name.text_content() for name in page.xpath("//td/../th/a")}
    found = shown(client, "/data?text=亮灯").xpath("//details//tbody/tr/th")
    assert {name.text_content() for name in found} == {"light"}
    assert "没有这样的表或列" in shown(client, "/data?text=xyzzy").text_content()


def test_what_belongs_to_people_is_not_among_them(read_desk: Desk) -> None:
    client = visitor(read_desk, "admin")
    for name in ("accounts", "sessions", "failed_sign_ins", "journal", "sqlite_master", "alembic_version", "facts; --"):
        assert client.get(f"/data/{quote(name)}").status_code == 404, name
        assert client.get(f"/data/{quote(name)}.csv").status_code == 404, name


@pytest.mark.parametrize("source", [source.name for source in sources()])
def test_every_table_and_view_is_shown_and_sent(read_desk_to_read: Desk, source: str) -> None:
    client = visitor(read_desk_to_read, "viewer")
    page = shown(client, f"/data/{source}")
    names = head(page)
    sent = list(csv.reader(io.StringIO(client.get(f"/data/{source}.csv").text.removeprefix("\ufeff"))))
    assert sent[0] == names
    lines = client.get(f"/data/{source}.jsonl").text.splitlines()
    assert len(lines) == len(sent) - 1
    assert all(list(json.loads(line)) == names for line in lines)
    assert len(page.xpath("//table[contains(@class, 'data')]/tbody/tr[td[2]]")) == min(50, len(lines))


def test_exported_tables_have_the_fields_of_the_contract(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    assert tuple(head(shown(client, "/data/facts"))) == contract_fields("facts")
    lines = client.get("/data/facts.jsonl").text.splitlines()
    assert len(lines) == count(read_desk, "facts")
    assert [json.loads(line)["fact_id"] for line in lines] == sorted(json.loads(line)["fact_id"] for line in lines)


def test_rows_are_paged_sorted_and_filtered(read_desk: Desk) -> None:
    client = visitor(read_desk, "viewer")
    ids = [each for page in range(1, 100) for each in column(shown(client, f"/data/facts?page={page}"), "fact_id")
           if page <= -(-count(read_desk, "facts") // 50)]  # fmt: skip
    assert len(ids) == len(set(ids)) == count(read_desk, "facts")
    down = column(shown(client, "/data/items?sort=position&down=1"), "position")
    assert [int(each) for each in down] == sorted(map(int, down), reverse=True)
    assert set(column(shown(client, "/data/facts?field=kind&value=completion"), "kind")) == {"completion"}
    assert set(column(shown(client, "/data/reports?field=title&operator=has&value=6月"), "title")) == {
        "青澜市财政局2024年6月份目标进度情况表"
    }
    large = column(shown(client, "/data/facts?field=value&operator=from&value=1,000,000,000&sort=value"), "value")
    assert large
    assert all(float(each) >= 1e9 for each in large)
    days = column(shown(client, "/data/facts?field=period_end&operator=to&value=2024-04-30"), "period_end")
    assert set(days) == {"2024-04-30", "2024-03-31"} or set(days) == {"2024-04-30"}
    figures = shown(client, "/data/monthly?field=unit&value=青澜市财政局&sort=cumulative_fen&down=1")
    assert column(figures, "cumulative_fen")[0] >= "1"


@pytest.mark.parametrize(
    "query",
    [
        "field=period_end&value=gestern", "field=value&value=12亿", "field=value&value=NaN", "field=pages&value=1e3",
        "field=position&value=" + "9" * 400, "field=run_id;drop&value=1", "sort=(select 1)", "page=999999999",
        "field=unit&operator=has&value=%25_%27", "operator=; delete", "field=torn&value=x", "field=unit&value=%00",
    ],
)  # fmt: skip
def test_odd_questions_are_answered_plainly(read_desk_to_read: Desk, query: str) -> None:
    client = visitor(read_desk_to_read, "viewer")
    for name in ("facts", "reports", "amounts", "items"):
        page = shown(client, f"/data/{name}?{query}")
        mistakes = page.xpath("//p[@id='mistake']/text()")
        assert client.get(f"/data/{name}.csv?{query}").status_code == (400 if mistakes else 200)


def test_spreadsheets_compute_nothing_and_pages_run_nothing(read_desk: Desk) -> None:
    items = table_named("items")
    with read_desk.store.writing() as connection:
        ids = list(connection.execute(select(items.c.item_id).limit(len(FORMULAS) + 1)).scalars())
        for item_id, text in zip(ids, [*FORMULAS, EVIL], strict=True):
            connection.execute(update(items).where(items.c.item_id == item_id).values(name=text))
    client = visitor(read_desk, "viewer")
    sent = list(csv.DictReader(io.StringIO(client.get("/data/items.csv").text.removeprefix("\ufeff"))))
    by_id = {row["item_id"]: row["name"] for row in sent}
    assert [by_id[each] for each in ids[:-1]] == [f"'{text}" for text in FORMULAS]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/data/items.xlsx").content))
    cells = [cell for row in book["items"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    page = client.get(f"/data/items?field=name&value={quote(EVIL)}").text
    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_a_large_view_is_not_worked_out_without_a_filter(read_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.review.browsing.MOST_COUNTED", 20)
    client = visitor(read_desk, "viewer")
    assert "先按单位或指标筛选" in shown(client, "/data/monthly").text_content()
    assert column(shown(client, "/data/monthly?field=unit&value=青澜市财政局"), "unit")
    assert "不能按这一列排序" in shown(client, "/data/facts?field=kind&value=amount&sort=printed").text_content()


def test_an_empty_store_has_its_tables(visit: Visit) -> None:
    client = visit("viewer")
    assert "没有行" in shown(client, "/data/facts").text_content()
    assert client.get("/data/facts.xlsx").content.startswith(b"PK")
