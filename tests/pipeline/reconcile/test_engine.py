"""Every family on facts made by hand: what must be found, and what must not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pipeline.reconcile.finding import Finding, ReconcileOutcome

Made = Callable[..., dict[str, Any]]
Found = Callable[..., dict[str, Finding]]
Judged = Callable[..., ReconcileOutcome]


def counts(outcome: ReconcileOutcome, rule: str) -> dict[str, int]:
    return {
        f"{one.outcome}:{one.missing}" if one.missing else one.outcome: one.count
        for one in outcome.equations
        if one.rule == rule
    }


@pytest.mark.parametrize(
    ("share", "rules"),
    [
        ("31.06%", set()),
        ("31%", set()),
        ("31.1%", set()),
        ("31.6%", {"share_of_whole"}),
        ("30.06%", {"share_of_whole"}),
    ],
)
def test_share_of_whole(fact: Made, found: Found, share: str, rules: set[str]) -> None:
    facts = [
        fact("168.01亿元"),
        fact("52.18亿元", metric="税收收入"),
        fact(share, "share", metric="税收收入", base="全市一般公共预算收入"),
    ]
    assert set(found(facts)) == rules


def test_a_share_message_spells_out_the_arithmetic(fact: Made, found: Found) -> None:
    facts = [
        fact("168.01亿元"),
        fact("52.18亿元", metric="税收收入"),
        fact("36.01%", "share", metric="税收收入", base="一般公共预算收入"),
    ]
    finding = found(facts)["share_of_whole"]
    assert (
        finding.message == "2023年1-5月全市税收收入：52.18亿元÷168.01亿元＝31.06%，报告写占比36.01%，相差4.95个百分点。"
    )
    assert finding.severity == "error"
    assert finding.reported == Decimal("36.01")
    assert finding.expected_low is not None
    assert finding.expected_high is not None
    assert finding.expected_low < Decimal("31.06") < finding.expected_high
    # The figure that the rule asks about first, then the others in their order.
    assert finding.fact_ids == ("f00002", "f00000", "f00001")


def test_several_goals_choose_by_arithmetic(fact: Made, found: Found) -> None:
    facts = [
        fact("750亿元", period="year", role="target", scope=None),
        fact("765亿元", period="year", role="stretch_target", scope=None),
        fact("480.6亿元"),
        fact("64.1%", "completion", base="预期数"),
    ]
    assert not found(facts)
    facts[3] = fact("66.1%", "completion", base="预期数")
    finding = found(facts)["completion_of_base"]
    assert "480.6亿元÷7" in finding.message


@pytest.mark.parametrize("amount", ["369万元", "368.9万元"])
def test_rate_times_count(fact: Made, found: Found, amount: str) -> None:
    facts = [
        fact("9万元", "unit_price", metric="外聘教练补助标准", per="人/年", role="standard"),
        fact(amount, metric="外聘教练补助", role="arranged"),
        fact("41人", "count", metric="外聘教练"),
    ]
    assert set(found(facts)) == ({"rate_times_count"} if amount != "369万元" else set())


def test_a_raised_rate_may_be_rounded(fact: Made, found: Found) -> None:
    def sentence(after: str) -> list[dict[str, Any]]:
        return [
            fact("2.5万元", "unit_price", metric="生均经费", per="生", role="standard", clause=1),
            fact("15%", "growth", metric="生均经费", scope="卫校", evidence="卫校上浮15%", clause=2, role="standard"),
            fact(after, "unit_price", metric="生均经费", scope="卫校", per="生", role="standard", clause=3),
        ]

    assert not found(sentence("2.88万元"))
    assert set(found(sentence("2.98万元"))) == {"price_raised"}


@pytest.mark.parametrize(
    ("metric", "scopes", "rule"),
    [
        (("一般公共预算支出",) * 3, ("全国", "中央", "地方"), "nation_is_central_and_local"),
        (("一般公共预算收入", "税收收入", "非税收入"), ("全市",) * 3, "revenue_is_tax_and_other"),
    ],
)
def test_partitions(fact: Made, found: Found, metric: tuple[str, ...], scopes: tuple[str, ...], rule: str) -> None:
    def parts(*printed: str) -> list[dict[str, Any]]:
        return [fact(text, metric=name, scope=scope) for text, name, scope in zip(printed, metric, scopes, strict=True)]

    assert not found(parts("88.4亿元", "71.25亿元", "17.16亿元"))
    assert set(found(parts("88.4亿元", "71.25亿元", "19.16亿元"))) == {rule}


def test_two_parts_of_unknown_completeness_say_nothing(fact: Made, found: Found) -> None:
    facts = [
        fact("2.5亿元", metric="专项资金"),
        fact("1.25亿元", metric="治水专项资金", parent_metric="专项资金"),
        fact("1.15亿元", metric="富民专项资金", parent_metric="专项资金"),
    ]
    assert not found(facts)


def test_a_part_is_within_its_whole(fact: Made, found: Found) -> None:
    def pair(part: str) -> list[dict[str, Any]]:
        return [
            fact("24个", "count", metric="监督项目"),
            fact(part, "count", metric="联动监督项目", parent_metric="监督项目"),
        ]

    assert not found(pair("6个"))
    assert "大于监督项目24个" in found(pair("60个"))["part_within_whole"].message


def test_own_level_is_within_all(fact: Made, found: Found) -> None:
    def pair(own: str) -> list[dict[str, Any]]:
        return [fact("118.3亿元"), fact(own, scope="市级")]

    assert not found(pair("41.7亿元"))
    assert set(found(pair("141.7亿元"))) == {"own_level_within_all"}


def test_a_figure_stated_twice(fact: Made, found: Found) -> None:
    first = fact("62.14亿元", evidence="一般公共预算收入62.14亿元")

    def again(printed: str, **given: Any) -> list[dict[str, Any]]:
        return [first, fact(printed, sentence=5, evidence=f"一般公共预算收入{printed}", **given)]

    assert not found(again("62.1亿元"))
    finding = found(again("61.24亿元"))["same_figure_twice"]
    assert finding.family == "duplicate"
    assert not found(again("61.24亿元", scope="市本级"))
    assert not found(again("61.24亿元", basis="comparable"))
    assert not found(again("61.24亿元", period="month"))
    assert not found(again("61.24亿元", role="baseline"))


def test_an_inherited_metric_is_no_second_statement(fact: Made, found: Found) -> None:
    facts = [
        fact("37.2%", "growth", evidence="一般公共预算收入增长37.2%"),
        fact("41.5%", "growth", sentence=2, evidence="贸易增长41.5%"),
    ]
    assert not found(facts)


def test_the_deviating_one_of_three_is_suspected(fact: Made, found: Found) -> None:
    facts = [
        fact(text, sentence=number, evidence=f"一般公共预算收入{text}")
        for number, text in enumerate(["61.24亿元", "62.14亿元", "62.14亿元"])
    ]
    finding = found(facts)["same_figure_twice"]
    assert finding.suspect_fact_id == "f00000"
    assert finding.suggestion[0].printed == "62.14亿元"
    assert finding.suggestion[0].kind == "transposition"


def series(fact: Made, before: str, month: str, after: str, **given: Any) -> list[dict[str, Any]]:
    return [
        fact(before, period="before", report_id="r0", report_period_end="2023-04-30", **given),
        fact(month, period="month", **given),
        fact(after, **given),
    ]


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


SHEET: dict[str, Any] = {"item": "培育计划", "item_position": 3, "metric": "子基金", "scope": None}


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


def test_what_is_missing_is_counted_by_name(fact: Made, judged: Judged) -> None:
    facts = [
        fact("36.01%", "share", metric="税收收入", base="一般公共预算收入"),
        fact("52.18亿元", metric="税收收入"),
        fact("12%", "share", metric="教育支出", base="一般公共预算支出", period=None),
    ]
    assert counts(judged(facts), "share_of_whole") == {"not_evaluable:所属期": 1, "not_evaluable:整体金额": 1}


def test_vague_words_widen(fact: Made, found: Found) -> None:
    def facts(comparator: str) -> list[dict[str, Any]]:
        return [
            fact("160亿元", comparator=comparator),
            fact("52.18亿元", metric="税收收入"),
            fact("31.06%", "share", metric="税收收入", base="一般公共预算收入"),
        ]

    assert not found(facts("gt"))
    assert set(found(facts("eq"))) == {"share_of_whole"}


def test_ten_thousand_figures_under_one_key_end_soon(fact: Made, judged: Judged) -> None:
    facts = [fact(f"{number}.5亿元", sentence=number, evidence="一般公共预算收入") for number in range(1, 3000)]
    facts.append(fact("31.06%", "share", metric="税收收入", base="一般公共预算收入"))
    facts.append(fact("52.18亿元", metric="税收收入"))
    outcome = judged(facts)
    assert counts(outcome, "share_of_whole") == {"not_evaluable:唯一的整体金额": 1}
    assert counts(outcome, "same_figure_twice") == {"not_evaluable:唯一的该数": 1}


def test_ids_depend_on_series_and_not_on_amounts_or_order(fact: Made, judged: Judged) -> None:
    facts = series(fact, "412亿元", "97亿元", "590亿元")
    other = series(fact, "412亿元", "97亿元", "5090亿元")
    one, two, three = judged(facts).findings, judged(other).findings, judged(facts[::-1]).findings
    assert [finding.finding_id for finding in one] == [finding.finding_id for finding in two]
    assert [finding.finding_id for finding in one] == [finding.finding_id for finding in three]
    assert one[0].message == three[0].message


def test_nothing_to_judge(judged: Judged) -> None:
    outcome = judged([])
    assert outcome.findings == ()
    assert outcome.equations == ()


def test_items_of_their_own_roll_forward_as_a_warning(fact: Made, found: Found) -> None:
    own = {"metric": "养老服务补贴", "item": "养老服务", "item_position": 4}
    assert (
        found(series(fact, "412万元", "97万元", "590万元", **own))["item_month_onto_cumulative"].severity == "warning"
    )
    facts = series(fact, "412万元", "97万元", "590万元", **own)
    facts[0]["item"] = "社区服务"
    assert not found(facts)


def test_progress_of_an_adjusted_budget_is_not_held_against_the_first_one(fact: Made, found: Found) -> None:
    facts = [
        fact("160亿元", period="year", role="budget", evidence="年初预算160亿元"),
        fact("93.21亿元"),
        fact("53.3%", "completion", base="调整预算", evidence="为调整预算的53.3%"),
    ]
    assert not found(facts)
    facts.append(fact("170亿元", period="year", role="budget", evidence="调整后预算170亿元"))
    assert "93.21亿元÷170亿元＝54.8%" in found(facts)["completion_of_adjusted_budget"].message


LEVELS = ("全市", "市本级", "苇塘区", "石湾县", "青渡县")


def _levels(fact: Made, month: int, *printed: str) -> list[dict[str, Any]]:
    """A sentence about the whole, then one that goes through the levels."""
    last = {4: "30", 5: "31"}[month]
    about = {
        "report_id": f"r{month}", "period_end": f"2023-0{month}-{last}", "report_period_end": f"2023-0{month}-{last}",
        "report_kind": "narrative",
    }  # fmt: skip
    return [
        fact(text, scope=scope, sentence=1 + (scope != "全市"), **about)
        for scope, text in zip(LEVELS, printed, strict=True)
    ]


def test_levels_in_text_add_up_if_they_do_elsewhere(fact: Made, found: Found, judged: Judged) -> None:
    april = ("40.00亿元", "20.00亿元", "8.00亿元", "7.00亿元", "5.00亿元")
    slipped = ("52.00亿元", "25.00亿元", "10.00亿元", "9.00亿元", "80.00亿元")
    finding = found([*_levels(fact, 4, *april), *_levels(fact, 5, *slipped)])["levels_in_text_add_up"]
    assert finding.suggestion[0].printed == "8.00亿元"
    # A list that never adds up leaves somebody out; one report alone proves nothing.
    incomplete = ("60.00亿元", *april[1:])
    assert "levels_in_text_add_up" not in {
        one.rule for one in judged([*_levels(fact, 4, *incomplete), *_levels(fact, 5, *slipped)]).findings
    }
    assert not found(_levels(fact, 4, *incomplete))


def test_a_sum_of_parts_of_one_whole(fact: Made, found: Found) -> None:
    def sentence(total: str) -> list[dict[str, Any]]:
        return [
            fact("90.00亿元", metric="税收收入"),
            fact("30.00亿元", metric="国内增值税", parent_metric="税收收入", clause=2),
            fact("12.00亿元", metric="企业所得税", parent_metric="税收收入", clause=2),
            fact(total, metric="两项", parent_metric="税收收入", evidence=f"两项合计{total}", clause=3),
        ]

    assert not found(sentence("42.00亿元"))
    assert found(sentence("24.00亿元"))["listed_parts_of_one_whole"].severity == "warning"


def test_rows_of_a_table_add_up_if_they_do_in_another_column(fact: Made, found: Found, judged: Judged) -> None:
    def table(months: tuple[str, ...], so_far: tuple[str, ...]) -> list[dict[str, Any]]:
        names = ("税收收入", "国内增值税", "企业所得税", "契税")
        return [
            fact(text, period=period, column=column, metric=name, item=name, scope=None, report_kind="statistics",
                 parent_metric=None if name == names[0] else names[0], unit="CNY", evidence=f"{name} {column}",
                 rule="table.rows")
            for period, column, texts in (("month", "current", months), ("ytd", "cumulative", so_far))
            for name, text in zip(names, texts, strict=True)
        ]  # fmt: skip

    total = ("60.00亿元", "30.00亿元", "20.00亿元", "10.00亿元")
    assert not found(table(("12.00亿元", "6.00亿元", "4.00亿元", "2.00亿元"), total))
    slipped = judged(table(("12.00亿元", "6.00亿元", "4.00亿元", "2.90亿元"), total)).findings
    assert {one.rule for one in slipped} == {"rows_of_a_whole_add_up"}
    # Where no column adds up, somebody was left out of the list.
    incomplete = ("70.00亿元", *total[1:])
    assert not found(table(("13.00亿元", "6.00亿元", "4.00亿元", "2.00亿元"), incomplete))


@pytest.mark.parametrize(("part", "rules"), [("12.5亿元", set()), ("125亿元", {"part_within_catalogued_whole"})])
def test_a_part_of_the_catalogue_is_within_its_whole(fact: Made, found: Found, part: str, rules: set[str]) -> None:
    facts = [fact("90.4亿元", metric="一般公共预算支出"), fact(part, metric="教育支出", sentence=9)]
    assert set(found(facts)) == rules


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


@pytest.mark.parametrize(
    ("growth", "repair"),
    [
        ("0.0%", "0.8%"),  # nothing is printed where something should be
        ("18%", "8%"),
    ],
)
def test_rates_are_put_right(fact: Made, found: Found, growth: str, repair: str) -> None:
    now, last = ("94.18亿元", "93.40亿元") if repair == "0.8%" else ("108.00亿元", "100.00亿元")
    facts = [fact(now), fact(last, period="last", role="baseline"), fact(growth, "growth")]
    finding = found(facts)["growth_on_baseline"]
    assert repair in [one.printed for one in finding.suggestion]


def test_a_change_in_the_wrong_unit_is_put_right(fact: Made, found: Found) -> None:
    facts = [fact("63.34亿元"), fact("3.27万元", "change"), fact("5.4%", "growth")]
    finding = found(facts)["increase_and_rate"]
    assert any((one.kind, one.printed) == ("unit_slip", "3.27亿元") for one in finding.suggestion)


def test_a_lost_decimal_may_be_the_last(fact: Made, found: Found) -> None:
    target: dict[str, Any] = {
        "role": "budget",
        "period": "year",
        "report_kind": "statistics",
        "item": "一般公共预算收入",
    }
    facts = [
        fact("43.39亿元", report_id="r3", report_period_end="2023-03-31", **target),
        fact("43.9亿元", **target),
        fact("14.70亿元", report_kind="statistics"),
        fact("33.9%", "completion", base="年初预算", report_kind="statistics"),
    ]
    finding = found(facts)["completion_of_base"]
    assert (finding.suspect_fact_id, finding.suggestion[0].printed) == ("f00001", "43.39亿元")
