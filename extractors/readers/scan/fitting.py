"""Rules that end where they meet another: what sticks out is cut off, what falls short is drawn out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.readers.scan.rule import Rule

_NEAR: Final = 0.9
"""Em between the end of a rule and the one that it ends at: a rule is followed in steps that reach out over its end."""


def fitted(rules: Sequence[Rule], crossing: Sequence[Rule], em: float) -> list[Rule]:
    """The rules of one direction, each ending at the rule of the other direction that is next to its end."""
    return [_fitted(rule, crossing, em) for rule in rules]


def _fitted(rule: Rule, crossing: Sequence[Rule], em: float) -> Rule:
    reach = _NEAR * em
    meets = [other.at for other in crossing if other.start - reach <= rule.at <= other.end + reach]
    start = min(meets, key=lambda at: abs(at - rule.start), default=rule.start)
    end = min(meets, key=lambda at: abs(at - rule.end), default=rule.end)
    start = start if abs(start - rule.start) <= reach else rule.start
    end = end if abs(end - rule.end) <= reach else rule.end
    return replace(rule, start=start, end=end) if start < end else rule
