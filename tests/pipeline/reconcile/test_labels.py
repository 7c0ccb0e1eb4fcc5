"""Figures that are right and stand under the wrong label: named where the evidence tells, never guessed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.reconcile.finding import Finding, ReconcileOutcome

Row = dict[str, Any]
Made = Callable[..., Row]
Judged = Callable[..., ReconcileOutcome]
METRIC = "一般公共预算收入"


def told(fact: Made, month: int, printed: str, column: str = "ytd", kind: str = "amount", **other: Any) -> Row:
    """A figure of the report of that month."""
    first, last = f"2023-{month:02}-01", f"2023-{month:02}-{monthrange(2023, month)[1]}"
    row: Row = {
        "report_id": f"r{month}", "report_period_start": first, "report_period_end": last, "period_end": last,
        "period_start": first if column == "month" else "2023-01-01", "period_kind": column, "evidence": METRIC,
        "sentence": 1 if column == "month" else 2,
    }  # fmt: skip
    return fact(printed, kind, **{**row, **other})


def all_city(fact: Made, **april: Any) -> list[Row]:
    return [
        told(fact, 2, "65.30亿元"),
        told(fact, 3, "30.00亿元", "month"),
        told(fact, 3, "95.30亿元"),
        told(fact, 4, "20.00亿元", "month"),
        told(fact, 4, "115.30亿元", **april),
    ]


def own_level(fact: Made, **april: Any) -> list[Row]:
    own = {"scope": "市本级"}
    return [
        told(fact, 3, "32.30亿元", sentence=4, **own),
        told(fact, 4, "9.00亿元", "month", sentence=3, **own),
        told(fact, 4, "41.30亿元", sentence=4, **{**own, **april}),
    ]


def only(outcome: ReconcileOutcome) -> Finding:
    (finding,) = [finding for finding in outcome.findings if finding.suggestion]
    return finding


def test_what_stands_under_its_label_is_not_found(fact: Made, judged: Judged) -> None:
    assert not judged([*all_city(fact), *own_level(fact)]).findings


@pytest.mark.parametrize("whole_is_there", [True, False])
def test_another_scope(fact: Made, judged: Judged, whole_is_there: bool) -> None:
    facts = [*own_level(fact, scope="全市"), *all_city(fact)[: 5 if whole_is_there else 4]]
    finding = only(judged(facts))
    best = finding.suggestion[0]
    assert (finding.suspect_fact_id, best.fact_id, best.kind) == ("f00002", "f00002", "scope")
    assert (best.printed, best.value) == ("市本级41.30亿元", facts[2]["value"])


def test_another_scope_is_not_named_where_the_report_says_another_figure_under_it(fact: Made, judged: Judged) -> None:
    facts = [
        *own_level(fact, scope="全市"),
        told(fact, 4, "44.30亿元", sentence=5, scope="市本级"),
        *all_city(fact)[:4],
    ]
    outcome = judged(facts)
    assert outcome.findings
    assert "scope" not in {one.kind for finding in outcome.findings for one in finding.suggestion}


def test_another_scope_is_not_named_where_nothing_bears_it_out(fact: Made, judged: Judged) -> None:
    """The own level's other figures are there, but no equation with this one holds."""
    facts = [*own_level(fact, scope="全市"), *all_city(fact)[:4]]
    facts[1] = told(fact, 4, "19.00亿元", "month", sentence=3, scope="市本级")
    outcome = judged(facts)
    assert outcome.findings
    assert "scope" not in {one.kind for finding in outcome.findings for one in finding.suggestion}


def test_another_period(fact: Made, judged: Judged) -> None:
    facts = all_city(fact)
    facts[2] = told(fact, 3, "95.30亿元", period_end="2023-02-28")
    finding = only(judged(facts))
    best = finding.suggestion[0]
    assert (finding.suspect_fact_id, best.kind, best.printed) == ("f00002", "period", "2023年1-3月95.30亿元")


def test_another_basis(fact: Made, judged: Judged) -> None:
    facts = [
        told(fact, 3, "5.2%", kind="growth", sentence=3),
        told(fact, 3, "8.1%", kind="growth", sentence=4),
        told(fact, 3, "8.1%", kind="growth", report_id="another", basis="comparable"),
    ]
    finding = only(judged(facts))
    best = finding.suggestion[0]
    assert (finding.suspect_fact_id, best.kind, best.printed) == ("f00001", "basis", "同口径8.1%")


def test_a_slip_in_the_digits_is_preferred_where_it_explains_all(fact: Made, judged: Judged) -> None:
    facts = [*all_city(fact), *own_level(fact)]
    facts[4] = told(fact, 4, "151.30亿元")
    finding = only(judged(facts))
    assert [one.kind for one in finding.suggestion] == ["transposition"]
