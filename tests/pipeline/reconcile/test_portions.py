"""An archive judged in portions comes out as it does judged at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reconcile import reconcile
from pipeline.reconcile.parts import Submitted, parts_of
from pipeline.synth import make_archive
from pipeline.synth.fact_frames import frames_of
from rules.check import checks_in_force

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
Row = dict[str, Any]
Made = Callable[..., Row]
Framed = Callable[..., Frames]
METRIC = "一般公共预算收入"


@pytest.fixture(scope="module")
def archive() -> Frames:
    """Reports of several units, with slips."""
    return frames_of(make_archive(6, 14, Fraction(1, 2)).reports)


def shuffled(made: Frames, seed: int) -> Frames:
    return tuple(frame.sample(frac=1, random_state=seed) for frame in made)  # type: ignore[return-value]


@pytest.mark.parametrize("at_once", [1, 900, 2500])
def test_portions_make_no_difference(archive: Frames, at_once: int) -> None:
    whole = reconcile(*archive)
    assert whole.findings
    assert reconcile(*shuffled(archive, at_once), at_once=at_once) == whole
    categories = (archive[0].astype(dict.fromkeys(("source_name", "unit_name", "metric", "printed"), "category")),)
    assert reconcile(*categories, *archive[1:], at_once=at_once) == whole


def test_several_processes_make_no_difference(archive: Frames) -> None:
    assert reconcile(*archive, at_once=900, workers=2) == reconcile(*archive)


def test_equations_are_counted_by_part(archive: Frames) -> None:
    facts, items, reports = archive
    apart = reconcile(facts, items, reports.assign(part=reports["unit"]))
    whole = reconcile(*archive)
    assert apart.findings == whole.findings
    assert {one.part for one in apart.equations} == set(reports["unit"])
    together: Counter[Any] = Counter()
    for one in apart.equations:
        together[one.rule, one.outcome, one.missing] += one.count
    assert together == {(one.rule, one.outcome, one.missing): one.count for one in whole.equations}
    for unit in set(reports["unit"]):
        alone = reconcile(
            facts[facts["unit_name"] == unit],
            items[items["report_id"].isin(reports["report_id"][reports["unit"] == unit])],
            reports[reports["unit"] == unit].assign(part=unit),
        )
        assert alone.equations == tuple(one for one in apart.equations if one.part == unit)


publishers = st.sampled_from([("甲局", "甲市"), ("乙局", "甲市"), ("丙局", "乙市"), (None, "乙市"), (None, None)])
goals = st.sampled_from(["6%", "7%", "8%"])
reports_submitted = st.lists(
    st.tuples(
        publishers,
        st.sampled_from(["progress_sheet", "plan"]),
        goals,
        st.none() | st.sampled_from(["3.1亿元", "3.2亿元", "32亿元"]),
        st.none() | goals,
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(reports=reports_submitted, at_once=st.integers(1, 6))
def test_reports_of_one_place_are_judged_together(
    fact: Made, framed: Framed, reports: list[tuple[Any, ...]], at_once: int
) -> None:
    """Growth with its goal, and plans with the goal of the place."""
    rows: list[Row] = []
    for number, ((unit, region), kind, goal, amount, growth, name) in enumerate(reports):
        about: Row = {
            "report_id": f"r{name:02}{number}", "unit_name": unit, "region": region, "report_kind": kind,
            "metric": "一般公共预算收入", "scope": None,
        }  # fmt: skip
        planned = {"period": "year", "role": "target", "evidence": "一般公共预算收入增长"}
        rows.append(fact(goal, "growth", column="target" if kind == "progress_sheet" else None, **planned, **about))
        if amount:
            rows.append(fact(amount, **about))
        if growth:
            rows.append(fact(growth, "growth", column="cumulative", **about))
    made = framed(rows)
    assert reconcile(*made, at_once=at_once) == reconcile(*made)


def test_parts_hold_a_publisher_and_those_with_a_plan_of_their_place() -> None:
    def parts(*reports: Submitted) -> list[list[str]]:
        names = parts_of(reports, checks_in_force())
        return sorted(sorted(one for one in names if names[one] == name) for name in set(names.values()))

    sheets = [Submitted(f"s{unit}", unit, "甲市", "progress_sheet") for unit in "ABC"]
    assert parts(*sheets, Submitted("t", "A", "乙市", "narrative")) == [["sA", "t"], ["sB"], ["sC"]]
    assert parts(*sheets, Submitted("p", "D", "乙市", "plan")) == [["p"], ["sA"], ["sB"], ["sC"]]
    assert parts(*sheets, Submitted("p", "D", "甲市", "plan")) == [["p", "sA", "sB", "sC"]]
    assert parts(Submitted("x", None, "甲市", None), Submitted("y", None, "甲市", None)) == [["x", "y"]]


def test_a_crowded_key_is_not_evaluable_and_takes_no_time(fact: Made, framed: Framed) -> None:
    """Thousands of different figures under one key, this month and last."""
    rows = [
        fact(f"{number}.{number % 10}亿元", period=period, sentence=number, report_id=f"r{period}", evidence=METRIC)
        for number in range(5_000)
        for period in ("ytd", "before")
    ]
    began = time.process_time()
    outcome = reconcile(*framed(rows))
    assert time.process_time() - began < 10
    assert not outcome.findings
    crowded = {one.rule: one.count for one in outcome.equations if (one.missing or "").startswith("唯一的")}
    assert crowded["same_figure_twice"] == 2
    assert crowded["cumulative_grows"] == 5_000
    assert not any(one.outcome == "violated" for one in outcome.equations)
