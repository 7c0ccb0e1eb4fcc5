"""Every kind of slip, from a figure as it should be printed."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest

from pipeline.synth.figure import Figure, Meaning, Span, rounded
from pipeline.synth.slips import FREQUENCIES, SlipKind, draw_slip, wrong_forms

MAY = Span(date(2023, 5, 1), date(2023, 5, 31), "month")


def amount(name: str, yuan: str) -> Figure:
    truth = Fraction(yuan)
    printed = rounded(truth, 2, "亿", "元", Fraction(1), strip=False)
    return Figure(name, Meaning("收入", "amount", MAY), truth, printed, Fraction(1), False, "plain", exact=False)


def growth(name: str, percent: str) -> Figure:
    truth = Fraction(percent)
    printed = rounded(truth, 1, "", "%", Fraction(1), strip=False)
    return Figure(name, Meaning("收入", "growth", MAY), truth, printed, Fraction(1), truth < 0, "growth", exact=False)


MONTH = amount("revenue.month", "3812499999")
SO_FAR = amount("revenue.ytd", "19066000000")
LAST = amount("revenue.month", "3541000000")
RATE = growth("revenue.month.growth", "-3.24")


def test_a_figure_is_printed_rounded() -> None:
    assert MONTH.words == "38.12亿元"
    assert RATE.words == "下降3.2%"
    assert RATE.value == Fraction("-3.2")
    assert RATE.interval.low == Fraction("-3.25")


@pytest.mark.parametrize(
    ("kind", "right", "expected"),
    [
        ("unit_slip", MONTH, {"38.12万元"}),
        ("decimal_point", MONTH, {"3812亿元", "381.2亿元", "3.812亿元", "0.3812亿元"}),
        ("transposition", MONTH, {"83.12亿元", "31.82亿元", "38.21亿元"}),
        ("missing_digit", MONTH, {"8.12亿元", "3.12亿元", "38.2亿元", "38.1亿元"}),
        ("sign", RATE, {"增长3.2%"}),
        ("sign", MONTH, set()),
        ("stale", MONTH, {"35.41亿元"}),
        ("cumulative_in_current", MONTH, {"190.66亿元"}),
        ("cumulative_in_current", SO_FAR, set()),
        ("other_rate", RATE, set()),
    ],
)
def test_slips_of_a_kind(kind: SlipKind, right: Figure, expected: set[str]) -> None:
    here, before = {MONTH.name: MONTH, SO_FAR.name: SO_FAR}, {LAST.name: LAST}
    assert {wrong.words for wrong in wrong_forms(kind, right, here, before)} == expected


def test_a_wrong_digit_is_one_digit() -> None:
    wrongs = {wrong.printed.digits for wrong in wrong_forms("digit", MONTH, {}, {})}
    assert len(wrongs) == 8 + 9 + 9 + 9, "no leading zero, nothing left as it was"
    assert all(sum(a != b for a, b in zip("38.12", digits, strict=True)) == 1 for digits in wrongs)


@pytest.mark.parametrize("right", [MONTH, SO_FAR, RATE], ids=lambda figure: figure.name)
@pytest.mark.parametrize("kind", FREQUENCIES)
def test_no_slip_says_the_same_or_cannot_be_read(kind: SlipKind, right: Figure) -> None:
    for wrong in wrong_forms(kind, right, {MONTH.name: MONTH, SO_FAR.name: SO_FAR}, {LAST.name: LAST}):
        assert wrong.value != right.value
        assert wrong.truth == right.truth
        assert Fraction(wrong.printed.digits) >= 0


def test_slips_are_drawn_alike_from_the_same_seed() -> None:
    drawn = [draw_slip(random.Random(7), MONTH, {}, {}) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] is not None
