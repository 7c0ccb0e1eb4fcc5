"""Shares of a whole and rates times counts on facts made by hand: what must be found, and what must not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from made_up.facts import Found, Made


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
    for given in (facts, [facts[1], facts[0], *facts[2:]]):
        # Where nothing else tells, of the target and not of the stretch target.
        assert "480.6亿元÷750亿元" in found(given)["completion_of_base"].message


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (2, 3, 0, 1, 4, 5)])
def test_a_completion_speaks_of_the_goal_that_breaks_other_equations_too(
    fact: Made, found: Found, order: tuple[int, ...]
) -> None:
    """One wrong target is one finding, not one of the targets and one of the completion of the stretch target."""
    target = {"period": "year", "role": "target", "item": "收入", "item_position": 1}
    stretch = {**target, "role": "stretch_target"}
    facts = [
        fact("664亿元", **target),
        fact("5.1%", "growth", **target),
        fact("682.39亿元", **stretch),
        fact("7.2%", "growth", **stretch),
        fact("219.62亿元", sentence=3),
        fact("32.8%", "completion", base="年度目标", sentence=3),
    ]
    (finding,) = found([facts[place] for place in order]).values()
    assert finding.suspect_fact_id == f"f{order.index(0):05}"
    assert finding.suggestion[0].printed == "669亿元"


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
