"""The lines that the rows of a piece of print fall into."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from extractors.readers.scan.raster import Pixels

_BETWEEN_LINES: Final = 0.4
"""Part of the usual ink of a row that a row between two lines that touch has at most."""


def bands(rows: Pixels, em: float) -> list[tuple[int, int]]:
    """First row and the row after the last of each line of ink, given the ink of each row."""
    inked = rows > 0
    lines: list[list[int]] = []
    for row in np.flatnonzero(inked):
        if lines and row - lines[-1][1] <= max(1.0, 0.06 * em):
            lines[-1][1] = int(row) + 1
        else:
            lines.append([int(row), int(row) + 1])
    # The parts of one character stand apart (二 三 元): nearest first, they become one band as long as it is a line.
    while len(lines) > 1:
        gaps = [
            (after[0] - before[1], at)
            for at, (before, after) in enumerate(pairwise(lines))
            if after[1] - before[0] <= 1.15 * em and after[0] - before[1] < 0.6 * em
        ]
        if not gaps:
            break
        _, at = min(gaps)
        lines[at : at + 2] = [[lines[at][0], lines[at + 1][1]]]
    split: list[tuple[int, int]] = []
    for first, last in lines:
        split.extend(_parted(rows, first, last, em))
    return split


def _parted(rows: Pixels, first: int, last: int, em: float) -> list[tuple[int, int]]:
    """A band of about a whole number of lines that touch, parted where there is least ink."""
    count = round((last - first) / (1.25 * em))
    if count < 2 or last - first < 1.9 * em:
        return [(first, last)]
    cuts = [first]
    usual = float(np.mean(rows[first:last]))
    for part in range(1, count):
        aim = first + part * (last - first) / count
        near = range(int(aim - 0.35 * em), int(aim + 0.35 * em))
        cut = min(near, key=lambda row: (rows[row], abs(row - aim)))
        if rows[cut] > _BETWEEN_LINES * usual:
            return [(first, last)]  # large print, not lines that touch
        cuts.append(cut)
    cuts.append(last)
    return list(pairwise(cuts))
