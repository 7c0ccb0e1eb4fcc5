"""Ruled lines among the dots of a level page, and the page without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.fitting import fitted
from extractors.readers.scan.holding import PIECE, beside_seals, ends_held, is_cut
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.ridges import ridges, traces
from extractors.readers.scan.rule import BESIDE, Rule
from extractors.readers.scan.seals import Stamp
from extractors.readers.scan.walls import traced, walls

_LONG: Final = 2.2
"""Em from which a stroke is longer than any of a character's."""

_BETWEEN: Final = 0.9
"""Em from which a stroke that runs from rule to rule is one itself."""

_FREE: Final = 8.0
"""Em from which a stroke is a rule although it meets no other."""

_HANGING: Final = 4.0
"""Em from which a stroke that begins at a rule is one itself: the side of a seal's ring may run straight for three."""

_IN_LINE: Final = 0.12
"""Em by which the pieces of one rule may differ across."""

_GAP: Final = 1.5
"""Em of a rule that may have faded."""

_THICK: Final = 0.45
"""Em; what is thicker is a bar or a filled cell."""

_DRAWN: Final = 0.7
"""Part of a rule's length that has not faded."""

_DASHES: Final = 1.0
"""Em between the dashes that a light scan has left of a rule."""

_DASHED: Final = 0.45
"""Part of its length that the dashes make up at least."""

_BESIDE_DASHES: Final = 0.1
"""Part of the length of a rule of dashes along which there may be print beside it."""

_PAPER: Final = 245

_WIDE: Final = 14.0
"""Em from which traces of a level rule are told from a line of print, which lies level itself."""

_KNOWN: Final = 0.6
"""Part of a trace's length that known rules must cover."""

_FEWEST_UPRIGHT: Final = 3  # of a table


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rules of a page and where their dots are (bool); `lost` where a light scan has left too little of the upright
    ones to tell what stands in which column."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    dots: Pixels
    lost: bool = False


def usual_em(dark: Pixels) -> float:
    """The usual height of a full character in dots, told from the figures that the print (bool dots) falls into."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    if count < 2:
        return 28.0
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    likely = (height >= 8) & (height <= 120) & (width <= 2 * height) & (width >= 3)
    heights = height[likely]
    if len(heights) < 5:
        return 28.0
    # Most figures are radicals and digits, less tall than their line: the upper part of them tells the em.
    weights = np.sort(heights)
    return float(np.percentile(weights, 80)) / 0.9


def ruled_lines(grey: Pixels, dark: Pixels, em: float, stamp: Stamp | None = None) -> Ruled:
    """The rules of a level page (evened grey) whose print is `dark` (bool dots) and whose usual em is `em` dots.

    No rule is told from dots that a seal covers, but one may go on through them, and show through as a whole.
    """
    whole, stamped = dark, None
    if stamp is not None:
        stamped = stamp.covered
        dark = dark & ~stamped
        grey = np.where(stamped, np.uint8(_PAPER), grey)
    strokes_across = _strokes(dark, em, _LONG)
    faded = _faded(dark, strokes_across, em)
    strokes_across += faded
    strokes_down = _strokes(dark.T, em, _BETWEEN)
    cuts = None if stamped is None else stamped.T
    across = [
        rule
        for rule in strokes_across
        if _is_free(rule, em)
        or ends_held(rule, strokes_down, em) == 2
        or (
            rule.end - rule.start >= _HANGING * em
            and ends_held(rule, strokes_down, em) == 1
            and is_cut(rule, strokes_down, cuts, em)
        )
    ]
    down = [
        rule
        for rule in strokes_down
        if _is_free(rule, em)
        or ends_held(rule, across, em) == 2
        or is_cut(rule, across, stamped, em)
        or (ends_held(rule, across, em) == 1 and rule.end - rule.start >= _HANGING * em)
    ]
    if stamp is not None:
        shown_across, shown_down = _strokes(stamp.showing, em, _HANGING), _strokes(stamp.showing.T, em, _HANGING)
        across += [rule for rule in shown_across if ends_held(rule, strokes_down + shown_down, em) == 2]
        down += [rule for rule in shown_down if ends_held(rule, across, em) == 2]
    across, down = (
        across + _broken_off(strokes_across, across, down, em),
        down + _broken_off(strokes_down, down, across, em),
    )
    across = [traced(rule, whole, dark, em) for rule in across]
    down = [traced(rule, whole.T, dark.T, em) for rule in down]
    if stamp is not None:
        across, down = beside_seals(across, down, stamp.disc, em), beside_seals(down, across, stamp.disc.T, em)
    for _ in range(2):  # a wall that was found may be where another begins
        down = down + walls(down, across, whole.T, dark.T, em)
        across = across + walls(across, down, whole, dark, em)
    across, down = _joined(across, em), _joined(down, em)
    across, down = fitted(across, down, em), fitted(down, across, em)
    dots = _drawn(across, dark, em) | _drawn(down, dark.T, em).T
    upright = sum(rule.end - rule.start > _LONG * em for rule in down)
    lost = bool(across) and upright < _FEWEST_UPRIGHT and bool(faded or len(_faded(dark.T, down, em)) >= 2)
    lost = lost or _is_overlooked(grey, dark, dots, across, _WIDE, em)
    lost = lost or _is_overlooked(np.ascontiguousarray(grey.T), dark.T, dots.T, down, _WIDE, em)
    return Ruled(tuple(across), tuple(down), dots, lost)


def ruled_by(across: Sequence[Rule], down: Sequence[Rule], dark: Pixels, em: float, *, lost: bool) -> Ruled:
    """The rules `across` and `down` of a page whose print is `dark`, which were told from traces."""
    return Ruled(tuple(across), tuple(down), _drawn(across, dark, em) | _drawn(down, dark.T, em).T, lost)


def _is_overlooked(grey: Pixels, dark: Pixels, dots: Pixels, known: list[Rule], least: float, em: float) -> bool:
    """Whether a level rule of at least `least` em has left traces and is not known: the table has more cells, then."""
    return any(
        trace.end - trace.start >= least * em
        and sum(
            min(rule.end, trace.end) - max(rule.start, trace.start)
            for rule in known
            if abs(rule.at - trace.at) <= 0.3 * em and rule.start < trace.end and rule.end > trace.start
        )
        < _KNOWN * (trace.end - trace.start)
        for trace in traces(grey, ridges(grey, dark, em), dark, dots, em)
    )


def _strokes(dark: Pixels, em: float, least: float) -> list[Rule]:
    """Level strokes of at least `least` em."""
    gap = max(3, int(0.15 * em))
    length = max(12, int(least * em))
    mended = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    strokes = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    # A thin rule that was scanned askew in black and white is a flight of steps: thickened, they touch.
    steps = cv2.dilate(mended, np.ones((2, 1), np.uint8))
    steps = cv2.morphologyEx(steps, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    known = cv2.dilate(strokes, np.ones((max(3, int(0.5 * em)) | 1, 1), np.uint8)) > 0
    count, found, _, _ = cv2.connectedComponentsWithStats(steps)
    new = np.ones(count, dtype=bool)
    new[0] = False
    new[np.unique(np.asarray(found)[known])] = False
    strokes = np.maximum(strokes, new[np.asarray(found)].astype(np.uint8))
    # A rule that is not quite level climbs from row to row: its pieces touch once they are a dot thicker.
    thicker = cv2.dilate(strokes, np.ones((3, 1), np.uint8))
    count, found, stats, _ = cv2.connectedComponentsWithStats(thicker)
    labels: Pixels = np.asarray(found)
    rules = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        window = (slice(top, top + height), slice(left, left + width))
        own = (labels[window] == label) & (strokes[window] > 0)
        columns = own.sum(axis=0)
        thickness = float(np.median(columns[columns > 0])) if columns.any() else 0.0
        if thickness > max(_THICK * em, 4.0) or width < length:
            continue
        if not _stands_free(dark, strokes, window, em):
            continue
        rows = own.sum(axis=1)
        middle = top + float((rows * np.arange(height)).sum()) / max(1.0, float(rows.sum())) + 0.5
        rules.append(Rule(middle, float(left), float(left + width), thickness))
    return rules


def _faded(dark: Pixels, known: list[Rule], em: float) -> list[Rule]:
    """Level rules of which a light scan has left only dashes: in one row for long, with nothing but paper beside it."""
    thicker = cv2.dilate(dark.astype(np.uint8), np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(thicker, cv2.MORPH_CLOSE, np.ones((1, max(5, round(_DASHES * em))), np.uint8))
    strokes = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(_FREE * em)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
    rules = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if height > max(6.0, 0.35 * em):
            continue
        columns = slice(left, left + width)
        rows = dark[top : top + height, columns].sum(axis=1)
        row = top + int(rows.argmax())
        if any(abs(rule.at - row) <= 0.3 * em and rule.start < left + width and rule.end > left for rule in known):
            continue
        beside = max(3, round(0.15 * em)) + height // 2
        drawn = dark[top : top + height, columns].any(axis=0).mean()
        above = dark[max(0, row - beside), columns].mean()
        below = dark[min(dark.shape[0] - 1, row + beside), columns].mean()
        if drawn >= _DASHED and max(above, below) <= _BESIDE_DASHES:
            rules.append(Rule(row + 0.5, float(left), float(left + width), max(1.0, height - 2.0)))
    return rules


def _stands_free(dark: Pixels, strokes: Pixels, window: tuple[slice, slice], em: float) -> bool:
    """Whether a stroke is drawn along its whole length with paper on both sides: print that happens to lie in a row
    has more print above and below."""
    rows, columns = window
    own: Pixels = np.asarray(strokes[window] > 0)
    first = np.argmax(own, axis=0)
    last = own.shape[0] - 1 - np.argmax(own[::-1], axis=0)
    there = own.any(axis=0)
    xs = np.flatnonzero(there)
    drawn = np.asarray((dark[window] & own).any(axis=0))[there].mean()
    reach = max(2, int(0.1 * em))
    above = dark[np.clip(rows.start + first[there] - reach, 0, dark.shape[0] - 1), columns.start + xs].mean()
    below = dark[np.clip(rows.start + last[there] + reach, 0, dark.shape[0] - 1), columns.start + xs].mean()
    return bool(drawn >= _DRAWN and max(above, below) <= BESIDE)


def _is_free(rule: Rule, em: float) -> bool:
    return rule.end - rule.start >= _FREE * em


def _broken_off(strokes: list[Rule], rules: list[Rule], crossing: list[Rule], em: float) -> list[Rule]:
    """Strokes that lie in line with a long rule and within its table: a seal or a fault has cut them off it."""
    long = [rule for rule in rules if _is_free(rule, em)]
    found = []
    for stroke in strokes:
        if stroke in rules or stroke.end - stroke.start < PIECE * em:
            continue
        over = [line.at for line in crossing if line.start - _FREE * em <= stroke.at <= line.end + _FREE * em]
        # A table may be open at its sides: there it is as wide as its long rules.
        over += [
            end for rule in long if any(rule.start <= at <= rule.end for at in over) for end in (rule.start, rule.end)
        ]
        within = bool(over) and min(over) - 0.2 * em <= stroke.start and stroke.end <= max(over) + 0.2 * em
        if within and any(abs(stroke.at - rule.at) <= _IN_LINE * em for rule in long):
            found.append(stroke)
    return found


def _drawn(rules: Sequence[Rule], dark: Pixels, em: float) -> Pixels:
    """The dots of the given level rules."""
    dots = np.zeros(dark.shape, dtype=bool)
    for rule in rules:
        reach = rule.thickness / 2 + max(1.0, 0.06 * em)
        window = (
            slice(max(0, int(rule.at - reach)), int(rule.at + reach) + 1),
            slice(int(rule.start), int(rule.end)),
        )
        dots[window] = True
    return dots


def _joined(rules: list[Rule], em: float) -> list[Rule]:
    """Pieces of one rule between which it has faded made one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / (0.2 * em)), rule.start)):
        for at in range(len(joined) - 1, max(-1, len(joined) - 6), -1):
            before = joined[at]
            if abs(before.at - rule.at) <= 0.2 * em and -em <= rule.start - before.end <= _GAP * em:
                joined[at] = Rule((before.at + rule.at) / 2, before.start, max(before.end, rule.end), before.thickness)
                break
        else:
            joined.append(rule)
    return joined


def without_rules(grey: Pixels, ruled: Ruled) -> Pixels:
    """The evened picture with its rules made paper."""
    wider = cv2.dilate(ruled.dots.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    clean = grey.copy()
    clean[wider] = 245
    return clean
