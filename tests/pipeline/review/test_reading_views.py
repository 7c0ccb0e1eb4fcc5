"""What the reading pages ask of the store, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from made_up.desk import Desk
from made_up.monthly_sheets import sheet_text
from sqlalchemy import insert

from pipeline.review.browsing import OPERATORS, Asked, NotUnderstood, all_rows, browse, source_named, sources
from pipeline.review.chosen_fact import chosen_fact, report_of_fact
from pipeline.review.lost_facts import report_of_lost_fact
from pipeline.review.metric_year import SeriesName, kindred, metric_year, year_of_fact
from pipeline.review.month_overview import compared, month_overview, months_of_reports, usual_metric
from pipeline.review.open_counts import open_by_family
from pipeline.review.report_findings import report_findings
from pipeline.review.report_list import SORTS, STATES, ReportFilter, months_with_reports, report_page
from pipeline.review.report_view import kin, read_part, stored_report
from pipeline.review.unit_list import UNIT_SORTS, unit_page
from pipeline.review.unit_view import unit_view
from pipeline.store.contract import table_named
from pipeline.unknown_metrics import unknown_metrics

UNIT, TODAY = "青川市财政局", date(2024, 8, 20)
MAY = (
    "收入 | current | 税收收入=tax_revenue | amount | actual | 200000000 | CNY | m | 全市",
    "收入 | cumulative | 税收收入=tax_revenue | amount | actual | 900000000 | CNY | ytd | 全市",
    "收入 | cumulative | 税收收入=tax_revenue | growth | actual | 7.5 | % | ytd | 全市",
    "收入 | target | 税收收入=tax_revenue | amount | target | 2000000000 | CNY | year | 全市",
    "收入 | cumulative | 税收收入=tax_revenue | amount | actual | 300000000 | CNY | ytd | 市本级",
    "培训 | cumulative | 培训 | count | actual | 1200 | 人 | ytd",
)
JUNE = (
    "收入 | current | 税收收入=tax_revenue | amount | actual | 250000000 | CNY | m | 全市",
    "收入 | cumulative | 税收收入=tax_revenue | amount | actual | 1150000000 | CNY | ytd | 全市",
    "培训 | cumulative | 培训 | count | actual | 1500 | 人 | ytd",
)


@pytest.fixture
def read(desk: Desk) -> Desk:
    """Two months of a unit, and one of another."""
    desk.put("五月.txt", sheet_text(*MAY, month="2024-05"))
    desk.put("六月.txt", sheet_text(*JUNE, month="2024-06"))
    desk.put("别处.txt", sheet_text(*JUNE, month="2024-06", unit="临水县财政局"))
    desk.run_sheets()
    return desk


def test_a_metric_has_its_months_targets_and_scopes(read: Desk) -> None:
    name = SeriesName(UNIT, "税收收入", 2024, "青川市", "全市")
    with read.store.reading() as connection:
        facts = {(row["printed"], row["source_name"]): row["fact_id"] for row in read.rows("facts")}
        found = metric_year(connection, name)
        others = kindred(connection, name)
        trained = year_of_fact(connection, next(row["fact_id"] for row in read.rows("facts") if row["unit"] == "人"))
        assert year_of_fact(connection, "nothing") is None
    assert facts
    assert {month: point.value for month, point in found.of("cumulative").items()} == {
        5: Decimal(900_000_000), 6: Decimal(1_150_000_000)
    }  # fmt: skip
    assert {month: point.value for month, point in found.of("month").items()} == {
        5: Decimal(200_000_000), 6: Decimal(250_000_000)
    }  # fmt: skip
    assert found.of("target")[5].value == Decimal(2_000_000_000)
    assert found.of("growth")[5].value == Decimal("7.5")
    assert [other.scope for other in others] == ["市本级"]
    assert trained is not None
    assert (trained.measure, trained.odd_cell) == ("人", "cumulative")
    assert {month: point.value for month, point in trained.of("cumulative").items()} == {5: 1200, 6: 1500}


def test_lists_units_and_the_overview(read: Desk) -> None:
    with read.store.reading() as connection:
        for state in STATES:
            for sort in SORTS:
                page = report_page(
                    connection, ReportFilter(state=state, text="月", unit="青川", kind="progress_sheet"), sort
                )
                assert page.total == (2 if state in {"in_force", "all"} else 0)
        assert months_with_reports(connection) == [date(2024, 6, 30), date(2024, 5, 31)]
        for sort in UNIT_SORTS:
            assert [row["unit"] for row in unit_page(connection, TODAY, "青川市财", sort).units] == [UNIT]
        view = unit_view(connection, UNIT, TODAY)
        assert unit_view(connection, "nobody", TODAY) is None
        assert open_by_family(connection, TODAY, UNIT, date(2024, 6, 1)) == {}
        assert months_of_reports(connection) == [date(2024, 6, 1), date(2024, 5, 1)]
        assert usual_metric(connection, date(2024, 6, 1)) == "tax_revenue"
    assert view is not None
    line = next(line for line in view.metrics if line.name.scope == "全市")
    assert (line.month, line.cumulative, line.target) == (6, Decimal(1_150_000_000), Decimal(2_000_000_000))
    assert line.completion == Decimal("57.5")
    over = month_overview(read.store, date(2024, 6, 1), TODAY)
    assert {unit.unit: sorted(unit.months) for unit in over.units} == {
        UNIT: [date(2024, 5, 1), date(2024, 6, 1)], "临水县财政局": [date(2024, 6, 1)]
    }  # fmt: skip
    assert (over.reports, over.senders) == (2, 2)
    assert [one.name.unit for one in compared(read.store, date(2024, 6, 1), "tax_revenue")] == ["临水县财政局", UNIT]


def test_what_is_owed_counts_by_month_and_late_ones_by_the_looks_before(read: Desk) -> None:
    duty = {"inbox": "x", "position": 0, "unit": UNIT, "other_names": [], "every": "month", "due_days": 10,
            "first": date(2024, 5, 1), "skipped": []}  # fmt: skip
    with read.store.writing() as connection:
        connection.execute(insert(table_named("owed_reports")).values(**duty))
    read.put("七月.txt", sheet_text(*JUNE, month="2024-07"))
    read.run_sheets()  # a look after the due days, before which the first two were taken in
    over = month_overview(read.store, date(2024, 7, 1), TODAY)
    states = {month: sent.state for unit in over.units if unit.unit == UNIT for month, sent in unit.months.items()}
    assert set(states.values()) <= {"on_time", "late"}
    assert states[date(2024, 7, 1)] == "late"  # a run after the due day had not found it


def test_a_report_is_read_part_by_part(read: Desk) -> None:
    report = next(row for row in read.rows("reports") if row["source_name"] == "五月.txt")
    with read.store.reading() as connection:
        stored = stored_report(connection, report["report_id"])
        assert stored is not None
        part = read_part(connection, stored)
        fact_id = next(row["fact_id"] for row in read.rows("facts") if row["report_id"] == report["report_id"])
        chosen = chosen_fact(connection, stored, fact_id)
        assert chosen is not None
        assert report_of_fact(connection, fact_id) == report["report_id"]
        assert report_of_lost_fact(connection, fact_id) is None
        assert chosen_fact(connection, stored, "nothing") is None
        assert report_findings(connection, stored).total == 0
        assert kin(connection, stored) == []
    assert part.figures == len(MAY)


def test_every_table_and_view_is_browsed_however_asked(read: Desk) -> None:
    values = {"date": "2024-05-31", "datetime": "2024-05-31", "integer": "5", "decimal": "5", "boolean": "是"}
    with read.store.reading() as connection:
        for source in sources():
            whole = browse(connection, source, Asked())
            assert len(list(all_rows(connection, source, Asked()))) == whole.total
            of_each_kind = {field.kind: field for field in reversed(source.fields)}
            named = [field for field in source.fields if field.name == "source_name"]
            for at, field in enumerate([*of_each_kind.values(), *named]):
                value = values.get(field.kind, "青")
                asked = Asked(field.name, OPERATORS[at % len(OPERATORS)], value, sort=field.name, descending=True)
                assert browse(connection, source, asked).total <= whole.total
                if field in named or field.kind == "list":
                    assert browse(connection, source, Asked(sort=field.name)).total == whole.total
        amounts = source_named("amounts")
        assert amounts is not None
        large = browse(connection, amounts, Asked("value", "from", "1,000,000,000"))
        assert sorted(row["value"] for row in large.rows) == [1_150_000_000, 1_150_000_000, 2_000_000_000]
        with pytest.raises(NotUnderstood, match="不带单位"):
            browse(connection, amounts, Asked("value", "is", "12亿"))


def test_the_overview_has_those_first_who_owe_most(desk: Desk) -> None:
    desk.put("应报清单.csv", "单位,种类,每,期后天数,自\n青川市财政局,,月,10,2024-05\n临水县财政局,,季,10,2024-04\n")
    desk.run(as_of=date(2024, 7, 20))
    units = month_overview(desk.store, date(2024, 6, 1), date(2024, 7, 20)).units
    assert [(one.unit, one.unmet) for one in units] == [("青川市财政局", 2), ("临水县财政局", 1)]


def test_the_most_frequent_of_unknown_metrics_stand_first(desk: Desk) -> None:
    once = "甲 | current | 一种木耳 | amount | actual | 100 | CNY | m"
    twice = [f"{row} | current | 采石 | amount | actual | 7 | CNY | m" for row in "乙丙"]
    desk.put("五月.txt", sheet_text(once, *twice))
    desk.run_sheets()
    found, number = unknown_metrics(desk.store, 10)
    assert ([(one.metric, one.facts) for one in found], number) == ([("采石", 2), ("一种木耳", 1)], 2)
    assert [one.metric for one in unknown_metrics(desk.store, 1)[0]] == ["采石"]
