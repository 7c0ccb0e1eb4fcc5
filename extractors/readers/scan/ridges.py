"""Traces of ruled lines too thin or too light to be print: rows a little darker than the paper on both sides."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule

_PAPER: Final = 245

_ALONG: Final = 1.5
"""Em of a row whose darkness is taken together: noise evens out, and the dashes of a broken rule become one."""

_TALL: Final = 0.1
"""Em that a thin rule is tall at most."""

_FAINT: Final = 25.0
"""Grey levels, summed up across, that a row must have beyond its neighbours."""

_NOISE: Final = 6.0
"""The same as a multiple of what noise alone makes."""

_PRINT_BESIDE: Final = 0.3
"""Part of a stretch along which print may touch it on one side; print lies in rows itself."""

_SHORTEST: Final = 2.2
"""Em of the shortest trace that is followed."""

_PIECE_GAP: Final = 3.0
"""Em of paper between two pieces of one rule."""

_LEVEL: Final = 0.12
"""Em by which the pieces of one rule may differ across."""

_SEEN: Final = 0.5
"""Part of its length along which a rule must have left traces."""

_BESIDE: Final = 1.0
"""Em on both sides of a rule in which print is looked for."""

_ALONE: Final = 0.6
"""Em of its length, all told, that a rule must run where nothing is printed beside it."""

_AS_DARK: Final = 0.5
"""How dark it must be there, as part of what it is along its whole length."""


def ridges(grey: Pixels, dark: Pixels, em: float) -> Pixels:
    """The dots (bool) of an evened picture that lie in level rows darker than the paper above and below.

    `dark` is its print (bool dots), which beside a row tells that the row is a part of print. Traces are longer than
    what they are of by up to half of 1.5 em at each end.
    """
    tall, along = max(3, round(_TALL * em) | 1), round(_ALONG * em)
    ink = (_PAPER - np.minimum(grey, _PAPER)).astype(np.float32)
    sample = ink[::3, ::3]
    noise = 1.4826 * float(np.median(np.abs(sample - np.median(sample))))
    least = max(_FAINT, _NOISE * noise * float(np.sqrt(2 * tall / along)))
    rows = np.asarray(cv2.blur(ink, (along, tall))) * tall
    darker = rows - np.maximum(_moved(rows, tall + 1), _moved(rows, -tall - 1)) > least
    print_ = cv2.dilate(dark.astype(np.uint8), np.ones((3, 1), np.uint8)).astype(np.float32)
    beside = np.asarray(cv2.blur(print_, (along, 1)))
    free = np.maximum(_moved(beside, tall + 1), _moved(beside, -tall - 1)) <= _PRINT_BESIDE
    return np.asarray(darker & free)


def _moved(rows: Pixels, by: int) -> Pixels:
    """The picture moved down by so many rows; what comes in from outside is empty."""
    moved = np.zeros_like(rows)
    if by > 0:
        moved[by:] = rows[:-by]
    else:
        moved[:by] = rows[-by:]
    return moved


def traces(grey: Pixels, ridge: Pixels, dark: Pixels, crossing: Pixels, em: float) -> list[Rule]:
    """The level rules of which there are only traces (`ridge`, bool dots); `crossing` are the dots of upright ones."""
    pieces = _pieces(ridge, em)
    print_ = dark & ~crossing
    ink = np.where(crossing, np.uint8(0), _PAPER - np.minimum(grey, np.uint8(_PAPER)))
    found = []
    for line in _in_line(pieces, em):
        found += [rule for rule in _chained(line, print_, em) if _is_rule(rule, ridge, ink, print_, em)]
    return found


def _pieces(ridge: Pixels, em: float) -> list[Rule]:
    thicker = cv2.dilate(ridge.astype(np.uint8), np.ones((3, 1), np.uint8))
    count, found, stats, _ = cv2.connectedComponentsWithStats(thicker)
    labels: Pixels = np.asarray(found)
    margin = 0.35 * _ALONG * em
    pieces = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if width - 2 * margin < 0.4 * em or height > max(8.0, 0.45 * em):
            continue
        window = (slice(top, top + height), slice(left, left + width))
        own = (labels[window] == label) & ridge[window]
        rows = own.sum(axis=1)
        columns = own.sum(axis=0)
        middle = top + float((rows * np.arange(height)).sum()) / max(1.0, float(rows.sum())) + 0.5
        pieces.append(Rule(middle, left + margin, left + width - margin, float(np.median(columns[columns > 0]))))
    return pieces


def _in_line(pieces: list[Rule], em: float) -> list[list[Rule]]:
    lines: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda piece: piece.at):
        if lines and piece.at - lines[-1][-1].at <= 1.0 and piece.at - lines[-1][0].at <= max(2.0, _LEVEL * em):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _chained(line: list[Rule], print_: Pixels, em: float) -> list[Rule]:
    """Pieces in line between which there is nothing but paper, made one."""
    chained: list[Rule] = []
    for piece in sorted(line, key=lambda piece: piece.start):
        before = chained[-1] if chained else None
        if before and piece.start - before.end <= _PIECE_GAP * em and _is_paper(before, piece, print_, em):
            a, b = before.end - before.start, piece.end - piece.start
            at = (before.at * a + piece.at * b) / (a + b)
            chained[-1] = Rule(at, before.start, max(before.end, piece.end), max(before.thickness, piece.thickness))
        else:
            chained.append(piece)
    return chained


def _is_paper(before: Rule, after: Rule, print_: Pixels, em: float) -> bool:
    start, end = round(before.end), round(after.start)
    if end <= start:
        return True
    row, reach = round(before.at), max(3, round(0.15 * em))
    gap = print_[max(0, row - reach) : row + reach + 1, start:end]
    return not gap.size or float(gap.any(axis=0).mean()) <= _PRINT_BESIDE


def _is_rule(rule: Rule, ridge: Pixels, ink: Pixels, print_: Pixels, em: float) -> bool:
    """Whether traces in line are a rule's: it is there as well where nothing is printed beside it, as print is not."""
    if rule.end - rule.start < _SHORTEST * em:
        return False
    row, columns = round(rule.at), slice(max(0, round(rule.start)), round(rule.end))
    seen = ridge[max(0, row - 2) : row + 3, columns].any(axis=0).mean()
    if seen < _SEEN:
        return False
    near, far = max(3, round(0.1 * em) + 2), round(_BESIDE * em)
    above: Pixels = np.asarray(print_[max(0, row - far) : max(0, row - near), columns].any(axis=0))
    below: Pixels = np.asarray(print_[row + near : row + far, columns].any(axis=0))
    alone = ~(above | below)
    if alone.sum() < _ALONE * em:
        return False
    reach = max(1, round(0.5 * _TALL * em))
    own = ink[max(0, row - reach) : row + reach + 1, columns].sum(axis=0)
    paper = ink[max(0, row - near - 2 * reach) : max(0, row - near) + 1, columns].mean(axis=0) * (2 * reach + 1)
    darker = own - paper
    return bool(darker[alone].mean() >= max(_FAINT, _AS_DARK * darker.mean()))
