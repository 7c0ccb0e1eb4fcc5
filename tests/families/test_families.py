"""One slip of every family, in real files through the whole pipeline: it is found, its consistent twin is silent."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.run import run_inbox
from pipeline.store import open_store
from pipeline.store.contract import contract_rows
from pipeline.store.query import run_query
from pipeline.synth.places import place_name
from rules.check import checks_in_force
from tests.families import Case, cases

CASES = tuple(cases())
GRAVE = ("notice", "warning", "error")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store after one run over all cases and all twins."""
    inbox = tmp_path_factory.mktemp("families") / "收件"
    for number, case in enumerate(CASES):
        case.write(inbox, place_name(2 * number), slipped=False)
        case.write(inbox, place_name(2 * number + 1), slipped=True)
    url = f"sqlite:///{inbox.parent}/hedui.db"
    summary = run_inbox(inbox, url, workers=0)
    assert not summary.quarantine, summary.quarantine
    return url


@pytest.fixture(scope="module")
def found(archive: str) -> dict[str, list[dict[str, Any]]]:
    """The findings of the run, by place."""
    store = open_store(archive)
    by_place: dict[str, list[dict[str, Any]]] = {}
    with store.reading() as connection:
        for row in contract_rows(connection, "findings"):
            for source in row["source_names"]:
                by_place.setdefault(source.partition("市")[0], []).append(row)
    store.close()
    return {place: list({row["finding_id"]: row for row in rows}.values()) for place, rows in by_place.items()}


def told(findings: list[dict[str, Any]]) -> str:
    return "\n".join(f"{row['severity']} {row['rule']}: {row['message']}" for row in findings) or "nothing"


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=[case.name for case in CASES])
def test_a_slip_is_found_and_its_twin_is_silent(
    number: int, case: Case, found: dict[str, list[dict[str, Any]]]
) -> None:
    silent, slipped = (found.get(place_name(at), []) for at in (2 * number, 2 * number + 1))
    assert {row["rule"] for row in silent} == set(case.habits), told(silent)
    if not case.rules:
        return
    hits = [row for row in slipped if row["rule"] in case.rules]
    assert hits, told(slipped)
    assert {row["severity"] for row in hits} == {case.severity}, told(slipped)
    assert all(GRAVE.index(row["severity"]) <= GRAVE.index(case.severity) for row in slipped), told(slipped)
    for words in case.says:
        assert any(words in row["message"] for row in hits), told(hits)


def test_the_run_keeps_how_every_equation_came_out(archive: str) -> None:
    """Holds, violated, and not evaluable with the input that was missing: told by a query that a person can type."""
    counted = (
        "SELECT e.rule, e.outcome, e.missing, e.count FROM equation_counts e JOIN runs r ON r.run_id = e.run_id "
        "WHERE r.finished_at IS NOT NULL"
    )
    with run_query(archive, counted) as answer:
        rows = list(answer.rows)
    assert {outcome for _, outcome, _, _ in rows} == {"holds", "violated", "not_evaluable"}
    assert all(bool(missing) == (outcome == "not_evaluable") and count > 0 for _, outcome, missing, count in rows)
    violated = {rule for rule, outcome, _, _ in rows if outcome == "violated"}
    assert violated >= {check.id for check in checks_in_force() if not check.text.witness}
    assert {("growth_on_last_year", "上年同期数"), ("month_onto_cumulative", "上月累计数")} <= {
        (rule, missing) for rule, _, missing, _ in rows
    }


def test_every_rule_has_a_case() -> None:
    """A check that only bears figures out can find nothing by itself."""
    asked = {rule for case in CASES for rule in case.rules}
    assert {check.id for check in checks_in_force() if not check.text.witness} - asked == set()
