"""What cannot be a figure, or is told ten thousand times: judged in bounded time, counted as not evaluable."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pipeline.reconcile.finding import ReconcileOutcome

Row = dict[str, Any]
Made = Callable[..., Row]
Judged = Callable[..., ReconcileOutcome]
METRIC = "一般公共预算收入"
MANY = 10_000


def missing(outcome: ReconcileOutcome) -> dict[str, dict[str, int]]:
    """How many equations lack what, by rule."""
    told: dict[str, dict[str, int]] = {}
    for one in outcome.equations:
        if one.outcome == "not_evaluable":
            told.setdefault(one.rule, {})[one.missing or ""] = one.count
    return told


def share(fact: Made, **whole: Any) -> list[Row]:
    return [
        fact("168.01亿元", evidence=f"{METRIC}168.01亿元", **whole),
        fact("52.18亿元", metric="税收收入"),
        fact("36.01%", "share", metric="税收收入", base=METRIC),
    ]


@pytest.mark.parametrize(
    "number", [None, Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("1e31"), Decimal("1e400")]
)
@pytest.mark.parametrize("field", ["value", "low", "high"])
def test_what_is_no_number_is_not_evaluable(fact: Made, judged: Judged, field: str, number: Any) -> None:
    assert [finding.rule for finding in judged(share(fact)).findings] == ["share_of_whole"]
    outcome = judged(share(fact, **{field: number}))
    assert not outcome.findings
    assert missing(outcome)["share_of_whole"] == {"整体金额": 1}
    assert missing(outcome)["same_figure_twice"]["能核对的数值"] == 1


def test_bounds_out_of_order_are_not_evaluable(fact: Made, judged: Judged) -> None:
    outcome = judged(share(fact, low=Decimal(9), high=Decimal(8)))
    assert not outcome.findings
    assert missing(outcome)["same_figure_twice"]["能核对的数值"] == 1


@pytest.mark.parametrize("digits", ["9" * 400, "9" * 31, "0." + "0" * 400 + "1", "1" + "0" * 29])
def test_absurd_digits_stop_nothing(fact: Made, judged: Judged, digits: str) -> None:
    outcome = judged([*share(fact), fact(f"{digits}亿元", sentence=2, evidence=METRIC, report_id="r0")])
    assert "share_of_whole" in {finding.rule for finding in outcome.findings}


def test_a_figure_without_a_period_is_counted(fact: Made, judged: Judged) -> None:
    assert missing(judged([fact("1亿元", period=None, evidence=METRIC)]))["same_figure_twice"] == {"所属期": 1}


STANDING: dict[str, Callable[[int], Row]] = {
    "one sentence": lambda _: {"sentence": 1},
    "many sentences": lambda number: {"sentence": number},
    "many reports": lambda number: {"report_id": f"r{number}"},
    "one item": lambda number: {"sentence": number, "item": "某事项", "item_position": 1, "column": "cumulative"},
}


@pytest.mark.parametrize("standing", STANDING)
@pytest.mark.parametrize(
    ("kind", "form"), [("amount", "{}.5亿元"), ("count", "{}户"), ("growth", "0.{}%"), ("share", "0.{}%")]
)
def test_ten_thousand_figures_in_one_key(fact: Made, judged: Judged, standing: str, kind: str, form: str) -> None:
    about = {"metric": METRIC, "evidence": METRIC, "base": METRIC if kind == "share" else None}
    facts = [fact(form.format(number), kind, **about, **STANDING[standing](number)) for number in range(1, MANY + 1)]
    began = time.process_time()
    outcome = judged(facts)
    assert time.process_time() - began < 10
    crowded = [rule for rule, told in missing(outcome).items() if any(what.startswith("唯一的") for what in told)]
    assert crowded
    # A rule about each figure alone speaks of many; none of those that join figures does.
    assert not any(finding.rule in crowded for finding in outcome.findings)
