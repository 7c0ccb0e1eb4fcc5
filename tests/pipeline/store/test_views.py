"""The views: typed figures of the reports in force, the monthly series, open findings; equal in both databases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from made_up.desk import JUNE, Desk
from made_up.monthly_sheets import sheet_text
from made_up.reports import report_text
from sqlalchemy import inspect, text

from pipeline.store import Store, open_store
from pipeline.store.base import Base
from pipeline.store.view_schema import stale_views, view_sql
from pipeline.store.views import views

MAY = (
    "收入|target|收入=rev|amount|target|4600000.55|CNY|year|全市",
    "收入|target|收入=rev|growth|target|6.5|%|year|全市",
    "收入|target|项目|count|target|12|个|year",
    "收入|current|收入=rev|amount|actual|300000.10|CNY|m|全市",
    "收入|current|收入=rev|growth|actual|-1.5|%|m|全市",
    "收入|cumulative|收入=rev|amount|actual|1500000.20|CNY|ytd|全市",
    "收入|cumulative|收入=rev|growth|actual|2|倍|ytd|全市",
    "收入|cumulative|收入=rev|completion|actual|32.6|%|ytd|全市",
    "收入|cumulative|税收=tax|share|actual|81|%|ytd|全市",
    "收入|completion|收入=rev|completion|actual|33|%|ytd",
    "债券|target|债券|amount|arranged|700|CNY|year",
    "债券|current|债券|amount|actual|50|CNY|m|市本级",
    "债券|cumulative|债券|amount|actual|70|CNY|quarter|市本级",
)


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(text(sql)).mappings()]


@pytest.fixture
def may(desk: Desk) -> Store:
    desk.put("五月.txt", sheet_text(*MAY, light="蓝灯"))
    desk.run_sheets()
    return desk.store


@pytest.mark.parametrize(
    ("view", "count"),
    [
        ("current_reports", 1),
        ("targets", 4),
        ("amounts", 6),
        ("growth_rates", 3),
        ("completions", 2),
        ("shares", 1),
        ("counts", 1),
    ],
)
def test_each_figure_is_in_the_view_of_its_kind(may: Store, view: str, count: int) -> None:
    assert rows(may, f"SELECT count(*) AS n FROM {view}") == [{"n": count}]


def test_money_sums_exactly_in_both_databases(may: Store) -> None:
    (found,) = rows(may, "SELECT sum(amount_fen) AS fen FROM amounts WHERE metric_code = 'rev'")
    assert int(found["fen"]) == 460000055 + 30000010 + 150000020


def test_rates_are_percent_and_compare_as_numbers(may: Store) -> None:
    found = rows(may, "SELECT percent FROM growth_rates WHERE role = 'actual' ORDER BY percent")
    assert [Decimal(str(row["percent"])) for row in found] == [Decimal("-1.5"), Decimal(200)]
    assert rows(may, "SELECT printed FROM growth_rates WHERE percent < -1") == [{"printed": "-1.5%"}]


def test_a_month_is_one_wide_row(may: Store) -> None:
    found = rows(may, "SELECT * FROM monthly WHERE unit = '青川市财政局' AND metric = '收入'")
    (row,) = [{name: str(value) for name, value in row.items()} for row in found]
    assert row == {
        "unit": "青川市财政局",
        "region": "青川市",
        "scope": "全市",
        "metric_code": "rev",
        "metric": "收入",
        "year": "2024",
        "month": "5",
        "month_fen": "30000010",
        "cumulative_fen": "150000020",
        "target_fen": "460000055",
        "month_growth": "-1.5",
        "growth": "200",
        "target_growth": "6.5",
        "completion": "32.6",
        "work_completion": "33",  # it has no scope of its own and is put with its fellows
        "light": "蓝灯",
    }


def test_a_quarter_is_no_month_and_a_target_without_scope_stands_with_its_fellows(may: Store) -> None:
    (row,) = rows(may, "SELECT scope, month_fen, cumulative_fen, target_fen FROM monthly WHERE metric = '债券'")
    assert row == {"scope": "市本级", "month_fen": 5000, "cumulative_fen": None, "target_fen": 70000}


def test_the_month_s_own_sheet_counts_before_what_others_say_of_it(desk: Desk) -> None:
    desk.put("五月.txt", sheet_text("收入|cumulative|收入|amount|actual|100|CNY|ytd"))
    desk.put("五月 说明.txt", sheet_text("其他||收入|amount|actual|900|CNY|ytd", kind="narrative"))
    desk.put("四月.txt", sheet_text("收入|cumulative|收入|amount|actual|80|CNY|ytd", month="2024-04"))
    desk.run_sheets()
    found = rows(desk.store, "SELECT month, cumulative_fen FROM monthly ORDER BY month")
    assert found == [{"month": 4, "cumulative_fen": 8000}, {"month": 5, "cumulative_fen": 10000}]


def test_the_row_about_the_metric_counts_before_another_row_that_names_it(desk: Desk) -> None:
    desk.put(
        "五月.txt",
        sheet_text(
            "平衡|cumulative|支出|amount|actual|900|CNY|ytd",
            "支出|cumulative|支出|amount|actual|100|CNY|ytd",
        ),
    )
    desk.run_sheets()
    assert rows(desk.store, "SELECT cumulative_fen FROM monthly") == [{"cumulative_fen": 10000}]


def test_views_show_the_current_report_only(desk: Desk) -> None:
    desk.put("五月.txt", sheet_text("收入|current|收入|amount|actual|1|CNY|m"))
    desk.run_sheets()
    desk.put("五月更正.txt", sheet_text("收入|current|收入|amount|actual|2|CNY|m", issued="2024-06-20"))
    desk.run_sheets()
    assert rows(desk.store, "SELECT source_name, amount_fen FROM amounts") == [
        {"source_name": "五月更正.txt", "amount_fen": 200}
    ]
    assert rows(desk.store, "SELECT source_name, revision FROM current_reports") == [
        {"source_name": "五月更正.txt", "revision": 2}
    ]
    assert len(desk.rows("facts")) == 2


def test_open_findings_leave_out_what_is_settled(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", "社保|current|支出|130", **JUNE))
    desk.run()
    found = rows(desk.store, "SELECT unit, status, source_name FROM open_findings")
    assert found == [{"unit": "青川市财政局", "status": "new", "source_name": "一.txt"}] * 2
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE findings SET status = 'false_positive' WHERE finding_id LIKE '%教育%'"))
    assert [row["finding_id"] for row in rows(desk.store, "SELECT finding_id FROM open_findings")] == ["cap-社保-支出"]


def test_both_databases_give_the_same_views(desk: Desk, another_desk: Callable[[str], Desk]) -> None:
    other = another_desk("other")
    for one in (desk, other):
        one.put("五月.txt", sheet_text(*MAY))
        one.put("四月.txt", sheet_text(*MAY, month="2024-04"))
        one.run_sheets()

    def shown(store: Store, view: str) -> list[dict[str, str]]:
        apart = {"run_id", "ingested_at"}
        found = rows(store, f"SELECT * FROM {view}")
        plain = [{name: str(value) for name, value in row.items() if name not in apart} for row in found]
        return sorted(plain, key=str)

    for view in views():
        assert shown(desk.store, view.name) == shown(other.store, view.name)
        assert shown(desk.store, view.name) or view.name == "open_findings"


def test_a_query_for_one_unit_reads_that_unit_by_index(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    plan = " ".join(row["detail"] for row in rows(store, "EXPLAIN QUERY PLAN SELECT * FROM monthly WHERE unit = 'a'"))
    assert "ix_reports_series (unit=?)" in plan
    assert "ix_facts_report_id (report_id=?)" in plan
    assert "SCAN facts" not in plan
    store.close()


def test_every_view_has_its_columns_described(store: Store) -> None:
    with store.reading() as connection:
        found = inspect(connection)
        for view in views():
            assert view.comment
            assert view.doc
            columns = found.get_columns(view.name)
            assert [column["name"] for column in columns] == [column.name for column in view.columns]
            for column, described in zip(columns, view.columns, strict=True):
                assert not described.comment.isascii(), f"{view.name}.{described.name}"
                assert described.doc
                if connection.dialect.name == "postgresql":
                    assert column["comment"] == f"{described.comment} / {described.doc}"
        assert stale_views(connection) == []
        assert set(found.get_view_names()) == {view.name for view in views()}
    assert not {view.name for view in views()} & set(Base.metadata.tables)


def test_a_changed_definition_is_put_in_when_the_store_is_opened(store: Store, store_url: str) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP VIEW shares"))
        connection.execute(text("CREATE VIEW shares AS SELECT 1 AS one"))
        connection.execute(text("UPDATE view_definitions SET digest = 'old' WHERE name = 'shares'"))
        connection.execute(text("INSERT INTO view_definitions VALUES ('gone', 'x')"))
        assert stale_views(connection) == ["gone", "shares"]
    again = open_store(store_url)
    with again.reading() as connection:
        assert stale_views(connection) == []
    assert rows(again, "SELECT percent FROM shares") == []
    again.close()


def test_definitions_hold_no_parameters(store: Store) -> None:
    for view in views():
        sql = view_sql(view, store.engine.dialect)
        assert "?" not in sql
        assert ":" not in sql.replace("::", "")
