"""Parts against their whole and one figure stated twice, on facts made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from made_up.facts import Found, Judged, Made


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


@pytest.mark.parametrize(("part", "rules"), [("12.5亿元", set()), ("125亿元", {"part_within_catalogued_whole"})])
def test_a_part_of_the_catalogue_is_within_its_whole(fact: Made, found: Found, part: str, rules: set[str]) -> None:
    facts = [fact("90.4亿元", metric="一般公共预算支出"), fact(part, metric="教育支出", sentence=9)]
    assert set(found(facts)) == rules


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
