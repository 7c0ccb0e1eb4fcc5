"""Whether text reads as Chinese: bytes read in a wrong encoding give characters that nobody uses."""

from __future__ import annotations

from typing import Final

FREQUENT: Final = frozenset(
    "的一是和在年月日市县区政府财预算收支出金项目工作完成情况进度目标全为以上不下元万亿增长人民建设重点管理"
    "財預項進億萬為實際長較辦發經濟總額稅務執費補國資產負債設業農應級體於從對後還過開關學準監會個縣區類點標"
    "，。、；：（）“”"
)
"""What nearly every report is full of, in simplified and in traditional characters."""

TRADITIONAL_ENCODING: Final = "big5hkscs"
"""Big5 with the characters that were added to it since."""

_SAMPLE: Final = 5000


def chinese_share(text: str) -> float:
    """Share of frequent characters in what is not ASCII, less what could not be decoded (U+FFFD); 0 without any."""
    sample = [char for char in text[: 40 * _SAMPLE] if char > "\x7f"][:_SAMPLE]
    if not sample:
        return 0.0
    return (sum(char in FREQUENT for char in sample) - 2 * sample.count("\ufffd")) / len(sample)
