"""The order of findings: worst first, by what reviewers decided, how well figures were read, what turns a target."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from made_up.settled_findings import finding, load, settle
from sqlalchemy import update

from pipeline.store import Store, list_findings, ranked_findings
from pipeline.store.contract import table_named
from pipeline.store.runs import OpenRun
from rules.ranking import Precision


def test_worst_first_and_filtered(store: Store, run: OpenRun, tmp_path: Path) -> None:
    fact, other = load(store, run, tmp_path, "a", "教育|current|支出|444", "社保|current|支出|1")
    base = finding(store, fact)
    settle(
        store,
        run,
        replace(base, finding_id="small", severity="error", reported=Decimal(1000), gap=Decimal(-1)),
        replace(base, finding_id="large", severity="error", reported=Decimal(10), gap=Decimal(-9)),
        replace(base, finding_id="mild", severity="notice", family="deadline", gap=None, reported=None),
        replace(base, finding_id="middle", fact_ids=(fact, other)),
    )
    assert [row["finding_id"] for row in list_findings(store)] == ["large", "small", "middle", "mild"]
    assert [row["finding_id"] for row in list_findings(store, severity="error")] == ["large", "small"]
    assert [row["finding_id"] for row in list_findings(store, family="deadline")] == ["mild"]
    assert len(list_findings(store, unit="青川市")) == 4
    assert list_findings(store, unit="青_市") == []
    assert list_findings(store, status=["fixed"]) == []


def verdict(store: Store, finding_id: str, decision: str) -> None:
    with store.writing() as connection:
        number = connection.execute(table_named("reviews").select()).all()
        connection.execute(
            table_named("reviews")
            .insert()
            .values(
                review_id=f"v{len(number)}",
                finding_id=finding_id,
                decision=decision,
                reviewer="甲",
                reviewed_at=datetime(2024, 7, 1, tzinfo=UTC),
            )
        )


def test_a_rule_is_trusted_as_far_as_reviewers_found_it_right(store: Store, run: OpenRun, tmp_path: Path) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    base = finding(store, fact, reported=Decimal(10), gap=Decimal(5))
    many = [replace(base, finding_id=f"n{number}", rule="noisy") for number in range(4)]
    settle(
        store, run, *many, replace(base, finding_id="s1", rule="sound"), replace(base, finding_id="s2", rule="sound")
    )
    assert {one.precision.mean for one in ranked_findings(store)} == {0.6}
    for number in range(3):
        verdict(store, f"n{number}", "confirmed")
        verdict(store, f"n{number}", "false_positive")  # the last decision counts
    verdict(store, "s1", "corrected")
    found = {one.finding["finding_id"]: one for one in ranked_findings(store)}
    assert found["n3"].precision == Precision(3 / 8, 3, 0)
    assert found["s2"].precision == Precision(4 / 6, 1, 1)
    assert [one.finding["finding_id"] for one in ranked_findings(store)][:2] == ["s1", "s2"]


def test_doubtful_readings_and_immaterial_gaps_come_later(store: Store, run: OpenRun, tmp_path: Path) -> None:
    fact, other = load(store, run, tmp_path, "a", "教育|current|支出|444", "社保|current|支出|1")
    with store.writing() as connection:
        facts = table_named("facts")
        connection.execute(update(facts).where(facts.c.fact_id == other).values(confidence=Decimal("0.3")))
    base = finding(store, fact, reported=Decimal(10), gap=Decimal(5))
    settle(
        store, run,
        replace(base, finding_id="doubtful", fact_ids=(fact, other)),
        replace(base, finding_id="small", gap=Decimal(1)),
        replace(base, finding_id="plain"),
    )  # fmt: skip
    assert [row["finding_id"] for row in list_findings(store)] == ["plain", "doubtful", "small"]


def test_a_figure_that_turns_a_target_comes_first(store: Store, run: OpenRun, tmp_path: Path) -> None:
    goal, done, other = load(
        store, run, tmp_path, "a", "教育|target|支出|450", "教育|current|支出|444", "社保|current|养老|444"
    )
    with store.writing() as connection:
        facts = table_named("facts")
        connection.execute(update(facts).where(facts.c.fact_id == goal).values(role="target"))
    settle(
        store, run,
        finding(store, other, finding_id="a", suggestion=()),
        finding(store, done, finding_id="b"),
    )  # fmt: skip
    assert [(one.finding["finding_id"], one.flips) for one in ranked_findings(store)] == [("b", True), ("a", False)]
