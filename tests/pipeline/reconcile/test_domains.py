"""What its kind rules out is no repair: a share of 615 %, a decline of 130 %, less than none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.reconcile.domains import Domains
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import ReconcileOutcome
from rules.check import checks_in_force

Row = dict[str, Any]
Made = Callable[..., Row]
Judged = Callable[..., ReconcileOutcome]
Framed = Callable[..., Any]
WHOLE, PART = "工业增加值", "高技术产业增加值"
REVENUE = "一般公共预算收入"


def shared(fact: Made, whole: str, part: str, share: str, down: bool = False, **given: Any) -> list[Row]:
    """A whole, a part of it and its share, in one sentence."""
    return [
        fact(whole, metric=WHOLE, evidence=f"{WHOLE}{whole}", **given),
        fact(part, metric=PART, evidence=f"{PART}{part}", **given),
        fact(share, "share", metric=PART, base=WHOLE, evidence=f"占比{share}", down=down, **given),
    ]


def grown(fact: Made, now: str, last: str, growth: str, down: bool) -> list[Row]:
    return [
        fact(now, evidence=REVENUE),
        fact(last, role="baseline", period="last", evidence=REVENUE),
        fact(growth, "growth", down=down, evidence=REVENUE),
    ]


@pytest.mark.parametrize(("whole", "part", "share"), [
    ("29.74亿元", "182.9亿元", "61.5%"),
    ("29.74亿元", "1829000万元", "61.5%"),
    ("2.974亿元", "18.29亿元", "61.5%"),
    ("29.74亿元", "-18.29亿元", "61.5%"),
])  # fmt: skip
def test_a_share_is_not_blamed_for_what_no_share_can_be(
    fact: Made, judged: Judged, whole: str, part: str, share: str
) -> None:
    down = part.startswith("-")
    facts = shared(fact, whole, part, share)
    if down:
        facts[1] = fact(part.lstrip("-"), metric=PART, evidence=PART, down=True)
    findings = [finding for finding in judged(facts).findings if "f00002" in finding.fact_ids]
    assert findings
    for finding in findings:
        assert finding.suspect_fact_id != "f00002"
        assert "f00002" not in {one.fact_id for one in finding.suggestion}


def test_the_part_that_is_ten_times_too_large_is_repaired(fact: Made, judged: Judged) -> None:
    outcome = judged(shared(fact, "29.74亿元", "182.9亿元", "61.5%"))
    repairs = {(one.fact_id, one.printed) for finding in outcome.findings for one in finding.suggestion}
    assert ("f00001", "18.29亿元") in repairs


def test_a_growth_is_not_blamed_for_a_fall_below_nothing(fact: Made, judged: Judged) -> None:
    facts = grown(fact, "95.30亿元", "98.45亿元", "3.2%", True)
    assert not judged(facts).findings
    facts[0] = fact("95.30亿元", evidence=REVENUE, down=True)
    outcome = judged(facts)
    assert outcome.findings
    for finding in outcome.findings:
        assert finding.suspect_fact_id != "f00002"
        assert all(one.value >= -100 for one in finding.suggestion if one.fact_id == "f00002")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 99999), st.integers(-99999, 999999), st.integers(0, 20000), st.sampled_from(["share", "growth"]),
    st.booleans(),
)  # fmt: skip
def test_a_repair_lies_within_the_domain_of_its_kind(
    fact: Made, judged: Judged, one: int, other: int, rate: int, kind: str, down: bool
) -> None:
    facts = (
        shared(fact, f"{one / 100:.2f}亿元", f"{abs(other) / 100:.2f}亿元", f"{rate / 10:.1f}%", down)
        if kind == "share"
        else grown(fact, f"{abs(other) / 100:.2f}亿元", f"{one / 100:.2f}亿元", f"{rate / 10:.1f}%", down)
    )
    low, high = {"share": (Decimal(0), Decimal(100)), "growth": (Decimal(-100), None)}[kind]
    for finding in judged(facts).findings:
        for repair in finding.suggestion:
            if repair.fact_id == "f00002":
                assert repair.value >= low
                assert high is None or repair.value <= high


@pytest.mark.parametrize(
    ("printed", "kind", "given", "inside", "outside"),
    [
        ("40户", "count", {}, [0, 40, 4000], [-1]),
        ("40户", "count", {"down": True}, [-40, -1, 40], []),  # 净增
        ("61.5%", "share", {"base": WHOLE}, [0, 100], [-1, 101]),
        ("61.5%", "share", {}, [0, 310], [-1]),  # 负债率
        ("3.2%", "growth", {}, [-100, 0, 500], [-101]),
        ("3.2亿元", "amount", {}, [-1, 10**12], []),
    ],
)
def test_the_domain_of_a_figure(
    fact: Made, framed: Framed, printed: str, kind: str, given: Row, inside: list[int], outside: list[int]
) -> None:
    book = FactBook.of(*framed([fact(printed, kind, **given)]))
    domain = Domains(book, checks_in_force()).of(0)
    assert [value for value in (*inside, *outside) if domain.holds(Fraction(value))] == inside
