"""Findings over several runs: their status changes only where the evidence does."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from made_up.settled_findings import finding, load, settle
from sqlalchemy import update

from pipeline.reconcile.finding import EquationCount
from pipeline.store import Store, find_fact, find_finding, list_findings
from pipeline.store.contract import Row, table_named
from pipeline.store.findings import count_equations
from pipeline.store.loading import stored_rows
from pipeline.store.runs import OpenRun, end_run

DECISIONS = ["confirmed", "corrected", "accepted_exception", "false_positive", "deferred", "notified"]


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


def test_a_figure_left_out_of_the_next_version_is_not_put_right(store: Store, run: OpenRun, tmp_path: Path) -> None:
    (fact,) = load(store, run, tmp_path, "a", "教育|current|支出|444")
    settle(store, run, finding(store, fact))
    load(store, run, tmp_path, "b", "社保|current|养老|5")
    settle(store, run)
    assert only(store)["status"] == "new"
    load(store, run, tmp_path, "c", "教育|current|支出|456")
    settle(store, run)
    assert only(store)["status"] == "fixed"
