"""What is doubted of the lines that were read; the engine's part is played from a script."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from made_up.scripted_reading import EM, GREY, LINE, Scripted, doubted, page, says, trusted

from extractors.readers.scan.engine import LineReading, Sign
from extractors.readers.scan.reading import read_strips
from extractors.readers.scan.sealed import Sealed
from extractors.readers.scan.strips import Strip


def test_print_of_which_nothing_is_made_out_is_named() -> None:
    assert doubted(LineReading(())) == "?"


def test_a_speck_that_is_read_as_a_mark_is_none() -> None:
    def read(chars: str, strip: Strip) -> str:
        (line,) = read_strips([strip], GREY, Scripted([[says(chars)], [says(chars)] if chars.isdecimal() else []]))
        return "".join(sign.char for sign in line.signs)

    speck = Strip(100.0, 100.0, 106.0, 104.0, EM, -1e6, 1e6)
    assert read(",", speck) == ""
    assert read("1", speck) == "1"
    assert read("，", replace(speck, bottom=110.0)) == "，"


@pytest.mark.parametrize(
    ("second", "result"),
    [
        ("出203.43亿", "支出203.43亿元"),
        ("出203．43亿", "支出203.43亿元"),
        ("出20343亿", "支出??????亿元"),
        ("出203.48亿", "支出??????亿元"),
        ("出1203.43亿", "支出??????亿元"),
        ("出203.43%亿", "支出??????亿元"),
        ("", "支出??????亿元"),
    ],
)
def test_a_figure_that_reads_otherwise_a_second_time_is_doubtful(second: str, result: str) -> None:
    assert doubted(says("支出203.43亿元"), says(second)) == result


def test_a_digit_that_the_engine_does_not_trust_is_doubtful() -> None:
    first = says("支出203亿元", lambda index, char: Sign(char, 0.4, 0.6) if index == 3 else None)
    assert doubted(first, says("203")) == "支出2?3亿元"


def test_a_digit_with_a_near_rival_is_doubtful() -> None:
    first = says("支出203亿元", lambda index, char: Sign(char, 0.4, 0.92, "8", 0.07) if index == 4 else None)
    assert doubted(first, says("203")) == "支出20?亿元"


def test_a_point_that_was_nearly_read_casts_doubt_on_its_neighbours() -> None:
    first = LineReading(says("支出203亿元").signs, ((3, ".", 0.3),))
    assert doubted(first, says("203")) == "支出2??亿元"


def test_words_are_not_doubted_for_a_comma() -> None:
    first = says("完成，较好", lambda _index, char: Sign(char, 0.5, 0.5) if char == "，" else None)
    assert doubted(first) == "完成，较好"


def test_a_rule_parts_a_figure_from_what_looks_like_its_beginning() -> None:
    upper = Strip(100.0, 100.0, 160.0, 118.0, EM, 90.0, 170.0, 95.0, 123.0)
    lower = Strip(100.0, 128.0, 140.0, 146.0, EM, 90.0, 170.0, 123.0, 150.0)
    readings = [trusted("36791"), trusted(".751")]
    for wall, flags in ((123.0, [True] * 4), (95.0, [False] * 4)):
        _, line = read_strips([upper, replace(lower, above=wall)], GREY, Scripted([list(readings), []]))
        assert [sign.doubtful for sign in line.signs] == flags


def test_figures_on_both_sides_of_a_wall_that_print_touches_are_doubtful() -> None:
    left = Strip(100.0, 100.0, 198.0, 118.0, EM, 60.0, 200.0)
    right = Strip(203.0, 100.0, 300.0, 118.0, EM, 200.0, 340.0)
    lines = read_strips([left, right], GREY, Scripted([[trusted("支出203"), trusted("22.2万元")], []]))
    assert ["".join("?" if s.doubtful else s.char for s in line.signs) for line in lines] == ["支出???", "????万元"]
    apart = replace(right, x0=206.0)
    lines = read_strips([left, apart], GREY, Scripted([[trusted("支出203"), trusted("22.2万元元元")], []]))
    assert not any(sign.doubtful for line in lines for sign in line.signs)


CELL = (90.0, 300.0, 90.0, 170.0)
NEXT_CELL = (300.0, 500.0, 90.0, 170.0)


@pytest.mark.parametrize(
    ("second", "said", "result"),
    [
        (Strip(100.0, 124.0, 180.0, 142.0, EM, *CELL), "税收8.5", ["支出203", "税收8.5", "结余9.6"]),
        (Strip(100.0, 124.0, 180.0, 166.0, EM, *CELL), "税收8.5", ["支出???", "税收???", "结余9.6"]),
        (Strip(100.0, 124.0, 180.0, 142.0, EM, *CELL), "", ["支出???", "?", "结余9.6"]),
        (Strip(100.0, 124.0, 104.0, 127.0, EM, *CELL), "", ["支出203", "", "结余9.6"]),
        (Strip(100.0, 124.0, 180.0, 166.0, EM, -1e6, 1e6), "税收8.5", ["支出203", "税收8.5", "结余9.6"]),
    ],
    ids=["one line", "two bound together", "unread ink", "a speck", "in no cell"],
)
def test_the_figures_of_a_cell_in_which_a_line_may_be_lost_are_doubtful(
    second: Strip, said: str, result: list[str]
) -> None:
    first = Strip(100.0, 100.0, 200.0, 118.0, EM, *CELL)
    other = Strip(310.0, 100.0, 410.0, 118.0, EM, *NEXT_CELL)
    readings = [trusted("支出203"), trusted(said), trusted("结余9.6")]
    lines = read_strips([first, second, other], GREY, Scripted([readings, []]))
    assert ["".join("?" if sign.doubtful else sign.char for sign in line.signs) for line in lines] == result


def test_a_figure_has_a_picture_of_its_own() -> None:
    engine = Scripted([[says("支出203.43亿元")], [says("203.43")]])
    read_strips([LINE], GREY, engine)
    (line,), (figure,) = engine.pictures
    assert figure.shape[1] < line.shape[1]
    assert figure.shape[0] > line.shape[0]


def as_printed(line: LineReading, points: str = "") -> LineReading:
    """The line with its signs as wide apart as they are printed from dot 100 on, with room for each of `points`, which
    were not read, before the last digit."""
    signs, at = [], 5.0
    digits = [index for index, sign in enumerate(line.signs) if sign.char.isdecimal()]
    for index, sign in enumerate(line.signs):
        wide = 11 if sign.char.isascii() else 20
        at += (6 * len(points) if index == digits[-1] else 0) + wide
        signs.append(replace(sign, at=(at - wide / 2) / 123))
    return replace(line, signs=tuple(signs))


def under_a_seal(first: LineReading, *again: LineReading, hidden: bool = False, points: str = "") -> str:
    """The line, its print from the third character on crossed by a seal's stroke; ? for what is doubtful."""
    ink = page((100, 100, 213, 118))
    crossed, nothing = page((145, 100, 190, 118)), np.zeros(ink.shape, dtype=bool)
    sealed = Sealed(np.full(ink.shape, 200, np.uint8), nothing, crossed, crossed if hidden else nothing, ink)
    engine = Scripted([[as_printed(first, points)], list(again)])
    (line,) = read_strips([replace(LINE, x1=213.0)], GREY, engine, sealed)
    assert all((picture[5:-5, 10:-10] == 200).all() for picture in engine.pictures[1][:1])
    return "".join("?" if sign.doubtful else sign.char for sign in line.signs)


def test_a_figure_under_a_seal_is_borne_out_by_another_picture_of_it() -> None:
    assert under_a_seal(trusted("支出203亿元"), trusted("出203亿")) == "支出203亿元"
    assert under_a_seal(trusted("支出203亿元"), trusted("出203乙")) == "支出203?元"
    assert under_a_seal(trusted("支出203亿元"), trusted("出208亿")) == "支出????元"


def test_a_figure_under_a_seal_that_is_not_trusted_is_read_a_third_time() -> None:
    assert under_a_seal(says("支出203亿元"), says("203亿"), says("203亿")) == "支出203亿元"
    assert under_a_seal(says("支出203亿元"), says("203亿"), says("208亿")) == "支出????元"


def test_a_figure_that_a_seal_hides_or_that_is_doubted_anyway_is_not_borne_out() -> None:
    assert under_a_seal(trusted("支出203亿元"), hidden=True) == "支出????元"
    assert under_a_seal(says("支出203亿元", lambda at, char: Sign(char, 0.5, 0.5) if at == 3 else None)) == "支出????元"


def test_a_figure_under_a_seal_that_has_room_for_a_point_more_is_not_borne_out() -> None:
    assert under_a_seal(trusted("支出203亿元"), points=".") == "支出????元"


def test_lines_that_are_not_told_apart_are_doubtful() -> None:
    first = Strip(100.0, 100.0, 260.0, 118.0, EM, -1e6, 1e6)
    readings = [trusted("支出203"), trusted("结余9.6")]
    for top, result in ((120.0, ["支出203", "结余9.6"]), (106.0, ["?????", "?????"])):
        lines = read_strips([first, replace(first, top=top, bottom=top + 18)], GREY, Scripted([readings, []]))
        assert ["".join("?" if sign.doubtful else sign.char for sign in line.signs) for line in lines] == result


def test_characters_share_the_line_between_them() -> None:
    (line,) = read_strips([LINE], GREY, Scripted([[says("增长5.5%")], [says("5.5%")]]))
    edges = [(sign.x0, sign.x1) for sign in line.signs]
    assert edges[0][0] == pytest.approx(LINE.x0, abs=2)
    assert edges[-1][1] == pytest.approx(LINE.x1, abs=2)
    assert all(left < right for left, right in edges)
    assert all(before[1] <= after[0] + 1 for before, after in pairwise(edges))
