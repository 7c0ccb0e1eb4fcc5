"""Findings over several runs: their status changes only where the evidence does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from made_up.reports import read_made_up, report_text
from sqlalchemy import update

from extractors.report import Hints
from pipeline.reading.task import Named
from pipeline.reconcile.finding import EquationCount, Finding, Suggestion
from pipeline.report_rows import report_rows
from pipeline.store import Store, find_fact, find_finding, list_findings, ranked_findings
from pipeline.store.contract import Row, table_named
from pipeline.store.findings import count_equations, settle_findings
from pipeline.store.loading import load_report, stored_rows
from pipeline.store.revisions import settle_revisions
from pipeline.store.runs import OpenRun, begin_run, end_run
from rules.ranking import Precision

DECISIONS = ["confirmed", "corrected", "accepted_exception", "false_positive", "deferred", "notified"]


@pytest.fixture
def run(store: Store) -> OpenRun:
    with store.writing() as connection:
        return begin_run(connection, "/收件", "v1", None)


def load(store: Store, run: OpenRun, folder: Path, name: str, *facts: str) -> list[str]:
    """Load a report of these facts; returns the ids of its facts in order."""
    file = folder / name
    file.write_text(report_text(*facts, unit="青川市财政局", period="2024-06", title=name), encoding="utf-8")
    rows = report_rows(read_made_up(file, Hints(name)), name.ljust(64, "0"))
    with store.writing() as connection:
        load_report(connection, rows, Named(rows.report["sha256"], (name,), ""), run)
        settle_revisions(connection)
    return [row["fact_id"] for row in rows.facts]


def finding(store: Store, *fact_ids: str, **fields: object) -> Finding:
    with store.reading() as connection:
        facts = [row for fact_id in fact_ids for row in stored_rows(connection, "facts", fact_id=fact_id)]
    made = Finding(
        finding_id="f1",
        rule="rate",
        family="rate_x_quantity",
        severity="warning",
        message="教育：12×38＝456，报告写444。",
        report_ids=tuple(dict.fromkeys(row["report_id"] for row in facts)),
        item_ids=(),
        fact_ids=fact_ids,
        source_names=("a",),
        suspect_fact_id=fact_ids[0],
        suggestion=(Suggestion(fact_ids[0], "digit", Decimal("456.00"), "456元", Decimal("0.50")),),
        reported=Decimal(444),
        expected_low=Decimal(456),
        expected_high=Decimal(456),
        gap=Decimal(12),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def settle(store: Store, run: OpenRun, *findings: Finding, judged: Sequence[str] | None = None) -> None:
    with store.writing() as connection:
        reports = table_named("reports")
        everything = connection.execute(reports.select()).mappings()
        current = [row["report_id"] for row in everything if not row["same_as"] and not row["superseded_by"]]
        settle_findings(connection, findings, current if judged is None else judged, run)


def decide(store: Store, status: str) -> None:
    with store.writing() as connection:
        connection.execute(update(table_named("findings")).values(status=status))


def only(store: Store) -> Row:
    (row,) = list_findings(store)
    return row


def test_a_new_finding_is_new_and_keeps_its_evidence(store: Store, run: OpenRun, tmp_path: Path) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    row = only(store)
    assert (row["status"], row["fact_ids"], row["gap"]) == ("new", [fact], Decimal(12))
    assert row["suggestion"] == [{"fact_id": fact, "kind": "digit", "value": "456", "printed": "456元", "odds": "0.5"}]
    assert row["source_names"] == ["a"]


@pytest.mark.parametrize("status", ["new", "assigned", "regressed", *DECISIONS])
def test_the_same_evidence_keeps_every_status(store: Store, run: OpenRun, tmp_path: Path, status: str) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    decide(store, status)
    settle(store, run, finding(store, fact, message="规则换了说法。"))
    assert (only(store)["status"], only(store)["message"]) == (status, "规则换了说法。")


@pytest.mark.parametrize(
    ("status", "after"), [("new", "new"), ("assigned", "assigned"), *((status, "regressed") for status in DECISIONS)]
)
def test_other_figures_reopen_what_was_decided(
    store: Store, run: OpenRun, tmp_path: Path, status: str, after: str
) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    decide(store, status)
    (other,) = load(store, run, tmp_path, "b", "教育|current|支出|445")
    settle(store, run, finding(store, other))
    assert (only(store)["status"], only(store)["fact_ids"]) == (after, [other])


def test_the_same_figures_in_a_new_revision_do_not_reopen(store: Store, run: OpenRun, tmp_path: Path) -> None:
    fact, _ = load(store, run, tmp_path, "a", "教育|current|支出|444", "社保|current|支出|1")
    settle(store, run, finding(store, fact))
    decide(store, "accepted_exception")
    again, _ = load(store, run, tmp_path, "b", "教育|current|支出|444", "社保|current|支出|2")
    assert again != fact
    settle(store, run, finding(store, again))
    assert only(store)["status"] == "accepted_exception"


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("new", "fixed"),
        ("assigned", "fixed"),
        ("confirmed", "fixed"),
        ("corrected", "fixed"),
        ("deferred", "fixed"),
        ("notified", "fixed"),
        ("regressed", "fixed"),
        ("fixed", "fixed"),
        ("accepted_exception", "accepted_exception"),
        ("false_positive", "false_positive"),
    ],
)
def test_what_is_no_longer_violated_is_fixed(
    store: Store, run: OpenRun, tmp_path: Path, status: str, after: str
) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    decide(store, status)
    settle(store, run)
    assert only(store)["status"] == after


def test_what_was_not_judged_is_not_fixed(store: Store, run: OpenRun, tmp_path: Path) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    settle(store, run, judged=[])
    assert only(store)["status"] == "new"


def test_a_finding_of_a_replaced_report_is_fixed_when_its_successor_was_judged(
    store: Store, run: OpenRun, tmp_path: Path
) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    load(store, run, tmp_path, "b", "教育|current|支出|456")
    settle(store, run)
    assert only(store)["status"] == "fixed"
    settle(store, run, finding(store, fact))
    assert only(store)["status"] == "regressed"


def test_changes_of_status_are_kept_in_order(store: Store, run: OpenRun, tmp_path: Path) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    for findings in ([finding(store, fact)], [finding(store, fact)], [], [finding(store, fact)]):
        settle(store, run, *findings)
    detail = find_finding(store, "f1")
    assert detail is not None
    assert [(change["before"], change["after"]) for change in detail.history] == [
        (None, "new"),
        ("new", "fixed"),
        ("fixed", "regressed"),
    ]
    assert detail.reviews == ()


def test_equations_are_counted_by_run(store: Store, run: OpenRun) -> None:
    counts = [EquationCount("sum", "holds", None, 3), EquationCount("sum", "not_evaluable", "整体", 2)]
    with store.writing() as connection:
        count_equations(connection, counts, run)
        end_run(connection, run)
        rows = stored_rows(connection, "equation_counts")
    assert {(row["outcome"], row["missing"], row["count"]) for row in rows} == {
        ("holds", "", 3),
        ("not_evaluable", "整体", 2),
    }


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


def test_a_fact_tells_where_it_stands_and_who_cites_it(store: Store, run: OpenRun, tmp_path: Path) -> None:
    fact, other = load(store, run, tmp_path, "a", "教育|current|支出|444", "社保|current|支出|1")
    settle(store, run, finding(store, fact))
    detail = find_fact(store, fact)
    assert detail is not None
    assert detail.item is not None
    assert (detail.fact["source_name"], detail.item["name"], detail.report["unit"]) == ("a", "教育", "青川市财政局")
    assert [row["finding_id"] for row in detail.findings] == ["f1"]
    uncited = find_fact(store, other)
    assert uncited is not None
    assert uncited.findings == ()
    assert find_fact(store, "f1") is None
    assert find_finding(store, fact) is None


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


def test_a_figure_left_out_of_the_next_version_is_not_put_right(store: Store, run: OpenRun, tmp_path: Path) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    load(store, run, tmp_path, "b", "社保|current|养老|5")
    settle(store, run)
    assert only(store)["status"] == "new"
    load(store, run, tmp_path, "c", "教育|current|支出|456")
    settle(store, run)
    assert only(store)["status"] == "fixed"
