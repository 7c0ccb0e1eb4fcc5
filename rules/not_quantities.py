"""Writings that look like quantities and are not, from `vocabulary/not_quantities.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import regex

from rules.errors import RuleMistake
from rules.yaml_files import Lines, RuleModel, load_yaml_and_lines

NOT_QUANTITIES_FILE = Path(__file__).parent / "vocabulary" / "not_quantities.yaml"


class NotQuantityExamples(RuleModel):
    """Strings that the pattern must match whole, strings `within` which it must occur (it asks what stands around it),
    and strings in which it must not occur."""

    hit: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


class NotQuantity(RuleModel):
    """A kind of writing whose digits are no quantity."""

    name: str
    pattern: str
    examples: NotQuantityExamples


@cache
def not_quantities() -> regex.Pattern[str]:
    """One pattern for all writings in force (read once a process)."""
    patterns = [entry.pattern for entry in load_not_quantities(NOT_QUANTITIES_FILE)]
    any_of_them = "|".join(f"(?:{pattern})" for pattern in patterns)
    return regex.compile(f"{_where_one_may_begin(patterns)}(?:{any_of_them})")


_COMMON = "，。、；：（）\n %.《》”"
_NUMBERS = ("1", "12", "1.2", "2.0", "12.34")
_OF_QUANTITIES = "亿万元%"
"""Behind a number, they make it a quantity (unless a pattern goes on with one of them)."""
_UNHEARD_OF = "龘㐂"
_WHAT_STANDS_BEFORE = regex.compile(
    r"\(\?<[=!](?:[^()\[\\]|\\.|\[(?:[^\]\\]|\\.)*\]|(?P<group>\((?:[^()\[\\]|\\.|\[(?:[^\]\\]|\\.)*\]|(?&group))*\)))*\)"
)


def _where_one_may_begin(patterns: Sequence[str]) -> str:
    """A lookahead for the characters that a writing can begin with: most of a text is none of them, and to try every
    pattern at every character takes longer than all the rest of a reading. '' where one may begin with any."""
    begins: set[str] = set()
    clearly = {*_OF_QUANTITIES}
    for pattern in patterns:
        beginning = regex.compile(_WHAT_STANDS_BEFORE.sub("", pattern))
        if any(beginning.match(char, partial=True) for char in _UNHEARD_OF) or regex.search(r"\p{Han}-", pattern):
            return ""
        tried = {*_COMMON, *regex.findall(r"\p{Han}", pattern)}
        begins.update(char for char in tried if beginning.match(char, partial=True))
        clearly -= {unit for unit in clearly for number in _NUMBERS if beginning.match(number + unit, partial=True)}
    unlikely = regex.escape("".join(char for char in _COMMON if char not in begins))
    likely = "".join(sorted(char for char in begins if regex.match(r"\p{Han}", char)))
    first = rf"[^\p{{Han}}{unlikely}]|[{likely}]" if likely else rf"[^\p{{Han}}{unlikely}]"
    return rf"(?={first})" + (rf"(?!\d[\d.]{{0,24}}+[{''.join(sorted(clearly))}])" if clearly else "")


def load_not_quantities(file: Path) -> tuple[NotQuantity, ...]:
    """The entries of `file`; raises RuleMistake where a pattern or an example is wrong, or no example shows a hit."""
    entries, lines = load_yaml_and_lines(file, list[NotQuantity])
    for index, entry in enumerate(entries):
        _check(file, lines.of(index), entry)
    return tuple(entries)


def _check(file: Path, lines: Lines, entry: NotQuantity) -> None:
    remedy = "改正 pattern 或 examples，使 hit 整体命中、within 里有命中、miss 不命中。"
    try:
        pattern = regex.compile(entry.pattern)
    except regex.error as error:
        message = f"“{entry.name}”的正则写错了：{error}"
        raise RuleMistake(file, lines("pattern"), message, "检查括号是否成对、反斜杠是否写对。") from error
    if not entry.examples.hit and not entry.examples.within:
        raise RuleMistake(
            file, lines("examples"), f"“{entry.name}”没有一个应当命中的例子", "在 hit 或 within 里写一个。"
        )
    for hit in entry.examples.hit:
        if not any(match.group() == hit for match in pattern.finditer(hit)):
            raise RuleMistake(file, lines("examples", "hit"), f"“{entry.name}”没有命中示例“{hit}”", remedy)
    for within in entry.examples.within:
        if not pattern.search(within):
            raise RuleMistake(file, lines("examples", "within"), f"“{entry.name}”没有命中示例“{within}”", remedy)
    for miss in entry.examples.miss:
        if pattern.search(miss):
            raise RuleMistake(file, lines("examples", "miss"), f"“{entry.name}”误命中示例“{miss}”", remedy)
