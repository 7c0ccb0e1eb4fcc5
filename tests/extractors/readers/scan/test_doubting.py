"""What is doubted of a reading for its form alone."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.readers.scan.doubting import (
    beside_unsure,
    lookalikes,
    misshapen,
    shorter_than_digits,
    surely_read,
    wider_than_read,
)
from extractors.readers.scan.engine import LineReading, Sign
from extractors.readers.scan.minus import specks_for_minus
from extractors.readers.scan.placing import beside_unread_ink
from extractors.readers.scan.room import digit_advance, takes_more_room
from extractors.readers.scan.strips import Strip


def shown(chars: str, doubts: set[int]) -> str:
    return "".join("?" if at in doubts else char for at, char in enumerate(chars))


@pytest.mark.parametrize(
    "chars",
    [
        "增长5.5%，占",
        "1,234.50",
        "1.已开工52个",
        "1. 已开工",
        "1-6月",
        "2021.6.30",
        "-5.3%",
        "其中：5万",
        "5%，3.清退",
        "2021，",
        "50m道路",
        "占5%、8%",
        "增长5% 1.已开工",
        "22个；2.完成投资",
        "开工3；完工5",
        "12月底",
        "1-11月",
    ],
)
def test_numbers_as_they_are_written_are_not_doubted(chars: str) -> None:
    assert shown(chars, misshapen(chars) | lookalikes(chars)) == chars


@pytest.mark.parametrize(
    ("chars", "result"),
    [
        ("628.29.", "???????"),
        (".65495.09", "?????????"),
        ("9259:7", "??????"),
        ("12,34", "?????"),
        (".-57.2", "??????"),
        ("68.94%0", "68.94??"),
        ("完成8.256万元", "完成?????万元"),
        ("41.932", "??????"),
        ("97.6%61.开", "97.6????开"),
        ("占比67.31a", "占比67.3??"),
        ('27.7"6', "27.???"),
        ("8.71316.59", "??????????"),
        ("资金4361.50方元", "资金4361.5???"),
        ("o", "?"),
        ("G4", "??"),
        ("10O万", "1???"),
        ("108.8º", "108.??"),
        ("8;903.08", "????????"),
        ("13月累计", "??月累计"),
    ],
)
def test_what_no_number_is_written_like_is_doubted(chars: str, result: str) -> None:
    assert shown(chars, misshapen(chars) | lookalikes(chars)) == result


@pytest.mark.parametrize(
    ("above", "chars", "below", "result"),
    [
        ("同比增长.", "65.73%。1.已开工", "", "?????%。1.已开工"),
        ("同比增长-", "65.73%", "", "?????%"),
        ("完成5.", "3亿元", "", "3亿元"),
        ("，同比增长", "65.73%", "", "65.73%"),
        ("", "完成投资679.39", "方元；", "完成投资??????"),
        ("", "完成投资679.39", "万元；", "完成投资679.39"),
        ("", "完成投资", "方元；", "完成投资"),
    ],
)
def test_what_goes_on_over_the_end_of_a_line_may_be_misread_there(
    above: str, chars: str, below: str, result: str
) -> None:
    assert shown(chars, misshapen(chars, above, below) | lookalikes(chars, below)) == result


@pytest.mark.parametrize("chars", ["0.256", "8256.125", "8.25", "12.345%", "1,234.567"])
def test_three_digits_after_a_point_that_cannot_be_thousands_are_trusted(chars: str) -> None:
    assert not lookalikes(chars)


@pytest.mark.parametrize(
    ("chars", "above", "below", "result"),
    [
        ("完成投资54550.", "", "62万元", "完成投资54550."),
        (".35%。1.已开工", "增长4", "", ".35%。1.已开工"),
        ("增长1.", "", "5%", "增长1."),
        ("628.29.", "", "5%", "???????"),
        (".35%", "增长4.1", "", "???%"),
        ("完成54550.", "", "亿元", "完成??????"),
        ("占47%。1.", "", "已开工44个", "占47%。1."),
        ("占47%。1.", "", "", "占47%。??"),
        ("增长9.", "", "个百分点", "增长??"),
        ("占47%。1.", "", "%，已开工", "占47%。??"),
    ],
)
def test_a_number_may_go_on_in_the_next_line(chars: str, above: str, below: str, result: str) -> None:
    assert shown(chars, misshapen(chars, above, below)) == result


def reading(chars: str, sure: float = 0.9999) -> LineReading:
    return LineReading(tuple(Sign(char, (at + 0.5) / len(chars), sure) for at, char in enumerate(chars)))


def says(chars: str, sure: dict[int, float]) -> LineReading:
    return LineReading(tuple(Sign(char, (at + 0.5) / len(chars), sure.get(at, 0.99)) for at, char in enumerate(chars)))


def test_a_percent_sign_that_was_not_read_leaves_ink_before_the_mark_after_it() -> None:
    strip = Strip(0, 0, 80, 18, 20, -1e6, 1e6)
    grey = np.zeros((18, 80), np.uint8)
    chars, middles = "67.3。", (5.6, 16.8, 25.2, 33.6, 64.0)
    signs = [Sign(char, middle / 80, 0.99) for char, middle in zip(chars, middles, strict=True)]
    assert beside_unread_ink(signs, 0, 80, strip, grey) == {3, 4}
    signs[-1] = Sign("。", 46.0 / 80, 0.99)
    assert 3 not in beside_unread_ink(signs, 0, 80, strip, grey)


def test_a_digit_that_fills_less_than_its_ink_is_doubted() -> None:
    assert wider_than_read(reading("4"), Strip(0, 0, 22, 15, 20, -1e6, 1e6)) == {0}
    assert wider_than_read(reading("64"), Strip(0, 0, 22, 15, 20, -1e6, 1e6)) == set()
    assert wider_than_read(reading("57%"), Strip(0, 0, 41, 15, 20, -1e6, 1e6)) == set()


def test_the_digits_of_a_page_whose_em_is_taken_for_too_small_are_as_wide_as_they_are_tall() -> None:
    assert wider_than_read(reading("512"), Strip(0, 0, 79, 33, 39, -1e6, 1e6)) == set()
    assert wider_than_read(reading("51"), Strip(0, 0, 79, 33, 39, -1e6, 1e6)) == {0, 1}


@pytest.mark.parametrize(("wide", "result"), [(2, "??????万元"), (3, "??????万元"), (6, "-113.6万元")])
def test_a_speck_in_the_place_of_a_minus_is_doubted_with_its_figure(wide: int, result: str) -> None:
    grey = np.full((20, 90), 245, np.uint8)
    grey[9:11, 2 : 2 + wide] = 30
    grey[3:18, 11:15] = grey[3:18, 22:26] = 30
    read = reading("-113.6万元")
    doubts = specks_for_minus(read.signs, 0, 90, Strip(2, 2, 90, 18, 20, -1e6, 1e6), grey)
    assert shown(read.chars, doubts) == result


def test_a_figure_that_touches_a_character_hardly_read_is_doubted() -> None:
    signs = says("已开1.23个", {1: 0.4})
    assert beside_unsure(signs) == {2, 3, 4, 5}
    assert beside_unsure(says("已开1.23个", {0: 0.4})) == set()
    assert beside_unsure(says("1.23。", {4: 0.4})) == set()


def test_only_long_figures_that_are_trusted_throughout_are_read_once() -> None:
    assert surely_read(reading("203.43"), 0, 6)
    assert not surely_read(reading("203.43", sure=0.99), 0, 6)
    assert not surely_read(reading("20"), 0, 2)
    assert not surely_read(LineReading(reading("20343").signs, ((2, ".", 0.01),)), 0, 5)


def test_ink_too_low_for_a_digit_is_none() -> None:
    assert shorter_than_digits(reading("1"), Strip(0, 0, 9, 8, 20, -1e6, 1e6)) == {0}
    assert shorter_than_digits(reading("1"), Strip(0, 0, 5, 14, 20, -1e6, 1e6)) == set()
    assert shorter_than_digits(reading("一"), Strip(0, 0, 18, 3, 20, -1e6, 1e6)) == set()


@pytest.mark.parametrize(
    ("places", "more"),
    [
        ((10.0, 26.0, 37.0, 48.0, 64.0), False),
        ((10.0, 26.0, 37.0, 54.0, 70.0), True),
        ((10.0, 37.0, 48.0, 59.0, 75.0), True),
        ((10.0, 26.0, 37.0, 48.0, 75.0), True),
    ],
    ids=["as read", "a point between", "a digit before", "a digit after"],
)
def test_room_for_a_sign_more_tells_that_one_was_not_read(places: tuple[float, ...], more: bool) -> None:
    signs = [Sign(char, at / 100, 0.99) for char, at in zip("降435万", places, strict=True)]
    assert takes_more_room(signs, 1, 4, 100, 20, 0.55) is more


def test_a_page_tells_how_wide_its_digits_are() -> None:
    line = [Sign("7", at / 10, 0.99) for at in range(8)]
    assert digit_advance([(line, 120, 20)] * 2) == pytest.approx(0.6)
    assert digit_advance([(line, 120, 20)]) == pytest.approx(0.55)
