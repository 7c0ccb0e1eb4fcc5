"""Writings that look like quantities and are not, from `vocabulary/not_quantities.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import regex

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_with_lines

NOT_QUANTITIES_FILE = Path(__file__).parent / "vocabulary" / "not_quantities.yaml"


class NotQuantityExamples(RuleModel):
    """Strings that the pattern must match whole, and strings in which it must not occur."""

    hit: tuple[str, ...]
    miss: tuple[str, ...]


class NotQuantity(RuleModel):
    """A kind of writing whose digits are no quantity."""

    name: str
    pattern: str
    examples: NotQuantityExamples


@cache
def not_quantities() -> regex.Pattern[str]:
    """One pattern for all writings in force; raises RuleMistake where a pattern or an example is wrong."""
    patterns = []
    for line, entry in load_yaml_with_lines(NOT_QUANTITIES_FILE, NotQuantity):
        patterns.append(f"(?:{_checked(line, entry).pattern})")
    return regex.compile("|".join(patterns))


def _checked(line: int, entry: NotQuantity) -> regex.Pattern[str]:
    remedy = "改正 pattern 或 examples，使 hit 整体命中、miss 不命中。"
    try:
        pattern = regex.compile(entry.pattern)
    except regex.error as error:
        raise RuleMistake(NOT_QUANTITIES_FILE, line, f"“{entry.name}”的正则写错了：{error}", remedy) from error
    for hit in entry.examples.hit:
        if not any(match.group() == hit for match in pattern.finditer(hit)):
            raise RuleMistake(NOT_QUANTITIES_FILE, line, f"“{entry.name}”没有命中示例“{hit}”", remedy)
    for miss in entry.examples.miss:
        if pattern.search(miss):
            raise RuleMistake(NOT_QUANTITIES_FILE, line, f"“{entry.name}”误命中示例“{miss}”", remedy)
    return pattern
