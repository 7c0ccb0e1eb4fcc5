"""Which text layers say what nobody writes."""

from __future__ import annotations

import pytest

from extractors.readers.nonsense import Sense, sense_of

REPORT = "云岭市财政局目标进度情况表：一般公共预算收入完成486亿元，增长6%；民生支出占比不低于78%，下一步加强收入组织。"
NAMES = "鄞州区衢江区婺城区濮阳县岷县鄱阳县婺源县亳州市儋州市郫都区邛崃市崇州市都江堰市彭州市简阳市"
TRADITIONAL = "財政預算執行情況報告：一般公共預算支出72.75億元，比上年增長5.5%，完成預算的64.1%。"
ENGLISH = "General public budget revenue reached 48.6 billion yuan, up 6 percent on the year before."


def shifted(chars: str, by: int, above: str = "\u2e7f") -> str:
    return "".join(chr(ord(char) + by) if char > above else char for char in chars)


@pytest.mark.parametrize(
    "chars", [REPORT, NAMES, TRADITIONAL, "12.5 3.4% -0.3 1,234.5" * 9, "财政局A1", "", "μg/m3" * 9]
)
def test_reports_are_plain(chars: str) -> None:
    assert sense_of(chars) is Sense.PLAIN


@pytest.mark.parametrize("by", [1, 3, 29, 31, -2, 256, 3000])
@pytest.mark.parametrize("chars", [REPORT, TRADITIONAL])
def test_codes_that_are_shifted_are_nonsense(chars: str, by: int) -> None:
    assert sense_of(shifted(chars, by)) is Sense.NONSENSE


@pytest.mark.parametrize(
    "chars",
    [
        ENGLISH,
        "".join(chr(0xC0 + ord(char) % 64) if char > "\u2e7f" else char for char in REPORT),
        "".join(chr(0x400 + ord(char) % 64) if char > "\u2e7f" else char for char in REPORT),
        "".join(chr(0x41 + ord(char) % 26) if char > "\u2e7f" else char for char in REPORT),
        "".join("!#$&'*@^"[ord(char) % 8] if char > "\u2e7f" else char for char in REPORT),
    ],
    ids=["English", "Latin", "Cyrillic", "ASCII", "signs"],
)
def test_other_writing_is_strange(chars: str) -> None:
    assert sense_of(chars) is Sense.STRANGE
