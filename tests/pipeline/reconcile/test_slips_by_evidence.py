"""Every kind of slip: repaired exactly where the evidence tells, several candidates shown where it does not."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pipeline.reconcile.finding import Finding, ReconcileOutcome
from rules.printed import read_printed

Row = dict[str, Any]
Made = Callable[..., Row]
Judged = Callable[..., ReconcileOutcome]
RIGHT = {
    "1 ytd": "34.20亿元",
    "2 month": "31.10亿元",
    "2 ytd": "65.30亿元",
    "3 month": "30.00亿元",
    "3 ytd": "95.30亿元",
    "4 month": "20.00亿元",
    "4 ytd": "115.30亿元",
}
"""What four reports in a row say, by month and column."""


def of_month(month: int, column: str = "ytd") -> Row:
    """Where a figure of that month's progress sheet stands."""
    end = f"2023-{month:02}-{monthrange(2023, month)[1]}"
    first = f"2023-{month:02}-01"
    return {
        "report_id": f"r{month}", "report_period_start": first, "report_period_end": end, "period_end": end,
        "period_start": first if column == "month" else "2023-01-01", "period_kind": column,
        "column": "current" if column == "month" else "cumulative", "item": "收入", "item_position": 1,
        "sentence": 1 if column == "month" else 2, "evidence": "一般公共预算收入",
    }  # fmt: skip


def reports(fact: Made, **told: str) -> list[Row]:
    """The facts of RIGHT with those in `told` (m3 for 3 month, y3 for 3 ytd) misprinted; `no` leaves one out."""
    named = {f"{place.split()[1][0]}{place.split()[0]}": place for place in RIGHT}
    printed = {**RIGHT, **{named[name]: text for name, text in told.items()}}
    return [fact(text, **of_month(int(place[0]), place.split()[1])) for place, text in printed.items() if text != "no"]


def only(outcome: ReconcileOutcome) -> Finding:
    """The one finding that says which figure is wrong."""
    (finding,) = [finding for finding in outcome.findings if finding.suggestion]
    return finding


@pytest.mark.parametrize(
    ("place", "wrong", "slip"),
    [
        ("y3", "95.30万元", "unit_slip"),
        ("m3", "30.00万元", "unit_slip"),
        ("y3", "9.530亿元", "decimal_point"),
        ("y3", "9530亿元", "decimal_point"),
        ("m3", "300.0亿元", "decimal_point"),
        ("y3", "93.50亿元", "transposition"),
        ("y4", "151.30亿元", "transposition"),
        ("y3", "95.80亿元", "digit"),
        ("m3", "80.00亿元", "digit"),
        ("y2", "55.30亿元", "digit"),
        ("y3", "9.30亿元", "missing_digit"),
        ("y4", "15.30亿元", "missing_digit"),
        ("y3", "955.30亿元", "extra_digit"),
        ("m3", "330.00亿元", "extra_digit"),
        ("y3", "65.30亿元", "stale"),
        ("m4", "30.00亿元", "stale"),
        ("m3", "95.30亿元", "cumulative_in_current"),
        ("m4", "115.30亿元", "cumulative_in_current"),
    ],
)
def test_where_the_evidence_tells_the_first_repair_is_exact(
    fact: Made, judged: Judged, place: str, wrong: str, slip: str
) -> None:
    finding = only(judged(reports(fact, **{place: wrong})))
    right = reports(fact)
    (index,) = [number for number, row in enumerate(right) if row["printed"] == _of(place)]
    assert finding.suspect_fact_id == f"f{index:05}"
    best = finding.suggestion[0]
    assert (best.fact_id, best.kind, best.printed) == (finding.suspect_fact_id, slip, _of(place))
    assert best.value == right[index]["value"]


def _of(place: str) -> str:
    return RIGHT[f"{place[1]} {'month' if place[0] == 'm' else 'ytd'}"]


def test_a_sign_is_turned_where_the_evidence_tells(fact: Made, judged: Judged) -> None:
    told = {"evidence": "一般公共预算收入", "sentence": 3}
    facts = [
        fact("95.30亿元", **told),
        fact("98.45亿元", role="baseline", period="last", **told),
        fact("3.15亿元", "change", down=True, **told),
        fact("3.2%", "growth", **told),
    ]
    finding = only(judged(facts))
    assert finding.suspect_fact_id == "f00003"
    assert (finding.suggestion[0].kind, finding.suggestion[0].printed) == ("sign", "-3.2%")
    facts[3] = fact("3.2%", "growth", down=True, **told)
    assert not judged(facts).findings


@pytest.mark.parametrize(
    ("kind", "one", "other", "slips"),
    [
        ("amount", "95.30亿元", "95.30万元", {"unit_slip"}),
        ("amount", "95.30亿元", "9.530亿元", {"decimal_point"}),
        ("amount", "95.30亿元", "93.50亿元", {"transposition"}),
        ("amount", "95.30亿元", "95.80亿元", {"digit"}),
        ("amount", "95.30亿元", "9.30亿元", {"missing_digit", "extra_digit"}),
        ("growth", "3.2%", "-3.2%", {"sign"}),
    ],
)
def test_two_statements_alone_do_not_tell_which_is_wrong(
    fact: Made, judged: Judged, kind: str, one: str, other: str, slips: set[str]
) -> None:
    told = {"evidence": "一般公共预算收入"}
    both = [
        fact(text.lstrip("-"), kind, sentence=number, down=text.startswith("-"), **told)
        for number, text in enumerate((one, other), start=1)
    ]
    finding = only(judged(both))
    assert finding.suspect_fact_id is None or finding.suggestion[0].odds >= Decimal("0.6")
    shown = {(one.fact_id, one.kind): one for one in finding.suggestion}
    assert {fact_id for fact_id, _ in shown} == {"f00000", "f00001"}
    assert {slip for _, slip in shown} & slips
    values = {row["fact_id"]: row["value"] for row in _named(both)}
    for suggestion in finding.suggestion[:2]:
        others = [value for fact_id, value in values.items() if fact_id != suggestion.fact_id]
        assert suggestion.value in others
    assert all(one.odds < 1 for one in finding.suggestion)


def _named(rows: list[Row]) -> list[Row]:
    return [{**row, "fact_id": f"f{number:05}"} for number, row in enumerate(rows)]


@pytest.mark.parametrize(("place", "wrong"), [("m3", "95.30亿元"), ("y3", "65.30亿元")])
def test_where_rounding_leaves_several_values_all_are_shown(fact: Made, judged: Judged, place: str, wrong: str) -> None:
    """A copied figure says nothing of the right one: all that fits is shown, the middle first."""
    finding = only(judged(reports(fact, **{place: wrong})))
    values = [one.value for one in finding.suggestion]
    assert len(values) == 3
    middle = read_printed(_of(place))
    assert middle is not None
    assert values[0] == middle.value
    assert max(values) - min(values) == 2 * 10**6
    assert finding.suggestion[0].odds > finding.suggestion[1].odds == finding.suggestion[2].odds


def january(fact: Made, **told: str) -> list[Row]:
    """A table of January: what the month's column says, the cumulative one says too."""
    printed = {"一般公共预算收入": "35.20亿元", "税收收入": "24.10亿元", "非税收入": "11.10亿元"}
    rows = []
    for number, (metric, text) in enumerate(printed.items(), start=1):
        for column, kind in (("m", "month"), ("y", "ytd")):
            about = {"period_start": "2023-01-01", "period_end": "2023-01-31", "period_kind": kind, "metric": metric}
            head = {"report_kind": "statistics", "report_period_start": "2023-01-01", "report_period_end": "2023-01-31"}
            said = told.get(f"{column}{number}", text)
            rows.append(fact(said, sentence=number, clause="my".index(column), evidence=metric, **about, **head))
    return rows


@pytest.mark.parametrize(
    ("place", "wrong", "right", "slip"),
    [
        ("m2", "24.70亿元", "24.10亿元", "digit"),
        ("y2", "24.70亿元", "24.10亿元", "digit"),
        ("m1", "53.20亿元", "35.20亿元", "transposition"),
        ("y3", "111.0亿元", "11.10亿元", "decimal_point"),
        ("m3", "11.10万元", "11.10亿元", "unit_slip"),
    ],
)
def test_in_january_the_other_column_and_the_sums_tell(
    fact: Made, judged: Judged, place: str, wrong: str, right: str, slip: str
) -> None:
    assert not judged(january(fact)).findings
    facts = january(fact, **{place: wrong})
    finding = only(judged(facts))
    (index,) = [number for number, row in enumerate(facts) if row["printed"] == wrong]
    best = finding.suggestion[0]
    assert (finding.suspect_fact_id, best.kind, best.printed) == (f"f{index:05}", slip, right)


def test_in_january_two_columns_alone_do_not_tell(fact: Made, judged: Judged) -> None:
    """Nothing is taken for a copy: the two columns are to say the same."""
    facts = january(fact, y1="53.20亿元")[:2]
    finding = only(judged(facts))
    assert finding.suspect_fact_id is None
    assert [(one.fact_id, one.kind, one.printed) for one in finding.suggestion] == [
        ("f00000", "transposition", "53.20亿元"),
        ("f00001", "transposition", "35.20亿元"),
    ]


def test_a_figure_told_only_to_differ_has_no_repair(fact: Made, judged: Judged) -> None:
    """The cumulative figure stands in the month's column: without the month before, nothing tells the month's."""
    facts = [row for row in reports(fact, m4="115.30亿元") if row["report_id"] == "r4"]
    (finding,) = judged(facts).findings
    assert finding.rule == "month_is_cumulative"
    assert not finding.suggestion


@pytest.mark.parametrize("before", ["95.30亿元", "100.00亿元", "103.77亿元"])
def test_the_month_is_what_the_cumulative_has_more_than_before(fact: Made, judged: Judged, before: str) -> None:
    facts = reports(fact, m4="115.30亿元", y3=before, m3="no", m2="no", y2="no", y1="no")
    (finding,) = [one for one in judged(facts).findings if one.suggestion]
    (month,) = [f"f{number:05}" for number, row in enumerate(facts) if row["column"] == "current"]
    mine = [one for one in finding.suggestion if one.fact_id == month]
    assert mine
    assert {one.kind for one in mine} == {"cumulative_in_current"}
    so_far = read_printed(before)
    assert so_far is not None
    assert mine[0].value == Decimal(11_530_000_000) - Decimal(int(so_far.value))
