"""A decided finding keeps its id while one of its equations stays violated, whatever else is found out about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.settled_findings import finding, load, settle
from sqlalchemy import update

from pipeline.store import Store, list_findings
from pipeline.store.contract import table_named
from pipeline.store.runs import OpenRun

MAY = ("教育|current|支出|444", "社保|current|支出|30", "合计|current|支出|456")


def decide(store: Store, status: str, finding_id: str = "f1") -> None:
    findings = table_named("findings")
    with store.writing() as connection:
        connection.execute(update(findings).where(findings.c.finding_id == finding_id).values(status=status))


def statuses(store: Store) -> dict[str, str]:
    return {row["finding_id"]: row["status"] for row in list_findings(store)}


@pytest.fixture
def facts(store: Store, run: OpenRun, tmp_path: Path) -> list[str]:
    return load(store, run, tmp_path, "a", *MAY)


@pytest.mark.parametrize("status", ["confirmed", "accepted_exception", "false_positive", "notified", "regressed"])
def test_another_suspect_makes_no_new_finding_of_what_was_decided(
    store: Store, run: OpenRun, facts: list[str], status: str
) -> None:
    first, second, third = facts
    settle(store, run, finding(store, first, second, equations=((first, second),)))
    decide(store, status)
    settled = finding(store, second, first, third, finding_id="f2", equations=((first, second), (second, third)))
    settle(store, run, settled)
    assert statuses(store) == {"f1": "regressed"}  # on other evidence, and with all that was decided before
    decide(store, status)
    settle(store, run, settled)
    assert statuses(store) == {"f1": status}


def test_what_nobody_decided_has_the_id_of_its_series(store: Store, run: OpenRun, facts: list[str]) -> None:
    first, second, _ = facts
    settle(store, run, finding(store, first, second, equations=((first, second),)))
    settle(store, run, finding(store, second, first, finding_id="f2", equations=((first, second),)))
    assert statuses(store) == {"f1": "fixed", "f2": "new"}


def test_a_new_version_of_the_report_is_the_same_equation(
    store: Store, run: OpenRun, facts: list[str], tmp_path: Path
) -> None:
    first, second, _ = facts
    settle(store, run, finding(store, first, second, equations=((first, second),)))
    decide(store, "notified")
    one, other, _ = load(store, run, tmp_path, "b", MAY[0], MAY[1], "合计|current|支出|457")
    assert {one, other}.isdisjoint(facts)
    settle(store, run, finding(store, other, one, finding_id="f2", equations=((one, other),)))
    assert statuses(store) == {"f1": "notified"}


def test_another_equation_of_the_same_figures_is_another_finding(store: Store, run: OpenRun, facts: list[str]) -> None:
    first, second, third = facts
    settle(store, run, finding(store, first, second, equations=((first, second),)))
    decide(store, "confirmed")
    settle(store, run, finding(store, second, third, finding_id="f2", equations=((second, third),)))
    assert statuses(store) == {"f1": "fixed", "f2": "new"}


def test_of_one_cause_that_becomes_two_the_larger_part_keeps_the_decision(
    store: Store, run: OpenRun, facts: list[str]
) -> None:
    first, second, third = facts
    both = ((first, second), (second, third))
    settle(store, run, finding(store, *facts, equations=(*both, (first, third))))
    decide(store, "confirmed")
    settle(
        store,
        run,
        finding(store, first, third, finding_id="f2", equations=((first, third),)),
        finding(store, second, first, third, finding_id="f3", equations=both),
    )
    assert set(statuses(store)) == {"f1", "f2"}
    assert statuses(store)["f2"] == "new"


def test_of_two_decided_ones_that_are_one_cause_none_is_called_fixed(
    store: Store, run: OpenRun, facts: list[str]
) -> None:
    first, second, third = facts
    settle(
        store,
        run,
        finding(store, first, second, equations=((first, second),)),
        finding(store, second, third, finding_id="f2", equations=((second, third),)),
    )
    decide(store, "confirmed")
    decide(store, "notified", "f2")
    settle(store, run, finding(store, second, *facts, finding_id="f2", equations=((first, second), (second, third))))
    assert statuses(store) == {"f1": "confirmed", "f2": "regressed"}
    settle(store, run)
    assert statuses(store) == {"f1": "fixed", "f2": "fixed"}
