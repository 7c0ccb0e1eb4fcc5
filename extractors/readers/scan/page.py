"""A page of dots read into characters, ruled lines and their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from extractors.grid.page import Glyph, PrintedPage, Ruling
from extractors.readers.scan.bearing_out import borne_out
from extractors.readers.scan.covered import covered
from extractors.readers.scan.dust import dust
from extractors.readers.scan.engine import Engine, Place
from extractors.readers.scan.faint_grid import faint_grid
from extractors.readers.scan.ink import Ink, dark, faint, ink_of, is_bilevel
from extractors.readers.scan.outline import flattened
from extractors.readers.scan.parting import parted, reaching
from extractors.readers.scan.posture import Posture, Quarter, posture, skew
from extractors.readers.scan.raster import Pixels, Raster
from extractors.readers.scan.reading import ReadStrip, read_strips
from extractors.readers.scan.rings import Ring, inside, rings
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled, ruled_lines, usual_em, without_rules
from extractors.readers.scan.sealed import Sealed
from extractors.readers.scan.seals import Seals, stamp, without_seals
from extractors.readers.scan.strips import Strip, strips
from extractors.readers.scan.torn_table import Reach, torn_table
from extractors.text import PagePlace

_SEARCH_EM: Final = 15.0
"""Dots of a character on the smaller picture that lines are looked for on."""

_PAPER: Final = 245
_SURE: Final = 0.9
"""Mean trust from which a page is taken to lie the right way up."""

_SAMPLE: Final = 4

_LEAST_SIDE: Final = 12
"""Dots of a page's shorter side under which nothing can be written on it."""

_LEAST_CONTRAST: Final = 8
"""Shades between the palest and the darkest dot under which nobody sees print."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A page in reading position, its lines found."""

    posture: Posture
    grey: Pixels
    sealed: Sealed
    ruled: Ruled
    em: float
    found: list[Strip]
    torn: Reach | None
    """Between which rows a table stands that has lost rules."""


def scanned_page(raster: Raster, engine: Engine) -> PrintedPage:
    """Read the page that `raster` shows; characters whose reading may be wrong are doubtful."""
    if min(raster.pixels.shape[:2]) < _LEAST_SIDE or _is_bare(raster.pixels):
        return PrintedPage(raster.page, raster.page.width, raster.page.height, (), (), (), picture_share=1.0)
    flat = flattened(raster.pixels)
    level = _upright(flat.pixels if flat else raster.pixels, raster.dots_per_point, engine)
    if flat:
        height, width = raster.pixels.shape[:2]
        level = replace(level, posture=level.posture.shown_in(width, height, flat.projection))
    per_point = raster.dots_per_point
    glyphs: list[Glyph] = []
    for line in read_strips(level.found, level.grey, engine, level.sealed):
        glyphs.extend(_glyphs(line, level, raster.page.number, per_point))
    return PrintedPage(
        page=raster.page,
        width=level.posture.read_width / per_point,
        height=level.posture.read_height / per_point,
        glyphs=tuple(glyphs),
        horizontal=tuple(_ruling(rule, per_point) for rule in level.ruled.horizontal),
        vertical=tuple(_ruling(rule, per_point) for rule in level.ruled.vertical),
        picture_share=1.0,
    )


def _is_bare(pixels: Pixels) -> bool:
    """Whether the page is all of one colour: there is nothing to be looked for on it."""
    return int(pixels.max()) - int(pixels.min()) < _LEAST_CONTRAST


def _upright(pixels: Pixels, per_point: float, engine: Engine) -> _Level:
    """The page the right way up: as it lies if it reads well so, else by the quarter turn in which it reads best."""
    ink = ink_of(pixels, per_point)
    first, sideways = _level(ink, 0, engine, per_point)
    if not first.found:
        return first
    if not sideways:
        best = _trust(first, engine)
        if best >= _SURE:
            return first
        candidates = [(best, first)]
        quarters: list[Quarter] = [2]
    else:
        candidates = []
        quarters = [1, 3]
    for quarter in quarters:
        level, _ = _level(ink, quarter, engine, per_point)
        trust = _trust(level, engine)
        candidates.append((trust, level))
        if trust >= _SURE:
            break
    return max(candidates, key=lambda candidate: candidate[0])[1]


def _level(page: Ink, quarter: Quarter, engine: Engine, per_point: float) -> tuple[_Level, bool]:
    """The page turned by `quarter` and levelled, and whether its lines then run from top to bottom."""
    height, width = page.grey.shape
    angle, _ = skew(np.rot90(page.dark, quarter))
    lying = posture(width, height, quarter, angle)
    upright = lying.upright(page.grey, _PAPER)
    print_ = dark(upright)
    em = usual_em(print_)
    colourless = rings(print_, per_point)
    disc = inside(colourless, print_.shape)
    # A seal without colour must not be taken for rules or bind lines together; the engine still sees it.
    ruled = ruled_lines(upright, print_, em, stamp(upright, print_, colourless, em))
    shown = upright if page.cleared is None else lying.upright(page.cleared, _PAPER)
    unlifted = without_rules(shown, ruled)
    seals = _lifted(unlifted, colourless, em)
    places = _found(seals.grey, em, engine)
    if (ruled.lost or ruled.horizontal or ruled.vertical) and not _run_down(places):
        grid = faint_grid(upright, print_, places, disc, em)
        told = borne_out(ruled, grid, print_, em, bilevel=is_bilevel(page.grey), skew=angle)
        if told.dots is not ruled.dots:
            unlifted = without_rules(shown, told)
            seals = _lifted(unlifted, colourless, em)
            places = _found(seals.grey, em, engine)
        ruled = told
    other = unlifted if page.red is None else without_rules(lying.upright(page.red, _PAPER), ruled)
    strokes = seals.strokes | (lying.upright(page.seal.astype(np.uint8), 0) > 0)
    ink = dark(seals.grey)
    whole = ink & ~seals.standing & ~dust(ink, em)
    found = parted(strips(places, ruled, whole, em, faint(seals.grey, em)), places, whole, disc, em)
    if seals.hidden.any():
        found = [reaching(strip, places, seals.hidden) for strip in found]
        found += covered(found, seals.standing, ruled, em)
    torn = torn_table(ruled, found, em) if ruled.lost else None
    sealed = Sealed(other, disc, strokes & (ink | seals.hidden), seals.hidden, ink)
    return _Level(lying, seals.grey, sealed, ruled, em, found, torn), _run_down(places)


def _lifted(unlifted: Pixels, colourless: list[Ring], em: float) -> Seals:
    """A page without those seals that have no colour and are paler than print."""
    if not colourless:
        nothing = np.zeros(unlifted.shape, dtype=bool)
        return Seals(unlifted, nothing, nothing, nothing, nothing)
    return without_seals(unlifted, dark(unlifted), colourless, em)


def _found(clean: Pixels, em: float, engine: Engine) -> list[Place]:
    """Where the engine finds lines, looked for at a scale at which characters are large enough and no larger."""
    scale = min(1.5, _SEARCH_EM / em)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(clean, None, fx=scale, fy=scale, interpolation=method)
    return [
        (x0 / scale, top / scale, x1 / scale, bottom / scale) for x0, top, x1, bottom in engine.find(np.asarray(small))
    ]


def _run_down(places: list[Place]) -> bool:
    """Whether most of the print stands in lines that are taller than wide."""
    across = sum(x1 - x0 for x0, top, x1, bottom in places if x1 - x0 > 2 * (bottom - top))
    down = sum(bottom - top for x0, top, x1, bottom in places if bottom - top > 2 * (x1 - x0))
    return down > across


def _trust(level: _Level, engine: Engine) -> float:
    """How well a sample of the page's longer lines reads."""
    # What is less tall or taller than a line is more often a rule's remains or two lines that touch.
    print_ = [strip for strip in level.found if 0.5 <= (strip.bottom - strip.top) / strip.em <= 1.5] or level.found
    lines = sorted(print_, key=lambda strip: abs((strip.x1 - strip.x0) / strip.em - 6))[:_SAMPLE]
    return _mean_trust(lines, level.grey, engine)


def _mean_trust(lines: list[Strip], grey: Pixels, engine: Engine) -> float:
    pictures = [
        grey[max(0, int(s.top - 0.1 * s.em)) : int(s.bottom + 0.1 * s.em) + 1, max(0, int(s.x0)) : int(s.x1) + 1]
        for s in lines
    ]
    readings = engine.read(pictures)
    return float(np.mean([reading.sure for reading in readings])) if readings else 0.0


def _glyphs(line: ReadStrip, level: _Level, number: int, per_point: float) -> list[Glyph]:
    strip = line.strip
    top, bottom = strip.middle - strip.em / 2, strip.middle + strip.em / 2
    torn = level.torn is not None and level.torn[0] - strip.em < strip.middle < level.torn[1] + strip.em
    found = []
    for sign in line.signs:
        box = level.posture.displayed(*sign.shown)
        doubtful = sign.doubtful or torn
        edges = (sign.x0 / per_point, top / per_point, sign.x1 / per_point, bottom / per_point)
        found.append(Glyph(sign.char, *edges, PagePlace(number, box), doubtful and not sign.char.isspace()))
    return found


def _ruling(rule: Rule, per_point: float) -> Ruling:
    return Ruling(rule.at / per_point, rule.start / per_point, rule.end / per_point)
