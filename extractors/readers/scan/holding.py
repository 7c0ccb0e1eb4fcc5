"""Strokes that are rules for what they meet: other rules at their ends, or a seal that cuts them off."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule

_WITHIN: Final = 0.95
_MOSTLY: Final = 0.5
"""Part of a stroke that lies within a seal which is one of its own; of one in line with a rule, beyond the table."""

_TOUCHED: Final = 0.01
"""Part of a stroke that lies within a seal from which on the seal may have drawn it out."""

_IN_LINE: Final = 0.3
"""Em by which the pieces of one rule lie apart across."""

PIECE: Final = 1.4
"""Em from which a stroke in line with a rule is a piece of it: the strokes of characters are shorter."""


def ends_held(rule: Rule, crossing: list[Rule], em: float) -> int:
    """At how many of its ends a stroke meets one of the other direction."""
    reach = 0.35 * em
    return sum(
        any(line.start - reach <= rule.at <= line.end + reach and abs(line.at - end) <= reach for line in crossing)
        for end in (rule.start, rule.end)
    )


def is_cut(rule: Rule, crossing: list[Rule], stamped: Pixels | None, em: float) -> bool:
    """Whether an upright stroke, longer than a character's, has at each end another rule or a seal that cuts it off.

    Of a level stroke the same, with `stamped` turned as it is.
    """
    if stamped is None or rule.end - rule.start < PIECE * em:
        return False
    reach, column = max(2, round(0.2 * em)), round(rule.at)
    cut = sum(
        bool(stamped[max(0, round(end) - reach) : round(end) + reach + 1, max(0, column - 2) : column + 3].any())
        for end in (rule.start, rule.end)
    )
    return cut > 0 and cut + ends_held(rule, crossing, em) >= 2


def beside_seals(rules: list[Rule], crossing: list[Rule], disc: Pixels, em: float) -> list[Rule]:
    """The level rules of a page with seals over `disc` (bool dots), without the strokes of these.

    A letter, or the tip of a star, may run from one of the `crossing` rules to the next like the wall of a cell; of a
    wall there is more beside the seal, or it goes on over more than one row. And a rule ends where its table does,
    although strokes of a seal go on in line with it.
    """
    beside = [rule for rule in rules if not _is_within(rule, disc)]
    free = [rule for rule in rules if not _is_within(rule, disc, _TOUCHED)]
    return [
        _ended(rule, free, crossing, disc, em)
        for rule in rules
        if rule in beside
        or any(abs(other.at - rule.at) <= _IN_LINE * em for other in beside)
        or not _is_between_two(rule, crossing, em)
    ]


def _ended(rule: Rule, free: list[Rule], crossing: list[Rule], disc: Pixels, em: float) -> Rule:
    """A level rule without what of it lies beyond its table, and in a seal.

    A table ends with the last rule that crosses this one, or, where it is open at its sides, with the rules that run
    like this one, `free` of seals.
    """
    slack = PIECE * em
    lines = [line for line in crossing if line.start - slack <= rule.at <= line.end + slack]
    sides = [line.at for line in lines]
    for other in free:
        if any(
            other.start < line.at < other.end and line.start - slack <= other.at <= line.end + slack for line in lines
        ):
            sides += [other.start, other.end]
    start, end = rule.start, rule.end
    if sides and start < min(sides) <= end and _is_within(replace(rule, end=min(sides)), disc, _MOSTLY):
        start = min(sides)
    if sides and start <= max(sides) < end and _is_within(replace(rule, start=max(sides)), disc, _MOSTLY):
        end = max(sides)
    return replace(rule, start=start, end=end)


def _is_between_two(rule: Rule, crossing: list[Rule], em: float) -> bool:
    """Whether a rule ends at the first that crosses its way, while there are others beyond."""
    slack = 0.5 * em
    nodes = [line.at for line in crossing if line.start - slack <= rule.at <= line.end + slack]
    past = any(at < rule.start - slack or at > rule.end + slack for at in nodes)
    return past and not any(rule.start + slack < at < rule.end - slack for at in nodes)


def _is_within(rule: Rule, disc: Pixels, share: float = _WITHIN) -> bool:
    row = min(len(disc) - 1, max(0, round(rule.at)))
    part = disc[row, max(0, round(rule.start)) : round(rule.end)]
    return bool(part.size and part.mean() >= share)
