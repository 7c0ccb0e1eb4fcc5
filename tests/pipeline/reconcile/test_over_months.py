"""Month against cumulative from report to report, on facts made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from made_up.facts import SHEET, Found, Made, series


def test_cumulative_figures_roll_forward(fact: Made, found: Found) -> None:
    assert not found(series(fact, "412亿元", "97亿元", "510亿元"))
    finding = found(series(fact, "412亿元", "97亿元", "590亿元"))["month_onto_cumulative"]
    assert finding.severity == "error"
    assert finding.report_ids == ("r1", "r0")


@pytest.mark.parametrize(("after", "severity"), [("511亿元", "warning"), ("515亿元", "error")])
def test_published_figures_get_restated(fact: Made, found: Found, after: str, severity: str) -> None:
    findings = found(series(fact, "412亿元", "97亿元", after, report_kind="statistics"))
    finding = findings["month_onto_cumulative"]
    assert finding.severity == severity
    assert ("修订" in finding.message) == (severity == "warning")


def test_stocks_do_not_roll_forward(fact: Made, found: Found) -> None:
    assert not found(series(fact, "412亿元", "97亿元", "430亿元", metric="政府债务余额"))


def test_other_publishers_are_other_series(fact: Made, found: Found) -> None:
    facts = series(fact, "412亿元", "97亿元", "590亿元")
    facts[0]["unit_name"] = "霞浦县财政局"
    assert not found(facts)


def test_items_of_their_own_roll_forward_as_a_warning(fact: Made, found: Found) -> None:
    own = {"metric": "养老服务补贴", "item": "养老服务", "item_position": 4}
    assert (
        found(series(fact, "412万元", "97万元", "590万元", **own))["item_month_onto_cumulative"].severity == "warning"
    )
    facts = series(fact, "412万元", "97万元", "590万元", **own)
    facts[0]["item"] = "社区服务"
    assert not found(facts)


def test_a_cumulative_figure_in_the_current_column(fact: Made, found: Found) -> None:
    head = {"column_period_start": "2023-05-01", "column_period_end": "2023-05-31", "column_period_kind": "month"}
    sheet = {**SHEET, **head, "column": "current"}
    items = [{"report_id": "r1", "item_position": 3, "name": "培育计划", "head_current": "当月进度"}]
    finding = found([fact("708万元", **sheet)], items)["cumulative_in_current_column"]
    assert (finding.severity, finding.item_ids) == ("warning", ("i3",))
    assert "当月进度栏写的708万元是2023年1-5月的数" in finding.message
    assert not found([fact("708万元", **{**sheet, "evidence": "截至5月底708万元"})], items)
    assert not found([fact("708万元", period="month", **sheet)], items)
    assert not found([fact("708万元", period="year", **sheet)], items)


def test_a_count_of_months_in_the_place_of_one_month(fact: Made, found: Found) -> None:
    def sheets(april: str, may: str) -> list[dict[str, Any]]:
        row = {"metric": "背街小巷", "item": "背街小巷整治", "item_position": 1, "scope": None}
        before = {**row, "report_id": "r4", "report_period_end": "2023-04-30"}
        return [
            fact("246条", "count", column="cumulative", period="before", **before),
            fact(april, "count", column="current", period_start="2023-04-01", period_end="2023-04-30",
                 period_kind="month", **before),
            fact("285条", "count", column="cumulative", **row),
            fact(may, "count", column="current", period="month", **row),
        ]  # fmt: skip

    assert not found(sheets("61条", "39条"))
    assert set(found(sheets("61条", "285条"))) == {"count_cumulative_in_current"}
    # A number on the books is the same in both columns every month.
    assert "count_cumulative_in_current" not in found(sheets("246条", "285条"))


def test_a_slip_that_breaks_two_equations_is_one_finding_with_its_repair(fact: Made, found: Found) -> None:
    facts = [
        *series(fact, "412.30亿元", "97.21亿元", "590.51亿元"),
        fact("400.00亿元", metric="税收收入"),
        fact("78.51%", "share", metric="税收收入", base="一般公共预算收入"),
    ]
    (finding,) = found(facts).values()
    assert "另有1处" in finding.message
    assert finding.suspect_fact_id == "f00002"
    assert [(one.kind, one.printed) for one in finding.suggestion] == [("transposition", "509.51亿元")]


def test_a_wrong_unit_is_named(fact: Made, found: Found) -> None:
    (finding,) = found(series(fact, "1562.3万元", "341.5万元", "1903.8亿元")).values()
    best = finding.suggestion[0]
    assert (best.kind, best.printed, best.fact_id) == ("unit_slip", "1903.8万元", "f00002")
    assert finding.suspect_fact_id == "f00002"
    assert best.value == Decimal("19038000")
    assert "1562.3万元＋当月341.5万元＝1903.8万元" in finding.message
