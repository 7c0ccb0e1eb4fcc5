"""Publishers that cut digits off instead of rounding are told by their own equations."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.reconcile.cutting import MOST_SHOWN, cut_figures, habits_of
from pipeline.reconcile.every_check import judge_check
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import ReconcileOutcome
from rules.check import checks_in_force
from rules.cutting import Known, load_cutting
from rules.errors import RuleMistake

Made = Callable[..., dict[str, Any]]
Framed = Callable[..., Any]
Judged = Callable[..., ReconcileOutcome]

REVENUES = [(f"{80 + 7 * number}.{number % 10}3", f"{50 + 3 * number}.{(7 * number) % 10}1") for number in range(24)]


def shares(fact: Made, rounding: str, places: str = "0.1", **given: Any) -> list[dict[str, Any]]:
    """Reports, each with a revenue, its tax revenue and the share of it, printed by `rounding`."""
    facts = []
    for number, (revenue, tax) in enumerate(REVENUES):
        share = (100 * Decimal(tax) / Decimal(revenue)).quantize(Decimal(places), rounding)
        report = {"report_id": f"r{number}", **given}
        facts += [
            fact(f"{revenue}亿元", scope=f"s{number}", **report),
            fact(f"{tax}亿元", metric="税收收入", scope=f"s{number}", **report),
            fact(f"{share}%", "share", metric="税收收入", base="一般公共预算收入", scope=f"s{number}", **report),
        ]
    return facts


def test_shares_that_are_cut_are_no_errors(fact: Made, judged: Judged) -> None:
    (habit,) = judged(shares(fact, ROUND_DOWN)).findings
    assert (habit.severity, habit.rule, habit.about_unit) == ("notice", "figures_cut_off", "云岭市财政局")
    assert not judged(shares(fact, ROUND_HALF_UP)).findings


def test_the_habit_is_told_with_the_figures_that_show_it(fact: Made, judged: Judged) -> None:
    facts = shares(fact, ROUND_DOWN)
    (habit,) = judged(facts).findings
    rounded = shares(fact, ROUND_HALF_UP)
    showing = {f"f{at:05}" for at in range(2, len(facts), 3) if facts[at]["printed"] != rounded[at]["printed"]}
    assert set(habit.fact_ids) <= showing
    assert len(habit.fact_ids) == min(len(showing), MOST_SHOWN)
    assert habit.message.startswith("云岭市财政局报送的百分数习惯去掉尾数")
    assert f"有{len(showing)}处" in habit.message
    # The same notice however many reports there are.
    assert [one.finding_id for one in judged(facts[: 3 * 20]).findings] == [habit.finding_id]


def test_a_wrong_share_of_a_publisher_that_cuts_is_found_and_repaired(fact: Made, judged: Judged) -> None:
    facts = shares(fact, ROUND_DOWN)
    right = facts[2]["printed"]
    facts[2] = fact("16.2%", "share", metric="税收收入", base="一般公共预算收入", scope="s0", report_id="r0")
    (finding,) = [finding for finding in judged(facts).findings if finding.family != "habit"]
    assert finding.severity == "error"
    assert finding.message.endswith("（该单位习惯去掉尾数、不四舍五入，已按去尾核对）。")
    assert right in {one.printed for one in finding.suggestion}


def test_a_few_slips_are_no_habit(fact: Made, judged: Judged) -> None:
    facts = shares(fact, ROUND_HALF_UP)
    cut = shares(fact, ROUND_DOWN)
    wrong = [at for at in range(2, len(facts), 3) if facts[at]["printed"] != cut[at]["printed"]]
    assert len(wrong) >= 6, "the case must have enough shares that come out differently"
    for at in wrong[:4]:
        facts[at] = cut[at]
    assert len(judged(facts).findings) == 4


def test_what_was_restated_does_not_speak_against_the_habit(fact: Made, judged: Judged) -> None:
    """Growth over last year's reports fits as rounded alone, by figures that have been restated since."""
    facts = shares(fact, ROUND_DOWN)
    for number, (revenue, _) in enumerate(REVENUES):
        here = {"report_id": f"r{number}", "scope": f"s{number}"}
        last = (Decimal(revenue) / Decimal("1.0506")).quantize(Decimal("0.01"))
        facts += [
            fact("5.1%", "growth", **here),
            fact(f"{last}亿元", period="last", report_period_end="2022-05-31", **{**here, "report_id": f"l{number}"}),
        ]
    findings = judged(facts).findings
    assert "figures_cut_off" in {finding.rule for finding in findings}
    assert "error" not in {finding.severity for finding in findings}


def test_too_few_equations_to_be_sure_make_a_warning(fact: Made, judged: Judged) -> None:
    """Three shares that only fit as cut, and none that only fits as rounded."""
    cut, rounded = shares(fact, ROUND_DOWN), shares(fact, ROUND_HALF_UP)
    differing = [at for at in range(2, len(cut), 3) if cut[at]["printed"] != rounded[at]["printed"]][:3]
    few = [row for at in differing for row in cut[at - 2 : at + 1]]
    findings = judged(few).findings
    assert [finding.severity for finding in findings] == ["warning"] * 3
    assert all(finding.message.endswith("（若去掉尾数、不四舍五入，则相符）。") for finding in findings)
    alike = [at for at in range(2, len(cut), 3) if at not in differing and cut[at]["printed"] != rounded[at]["printed"]]
    sure = [row for at in alike[:2] for row in rounded[at - 2 : at + 1]]
    # Others of its shares only fit as rounded: then it rounds.
    assert [finding.severity for finding in judged([*few, *sure]).findings] == ["error"] * 3


def test_other_publishers_are_not_touched(fact: Made, judged: Judged) -> None:
    others = shares(fact, ROUND_HALF_UP, unit_name="另一市财政局", region="另一市")
    for each in others:
        each["report_id"] = f"o{each['report_id']}"
    other_cut = shares(fact, ROUND_DOWN)
    at = next(at for at in range(2, len(others), 3) if others[at]["printed"] != other_cut[at]["printed"])
    others[at] = {**others[at], **{name: other_cut[at][name] for name in ("value", "low", "high", "printed")}}
    findings = judged(shares(fact, ROUND_DOWN) + others).findings
    errors = [finding.report_ids for finding in findings if finding.severity == "error"]
    assert errors == [(others[at]["report_id"],)]
    assert [one.about_unit for one in findings if one.family == "habit"] == ["云岭市财政局"]


@pytest.mark.parametrize(
    ("printed", "down", "low", "high"),
    [("9.5%", False, "9.5", "9.6"), ("3.2%", True, "-3.3", "-3.2"), ("0.0%", False, "-0.1", "0.1")],
)
def test_what_a_cut_figure_can_mean(fact: Made, framed: Framed, printed: str, down: bool, low: str, high: str) -> None:
    book = FactBook.of(*framed([fact(printed, "growth", down=down)]))
    meant = book.with_cut(np.ones(1, dtype=bool)).interval(0, "stated")
    assert (meant.low, meant.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(("unit", "expected"), [("云岭市财政局", len(REVENUES)), ("别的财政局", 0)])
def test_known_publishers_need_no_evidence(fact: Made, framed: Framed, unit: str, expected: int) -> None:
    book = FactBook.of(*framed(shares(fact, ROUND_HALF_UP)))
    judged = [judge_check(book, check) for check in checks_in_force()]
    rules = load_cutting().model_copy(update={"known": (Known(unit=unit, parts=("rate",)),)})
    assert int(cut_figures(book, habits_of(book, judged, rules), rules).sum()) == expected


def test_a_publisher_named_twice_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "cutting.yaml"
    entry = "- {unit: 云岭市财政局, parts: [rate]}\n"
    file.write_text(
        f"title: 习惯\nexplain: 说明\nmessage: 说\nlearned: {{least: 6, against: 0.1}}\nknown:\n{entry}{entry}",
        encoding="utf-8",
    )
    with pytest.raises(RuleMistake, match="写了两次"):
        load_cutting(file)


def test_a_message_with_unknown_words_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "cutting.yaml"
    file.write_text(
        'title: 习惯\nexplain: 说明\nmessage: "{who}去尾"\nlearned: {least: 6, against: 0.1}\nknown: []\n',
        encoding="utf-8",
    )
    with pytest.raises(RuleMistake, match="花括号"):
        load_cutting(file)
