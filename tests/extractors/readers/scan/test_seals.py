"""Seals without colour: lifted where they are paler than print, lines that they bind taken apart."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.readers.scan.covered import covered
from extractors.readers.scan.ink import ink_of
from extractors.readers.scan.parting import parted, reaching
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rings import Ring, inside
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled, ruled_lines
from extractors.readers.scan.seals import Stamp, stamp, without_seals
from extractors.readers.scan.strips import Strip

EM = 20.0
RING = Ring(200.0, 200.0, 100.0)


def stamped(shade: int) -> Pixels:
    """A page with black bars beside and across a ring of grey `shade`."""
    page = np.full((400, 600), 245, np.uint8)
    cv2.circle(page, (200, 200), 100, shade, 6)
    page[192:198, 60:560] = 30
    return page


def test_a_seal_paler_than_print_is_lifted_and_the_print_under_it_stays() -> None:
    page = stamped(110)
    seals = without_seals(page, page < 190, [RING], EM)
    assert (seals.grey[120:180, 60:340] > 200).all()
    assert (seals.grey[194:196, 60:560] < 90).all()
    assert seals.strokes[193, 100]
    assert not seals.strokes[195, 200]
    assert not seals.hidden.any()


def test_a_seal_as_dark_as_print_stays_and_is_known() -> None:
    page = stamped(30)
    seals = without_seals(page, page < 190, [RING], EM)
    assert (seals.grey == page).all()
    assert seals.hidden[195, 100]
    assert not seals.hidden[195, 200]


def test_a_line_that_a_seal_makes_taller_is_as_tall_as_its_print_beside_the_seal() -> None:
    ink = np.zeros((400, 600), dtype=bool)
    ink[190:208, 20:560] = True
    ink[175:230, 180:190] = True
    (line,) = parted([Strip(20.0, 175.0, 560.0, 230.0, 55.0, -1e6, 1e6)], [], ink, inside([RING], ink.shape), EM)
    assert (line.top, line.bottom, line.em) == (190.0, 208.0, EM)


def test_what_is_parted_from_a_line_is_not_read_again_where_another_line_has_it() -> None:
    ink = np.zeros((400, 600), dtype=bool)
    ink[190:208, 20:560] = ink[214:232, 20:560] = ink[180:240, 180:190] = True
    whole = Strip(20.0, 190.0, 560.0, 208.0, EM, -1e6, 1e6)
    bound = Strip(20.0, 198.0, 560.0, 240.0, 42.0, -1e6, 1e6)
    lines = parted([whole, bound], [], ink, inside([RING], ink.shape), EM)
    assert [(line.top, line.bottom) for line in lines] == [(190.0, 208.0), (214.0, 232.0)]


def test_a_red_seal_is_cleared_to_paper_and_print_under_it_stays() -> None:
    page = np.full((400, 400, 3), 235, np.uint8)
    cv2.circle(page, (200, 200), 120, (60, 50, 200), 10)
    page[100:106, 20:380] = 30
    grey = ink_of(page, 2.0).cleared
    assert grey is not None
    assert (grey[150:250, 60:340] > 225).all()
    assert (grey[102:104, 30:370] < 60).all()


def test_a_line_reaches_to_where_it_was_found_under_a_ring() -> None:
    hidden = np.zeros((400, 600), dtype=bool)
    hidden[150:250, 96:104] = True
    line = Strip(108.0, 190.0, 300.0, 208.0, EM, -1e6, 1e6)
    assert reaching(line, [(85.0, 185.0, 305.0, 213.0)], hidden).x0 == 90.0
    assert reaching(line, [(85.0, 185.0, 305.0, 213.0)], ~hidden & False).x0 == 108.0


def with_star(shade: int) -> Pixels:
    """A page with bars of print, half of them pale, and a seal of grey `shade`: its ring, and a star over a bar."""
    page = np.full((400, 600), 245, np.uint8)
    cv2.circle(page, (200, 200), 100, shade, 4)
    cv2.rectangle(page, (170, 170), (230, 230), shade, -1)
    for top in range(20, 380, 40):
        page[top : top + 4, 320:560] = 40 if top % 80 == 20 else 100
    page[198:202, 180:220] = 30
    return page


def test_of_a_seal_as_pale_as_thin_print_the_star_alone_is_lifted_and_stays_doubtful() -> None:
    page = with_star(100)
    seals = without_seals(page, page < 190, [RING], EM)
    assert (seals.grey[175:190, 175:225] > 200).all()
    assert (seals.grey[199:201, 185:215] < 90).all()
    assert seals.hidden[200, 200]
    assert not seals.standing[200, 200]
    assert seals.standing[200, 100]


def test_a_rule_shows_through_a_paler_seal_alone() -> None:
    page = stamped(110)
    paler, black = (stamp(shown, shown < 190, [RING], EM) for shown in (page, stamped(30)))
    assert paler is not None
    assert black is not None
    assert paler.showing[195, 60:560].all()
    assert not paler.showing[120:185, 60:340].any()
    assert not black.showing[195, 100]


GRID = Ruled(
    tuple(Rule(at, 50.0, 500.0, 2.0) for at in (100.0, 160.0, 220.0)),
    tuple(Rule(at, 100.0, 220.0, 2.0) for at in (50.0, 275.0, 500.0)),
    np.zeros((400, 600), bool),
)


def test_a_cell_in_which_nothing_was_found_under_a_thick_stroke_is_no_empty_one() -> None:
    star, ring = np.zeros((400, 600), dtype=bool), np.zeros((400, 600), dtype=bool)
    star[110:215, 150:190] = True
    ring[110:150, 300:305] = True
    above = Strip(140.0, 112.0, 260.0, 130.0, EM, 50.0, 275.0, 100.0, 160.0)
    (line,) = covered([above], star | ring, GRID, EM)
    assert (line.above, line.below, line.left) == (160.0, 220.0, 50.0)


def test_a_short_level_rule_that_a_seal_cuts_off_is_one_if_it_begins_at_another() -> None:
    dots, seal = np.zeros((400, 600), dtype=bool), np.zeros((400, 600), dtype=bool)
    for at in (100, 220):
        dots[at : at + 2, 50:500] = True
    for at in (50, 275, 500):
        dots[100:222, at : at + 2] = True
    dots[160:162, 275:380] = True
    seal[140:180, 376:440] = True
    page = np.where(dots, 30, 245).astype(np.uint8)
    cut = ruled_lines(page, dots, EM, Stamp(seal, seal, dots & ~seal))
    assert {round(rule.at) for rule in cut.horizontal} == {101, 161, 221}
    assert {round(rule.at) for rule in ruled_lines(page, dots, EM).horizontal} == {101, 221}


def sheet() -> Pixels:
    """The dots of a table of two rows and two columns."""
    dots = np.zeros((400, 600), dtype=bool)
    for at in (100, 160, 220):
        dots[at : at + 2, 150:500] = True
    for at in (150, 325, 498):
        dots[100:222, at : at + 2] = True
    return dots


def rules_under(seal: Pixels) -> Ruled:
    """The rules of the table with a seal that covers `seal`."""
    dots = sheet() | seal
    page = np.where(dots, 30, 245).astype(np.uint8)
    return ruled_lines(page, dots, EM, Stamp(seal, inside([Ring(150.0, 160.0, 100.0)], seal.shape), sheet() & ~seal))


def test_a_rule_ends_at_its_table_although_a_seal_goes_on() -> None:
    seal = np.zeros((400, 600), dtype=bool)
    seal[155:167, 90:200] = True
    assert {(round(rule.start), round(rule.end)) for rule in rules_under(seal).horizontal} == {(151, 499)}


def test_a_stroke_of_a_seal_from_rule_to_rule_is_no_wall() -> None:
    seal = np.zeros((400, 600), dtype=bool)
    drawn = seal.copy()
    drawn[162:220, 200:202] = True
    dots = sheet() | drawn
    page = np.where(dots, 30, 245).astype(np.uint8)
    disc = inside([Ring(150.0, 160.0, 100.0)], seal.shape)
    assert sorted({round(rule.at) for rule in ruled_lines(page, dots, EM, Stamp(seal, disc, dots)).vertical}) == [
        151,
        326,
        499,
    ]
    assert 201 in {round(rule.at) for rule in ruled_lines(page, dots, EM).vertical}


def test_a_rule_that_a_seal_cuts_is_whole_although_its_table_is_open_at_the_side() -> None:
    page = np.full((460, 620), 245, np.uint8)
    for y in (30, 120, 200, 280, 370, 440):
        page[y - 1 : y + 2, 40:580] = 30
    for x in (250, 420):
        page[30:440, x - 1 : x + 2] = 30
    cv2.circle(page, (180, 200), 100, 30, 6)
    ink = page < 190
    ruled = ruled_lines(page, ink, EM, stamp(page, ink, [Ring(180.0, 200.0, 100.0)], EM))
    starts = [
        min((rule.start for rule in ruled.horizontal if abs(rule.at - y) < 4), default=-1.0) for y in (120, 200, 280)
    ]
    assert starts == pytest.approx([40, 40, 40], abs=6)
