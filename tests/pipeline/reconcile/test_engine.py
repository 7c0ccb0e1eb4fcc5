"""What holds for all families: what is missing is counted, vague words widen, ids stay, time is bounded."""

from __future__ import annotations

from typing import Any

from made_up.facts import Found, Judged, Made, series

from pipeline.reconcile.finding import ReconcileOutcome


def counts(outcome: ReconcileOutcome, rule: str) -> dict[str, int]:
    return {
        f"{one.outcome}:{one.missing}" if one.missing else one.outcome: one.count
        for one in outcome.equations
        if one.rule == rule
    }


def test_what_is_missing_is_counted_by_name(fact: Made, judged: Judged) -> None:
    facts = [
        fact("36.01%", "share", metric="税收收入", base="一般公共预算收入"),
        fact("52.18亿元", metric="税收收入"),
        fact("12%", "share", metric="教育支出", base="一般公共预算支出", period=None),
    ]
    assert counts(judged(facts), "share_of_whole") == {"not_evaluable:所属期": 1, "not_evaluable:整体金额": 1}


def test_vague_words_widen(fact: Made, found: Found) -> None:
    def facts(comparator: str) -> list[dict[str, Any]]:
        return [
            fact("160亿元", comparator=comparator),
            fact("52.18亿元", metric="税收收入"),
            fact("31.06%", "share", metric="税收收入", base="一般公共预算收入"),
        ]

    assert not found(facts("gt"))
    assert set(found(facts("eq"))) == {"share_of_whole"}


def test_ten_thousand_figures_under_one_key_end_soon(fact: Made, judged: Judged) -> None:
    facts = [fact(f"{number}.5亿元", sentence=number, evidence="一般公共预算收入") for number in range(1, 3000)]
    facts.append(fact("31.06%", "share", metric="税收收入", base="一般公共预算收入"))
    facts.append(fact("52.18亿元", metric="税收收入"))
    outcome = judged(facts)
    assert counts(outcome, "share_of_whole") == {"not_evaluable:唯一的整体金额": 1}
    assert counts(outcome, "same_figure_twice") == {"not_evaluable:唯一的该数": 1}


def test_ids_depend_on_series_and_not_on_amounts_or_order(fact: Made, judged: Judged) -> None:
    facts = series(fact, "412亿元", "97亿元", "590亿元")
    other = series(fact, "412亿元", "97亿元", "5090亿元")
    one, two, three = judged(facts).findings, judged(other).findings, judged(facts[::-1]).findings
    assert [finding.finding_id for finding in one] == [finding.finding_id for finding in two]
    assert [finding.finding_id for finding in one] == [finding.finding_id for finding in three]
    assert one[0].message == three[0].message


def test_without_a_suspect_the_id_does_not_depend_on_the_hashes_of_files(fact: Made, judged: Judged) -> None:
    ids = set()
    for april, may in (("1", "2"), ("2", "1")):
        facts = [
            fact("412.13亿元", period="before", report_id=april, report_period_end="2023-04-30"),
            fact("97.25亿元", period="month", report_id=may),
            fact("531.66亿元", report_id=may),
        ]
        (finding,) = (each for each in judged(facts).findings if each.family == "roll_forward")
        assert finding.suspect_fact_id is None
        ids.add(finding.finding_id)
    assert len(ids) == 1


def test_nothing_to_judge(judged: Judged) -> None:
    outcome = judged([])
    assert outcome.findings == ()
    assert outcome.equations == ()
