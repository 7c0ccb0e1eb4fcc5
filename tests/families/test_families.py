"""One slip of every family, in real files through the whole pipeline: it is found, its consistent twin is silent."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.run import run_inbox
from pipeline.store import open_store
from pipeline.store.contract import contract_rows
from pipeline.synth.places import place_name
from rules.check import checks_in_force
from tests.families import Case, cases

CASES = tuple(cases())
GRAVE = ("notice", "warning", "error")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The findings of one run over all cases and all twins, by place."""
    inbox = tmp_path_factory.mktemp("families") / "收件"
    for number, case in enumerate(CASES):
        case.write(inbox, place_name(2 * number), slipped=False)
        case.write(inbox, place_name(2 * number + 1), slipped=True)
    url = f"sqlite:///{inbox.parent}/hedui.db"
    summary = run_inbox(inbox, url, workers=0)
    assert not summary.quarantine, summary.quarantine
    store = open_store(url)
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
    assert not silent, told(silent)
    if not case.rules:
        return
    hits = [row for row in slipped if row["rule"] in case.rules]
    assert hits, told(slipped)
    assert {row["severity"] for row in hits} == {case.severity}, told(slipped)
    assert all(GRAVE.index(row["severity"]) <= GRAVE.index(case.severity) for row in slipped), told(slipped)
    for words in case.says:
        assert any(words in row["message"] for row in hits), told(hits)


def test_every_rule_has_a_case() -> None:
    """A check that only bears figures out can find nothing by itself."""
    asked = {rule for case in CASES for rule in case.rules}
    assert {check.id for check in checks_in_force() if not check.text.witness} - asked == set()
