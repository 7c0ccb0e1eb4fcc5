"""What a finding offers as the right figure: rates, changes in a wrong unit, lost decimals."""

from __future__ import annotations

from typing import Any

import pytest
from made_up.facts import Found, Made


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
