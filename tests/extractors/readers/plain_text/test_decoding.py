"""Encodings, line ends and stray characters: every character keeps its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import Unreadable
from extractors.readers.plain_text.decoding import decode, source_lines
from extractors.text import LinePlace

REPORT = "云岭市财政局\r\n6月份全市收入12.5亿元，增长3.1%。\n完成年度目标的51%。"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_encodings(encoding: str, mark: bytes) -> None:
    text, undecoded = decode(mark + REPORT.encode(encoding))
    assert text == REPORT
    assert not undecoded


def test_a_torn_last_character_is_marked_and_does_not_change_the_encoding() -> None:
    text, undecoded = decode(REPORT.encode() + "亿".encode()[:2])
    assert text == REPORT + "\ufffd"
    assert undecoded == {len(REPORT)}
    assert source_lines(text, undecoded)[-1].text.doubtful == {len("完成年度目标的51%。")}


def test_bytes_of_no_encoding_are_damaged() -> None:
    with pytest.raises(Unreadable) as unreadable:
        decode(b"\xff" * 401)
    assert unreadable.value.reason == "damaged"


def test_control_characters_vanish_and_their_neighbours_keep_their_columns() -> None:
    (line,) = source_lines("收\x00入\u200b12\x07亿")
    assert line.text.chars == "收入12亿"
    assert line.text.places == tuple(LinePlace(1, column) for column in (0, 2, 4, 5, 7))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    lines = source_lines(end.join(["甲", "", "乙"]))
    assert [(line.number, line.text.chars, line.blank) for line in lines] == [
        (1, "甲", False),
        (2, "", True),
        (3, "乙", False),
    ]


@pytest.mark.parametrize(("raw", "new_page"), [("\f目标", True), (" 目标", True), ("  目标", False), ("目标", False)])
def test_a_page_begins_at_a_form_feed_or_the_space_that_stands_for_it(raw: str, new_page: bool) -> None:
    assert source_lines(raw)[0].new_page is new_page


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_every_character_stands_where_its_place_says(text: str) -> None:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in source_lines(text):
        for char, place in zip(line.text.chars, line.text.places, strict=True):
            assert isinstance(place, LinePlace)
            printed = raw[place.line - 1][place.column]
            assert char == printed or (char == " " and printed in "\f\v\u3000\u00a0")
