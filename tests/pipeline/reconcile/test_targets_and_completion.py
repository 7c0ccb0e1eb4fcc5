"""Figures against their targets, caps and days, on facts made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from made_up.facts import SHEET, Found, Judged, Made

from pipeline.reconcile.finding import Finding, ReconcileOutcome


def counts(outcome: ReconcileOutcome, rule: str) -> dict[str, int]:
    return {
        f"{one.outcome}:{one.missing}" if one.missing else one.outcome: one.count
        for one in outcome.equations
        if one.rule == rule
    }


def test_growth_above_its_cap_says_what_the_rest_of_the_year_needs(fact: Made, found: Found) -> None:
    facts = [
        fact("6%", "growth", role="target", comparator="le", period="year", scope=None),
        fact("212亿元", role="target", comparator="le", period="year", scope=None),
        fact("14.1%", "growth"),
        fact("114.1亿元"),
    ]
    finding = found(facts)["growth_above_cap"]
    assert finding.severity == "notice"
    assert "上限6%" in finding.message
    # Last year 200, of which 100 by May: 97.9 of 212 are left for the rest, against 100.
    assert "下降2.1%" in finding.message
    assert not found([facts[0], fact("4.1%", "growth")])


def test_a_growth_target_not_reached_is_a_notice(fact: Made, found: Found) -> None:
    facts = [fact("8%", "growth", role="target", period="year"), fact("3.3%", "growth")]
    assert found(facts)["growth_below_floor"].severity == "notice"


def test_count_against_its_target(fact: Made, found: Found, judged: Judged) -> None:
    def item(completion: str) -> list[dict[str, Any]]:
        return [
            fact("8家", "count", "year", role="target", comparator="ge", column="target", **SHEET),
            fact("6家", "count", column="cumulative", **SHEET),
            fact(completion, "completion", column="completion", **{**SHEET, "metric": "培育计划"}),
        ]

    assert not found(item("75%"))
    finding = found(item("60%"))["count_completion_column"]
    assert (finding.severity, finding.gap) == ("notice", Decimal(15))
    several = [*item("60%"), fact("20家", "count", "year", role="target", column="target", **SHEET)]
    assert "唯一的目标个数、累计完成个数" in "".join(
        one.missing or "" for one in judged(several).equations if one.rule == "count_completion_column"
    )


def test_the_completion_column_may_be_cut_off(fact: Made, found: Found) -> None:
    def item(completion: str) -> list[dict[str, Any]]:
        return [
            fact("3000万元", period="year", role="target", column="target", **SHEET),
            fact("1583万元", column="cumulative", **SHEET),
            fact(completion, "completion", column="completion", **SHEET),
        ]

    assert not found(item("53%"))
    assert not found(item("52%"))
    assert found(item("60%"))["completion_column"].severity == "notice"


def test_a_completion_column_that_repeats_the_printed_completion_is_not_asked_about(fact: Made, found: Found) -> None:
    def item(column: str, stated: str) -> list[dict[str, Any]]:
        return [
            fact("160亿元", period="year", role="target", column="target", **SHEET),
            fact("93.21亿元", column="cumulative", **SHEET),
            fact(stated, "completion", column="cumulative", base="调整预算", evidence=f"为调整预算的{stated}", **SHEET),
            fact(column, "completion", column="completion", **SHEET),
        ]

    assert not found(item("65%", "65.4%"))
    assert set(found(item("61%", "65.4%"))) == {"completion_column"}


def test_progress_of_an_adjusted_budget_is_not_held_against_the_first_one(fact: Made, found: Found) -> None:
    facts = [
        fact("160亿元", period="year", role="budget", evidence="年初预算160亿元"),
        fact("93.21亿元"),
        fact("53.3%", "completion", base="调整预算", evidence="为调整预算的53.3%"),
    ]
    assert not found(facts)
    facts.append(fact("170亿元", period="year", role="budget", evidence="调整后预算170亿元"))
    assert "93.21亿元÷170亿元＝54.8%" in found(facts)["completion_of_adjusted_budget"].message


def test_a_task_whose_day_has_passed(fact: Made, found: Found) -> None:
    def sheet(target: str, completion: str) -> dict[str, Finding]:
        items = [{"report_id": "r1", "item_position": 3, "name": "培育计划", "target_text": target}]
        return found([fact(completion, "completion", column="completion", **SHEET)], items)

    finding = sheet("完善办法，4月底前搭建服务平台，年底前推广。", "60%")["deadline_gone_by"]
    assert "「4月底前搭建服务平台」的期限4月底前已过" in finding.message
    assert finding.fact_ids == ("f00000",)
    assert not sheet("完善办法，4月底前搭建服务平台。", "100%")
    assert not sheet("完善办法，5月底前搭建服务平台。", "60%")
    assert not sheet("完善办法，11月底前搭建服务平台。", "60%")
