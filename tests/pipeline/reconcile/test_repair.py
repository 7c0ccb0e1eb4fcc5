"""Slips undone: every kind finds its way back to the true figure."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile.repair import Figure
from rules.printed import read_printed


def figure(text: str, kind: str = "amount", down: bool = False) -> Figure:
    printed = read_printed(text)
    assert printed is not None
    return Figure(printed, -abs(printed.value) if down else printed.value, False, kind)


@pytest.mark.parametrize(
    ("wrong", "right", "slip", "kind"),
    [
        ("1903.8亿元", "1903.8万元", "unit_slip", "amount"),
        ("350万元", "350亿元", "unit_slip", "amount"),
        ("58.70亿元", "57.80亿元", "transposition", "amount"),
        ("79.5%", "76.5%", "digit", "share"),
        ("1254亿元", "12.54亿元", "decimal_point", "amount"),
        ("0.84亿元", "8.4亿元", "decimal_point", "amount"),
        ("3.2%", "-3.2%", "sign", "growth"),
        ("-3.2%", "3.2%", "sign", "growth"),
        ("128亿元", "1284亿元", "missing_digit", "amount"),
        ("12284亿元", "1284亿元", "extra_digit", "amount"),
    ],
)
def test_a_slip_is_undone(wrong: str, right: str, slip: str, kind: str) -> None:
    one = figure(wrong, kind)
    repairs = [one.repair(undone) for undone in one.slips_undone()]
    truth = read_printed(right)
    assert truth is not None
    assert (slip, truth.value) in {(repair.slip, repair.value) for repair in repairs}


def test_a_sign_from_words_is_kept() -> None:
    one = figure("3.6%", "growth", down=True)
    by_slip = {undone.slip: one.repair(undone) for undone in one.slips_undone()}
    assert by_slip["digit"].value < 0
    assert by_slip["sign"].value == Fraction(18, 5)


@given(st.integers(min_value=1, max_value=10**7), st.integers(min_value=0, max_value=3))
def test_fast_intervals_agree_with_exact_ones(units: int, decimals: int) -> None:
    one = figure(
        f"{Fraction(units, 10**decimals).numerator / Fraction(units, 10**decimals).denominator:.{decimals}f}亿元"
    )
    undone = one.slips_undone()
    fast = one.intervals(undone)
    exact = [one.repair(each) for each in undone]
    low = np.array([float(repair.interval.low) for repair in exact])
    assert np.all(np.abs(fast.low - low) <= fast.error + np.spacing(np.abs(low)))


def test_no_repair_is_written_with_idle_zeros_or_a_bare_point() -> None:
    for text in ("10.05亿元", "100%", "0.5亿元", "7"):
        one = figure(text)
        for undone in one.slips_undone():
            digits = undone.form.digits
            assert not digits.endswith(".")
            assert not digits.startswith(".")
            assert digits == "0" or not digits.startswith("0") or digits.startswith("0.")


def test_another_unit_is_likelier_by_10_to_the_4th_than_by_10_to_the_8th() -> None:
    repairs = [repair for one in [figure("64.57万元")] for repair in map(one.repair, one.slips_undone())]
    chances = {repair.printed: repair.chance for repair in repairs if repair.slip == "unit_slip"}
    assert chances["64.57亿元"] > 5 * chances["64.57万亿元"]


@pytest.mark.parametrize("down", [True, False])
def test_a_cut_figure_with_its_sign_turned_stands_for_what_lies_beyond_it(down: bool) -> None:
    """3.2 that was cut off was made of 3.2 to 3.3, whatever sign stands before it now."""
    one = replace(figure("3.2%", "growth", down), cut=True)
    turned = next(one.repair(undone) for undone in one.slips_undone() if undone.turned)
    low, high = sorted(abs(end) for end in (turned.interval.low, turned.interval.high))
    assert (low, high) == (Fraction("3.2"), Fraction("3.3"))
    assert (turned.interval.middle > 0) is down
