"""Seals without colour: lifted where they are paler than print, lines that they bind taken apart."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.readers.scan.ink import ink_of
from extractors.readers.scan.parting import parted, reaching
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rings import Ring, inside
from extractors.readers.scan.seals import without_seals
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
