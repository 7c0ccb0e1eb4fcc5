"""Writings that look like quantities and are not, from `vocabulary/not_quantities.yaml`."""

from __future__ import annotations

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
    return regex.compile("|".join(f"(?:{entry.pattern})" for entry in load_not_quantities(NOT_QUANTITIES_FILE)))


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
