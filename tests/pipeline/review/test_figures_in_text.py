"""Printed figures are found again in the text of a cell, each in its own place."""

from __future__ import annotations

import pytest

from pipeline.review.figures_in_text import Figure, block_and_start, pieces


def figure(printed: str, start: int, index: int = 0) -> Figure:
    return Figure({"fact_id": f"{start}.{index}", "printed": printed, "index_at_locator": index}, "i1.target", start)


@pytest.mark.parametrize(
    ("text", "quantities", "shown"),
    [
        ("收入12亿元，增长5%。", [("12亿元", 2), ("5%", 9)], "收入[12亿元]，增长[5%]。"),
        # A figure is no part of a longer one.
        ("增长15%，比上月高5%", [("15%", 2), ("5%", 10)], "增长[15%]，比上月高[5%]"),
        ("率1.5%，升5%", [("5%", 6)], "率1.5%，升[5%]"),
        ("1,205家，5家", [("5家", 7)], "1,205家，[5家]"),
        # The same figure twice, of which the second alone was read.
        ("目标8%，完成8%", [("8%", 7)], "目标8%，完成[8%]"),
        # White space of the file has been closed up in the text that is shown: the offset says too much.
        ("目标8%，完成8%", [("8%", 4), ("8%", 13)], "目标[8%]，完成[8%]"),
        # Print with a space within it.
        ("约 7 ５% 以上", [("7５%", 2)], "约 [7 ５%] 以上"),
        # What cannot be found is told, and hinders nothing else.
        ("收入12亿元", [("13亿元", 2), ("12亿元", 4)], "收入[12亿元]"),
        ("", [("1", 0)], ""),
    ],
)
def test_figures_stand_where_they_are_printed(text: str, quantities: list[tuple[str, int]], shown: str) -> None:
    found, lost = pieces(text, [figure(printed, start) for printed, start in quantities])
    assert "".join(f"[{piece.text}]" if piece.figures else piece.text for piece in found) == shown
    assert len(lost) + shown.count("[") == len(quantities)


def test_facts_of_one_quantity_share_its_place() -> None:
    found, _ = pieces("甲、乙均为3家", [figure("3家", 5, 1), figure("3家", 5, 0)])
    assert [each.fact_id for each in found[-1].figures] == ["5.0", "5.1"]


def test_a_locator_tells_block_and_offset() -> None:
    assert block_and_start("i1.target:12-17") == ("i1.target", 12)
    assert block_and_start("p3.k2.2019-2020:7-9") == ("p3.k2.2019-2020", 7)
    assert block_and_start("odd") == ("", 0)
