"""Pieces of rules that are too short or too faint to be told by themselves, told by the rules that they belong to."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import BESIDE, Rule

_WALL: Final = 0.75
"""Part of the way from one rule to the next that must be drawn for a wall to stand there."""

_TRACE: Final = 0.45
"""Part of a faded rule that must still be there for it to be followed."""


def walls(rules: list[Rule], crossing: list[Rule], whole: Pixels, dark: Pixels, em: float) -> list[Rule]:
    """Short pieces in line with level rules that go the whole way from one crossing rule to the next: walls of cells
    too narrow for a long stroke, and those that a seal covers (`whole` is the print with it, `dark` without)."""
    found: list[Rule] = []
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at <= 0.2 * em:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    for line in lines:
        longest = max(line, key=lambda rule: rule.end - rule.start)
        nodes = sorted(rule.at for rule in crossing if rule.start - 0.5 * em <= longest.at <= rule.end + 0.5 * em)
        for start, end in pairwise(nodes):
            there = sum(max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in line)
            if (
                end - start > 0.8 * em
                and there < 0.6 * (end - start)
                and _is_wall(longest, start, end, whole, dark, em)
            ):
                found.append(Rule(longest.at, start, end, longest.thickness))
    return found


def _is_wall(rule: Rule, start: float, end: float, whole: Pixels, dark: Pixels, em: float) -> bool:
    """Whether a level rule goes on from `start` to `end` with paper on both sides."""
    reach = max(2, round(rule.thickness / 2) + 1)
    row, beside = round(rule.at), reach + max(2, round(0.15 * em))
    columns = slice(round(start) + 1, round(end))
    drawn = whole[max(0, row - reach) : row + reach + 1, columns].any(axis=0).mean()
    above = dark[max(0, row - beside), columns].mean()
    below = dark[min(dark.shape[0] - 1, row + beside), columns].mean()
    return bool(drawn >= _WALL and max(above, below) <= BESIDE)


def traced(rule: Rule, whole: Pixels, dark: Pixels, em: float) -> Rule:
    """A level rule followed from both ends for as long as there are traces of it with paper on both sides."""
    reach = max(2, round(rule.thickness / 2))
    row = round(rule.at)
    band: Pixels = np.asarray(whole[max(0, row - reach) : row + reach + 1].any(axis=0))
    beside = max(3, reach + round(0.12 * em))
    above = dark[max(0, row - beside - 1) : max(1, row - beside + 1)].any(axis=0)
    below = dark[row + beside : row + beside + 2].any(axis=0)
    free: Pixels = ~np.asarray(above | below)
    step = max(4, round(0.6 * em))

    def goes_on(start: int) -> bool:
        part = slice(max(0, start), max(0, start) + step)
        return start >= 0 and band[part].mean() >= _TRACE and free[part].mean() >= 1 - BESIDE

    end = round(rule.end)
    while end + step < len(band) and goes_on(end):
        end += step
    start = round(rule.start)
    while start - step > 0 and goes_on(start - step):
        start -= step
    return Rule(rule.at, float(start), float(end), rule.thickness)
