"""From dots to a level page: shade, seals, skew, rules and rings, on pages drawn without any font."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest

from extractors.readers.scan.dust import dust
from extractors.readers.scan.ink import dark, ink_of
from extractors.readers.scan.outline import flattened
from extractors.readers.scan.posture import Quarter, posture, skew
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rings import rings
from extractors.readers.scan.rules import ruled_lines, usual_em, without_rules

EM = 28
PER_POINT = 200 / 72


def printed(width: int = 1400, height: int = 1000, seed: int = 1) -> Pixels:
    """Lines of small strokes as dense as Chinese print, in a picture of blue, green and red."""
    random = Random(seed)
    page = np.full((height, width, 3), 255, np.uint8)
    for top in range(60, height - 60, 40):
        for left in range(60, width - 60, EM + 2):
            for _ in range(5):
                x, y = left + random.randrange(EM - 12), top + random.randrange(EM - 4)
                if random.random() < 0.5:
                    page[y : y + 3, x : x + random.randrange(6, 24)] = 20
                else:
                    page[y : min(y + 20, top + EM), x : x + 3] = 20
    return page


def grid(page: Pixels, xs: list[int], ys: list[int], thick: int = 3) -> Pixels:
    ruled = page.copy()
    for x in xs:
        cv2.line(ruled, (x, ys[0]), (x, ys[-1]), (0, 0, 0), thick)
    for y in ys:
        cv2.line(ruled, (xs[0], y), (xs[-1], y), (0, 0, 0), thick)
    return ruled


@pytest.mark.parametrize("angle", [-8.0, -2.5, -0.3, 0.0, 0.8, 3.0, 10.0])
def test_skew_is_measured(angle: float) -> None:
    page = printed()
    height, width = page.shape[:2]
    turned = cv2.warpAffine(
        page, cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1), (width, height), borderValue=(255,) * 3
    )
    assert skew(np.asarray(turned)[:, :, 0] < 128)[0] == pytest.approx(angle, abs=0.15)


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
@pytest.mark.parametrize("angle", [0.0, 2.0])
def test_a_place_is_found_again_on_the_page_as_displayed(quarter: Quarter, angle: float) -> None:
    picture = np.full((600, 900), 255, np.uint8)
    picture[100:140, 700:780] = 0
    lying = posture(900, 600, quarter, angle)
    rows, columns = np.nonzero(lying.upright(picture, 255) < 128)
    box = lying.displayed(float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max()))
    assert box == pytest.approx((700 / 900, 100 / 600, 780 / 900, 140 / 600), abs=0.02)


def test_shade_is_evened() -> None:
    page = printed().astype(np.float32) * np.linspace(0.35, 1.0, 1400, dtype=np.float32)[None, :, None]
    even = ink_of(page.astype(np.uint8), PER_POINT).dark
    assert even[:, :300].mean() == pytest.approx(even[:, -300:].mean(), rel=0.25)


def test_a_red_seal_is_taken_off_and_remembered() -> None:
    page = printed()
    plain = ink_of(page, PER_POINT)
    stamped = page.copy()
    ring = np.zeros(page.shape[:2], np.uint8)
    cv2.circle(ring, (700, 500), 160, 1, 6)
    on_paper = (ring > 0) & (page[:, :, 0] > 128)
    stamped[on_paper] = (60, 50, 210)
    ink = ink_of(stamped, PER_POINT)
    assert not plain.seal.any()
    assert ink.seal[ring > 0].mean() > 0.95
    assert ink.seal.mean() < 0.03
    assert (ink.dark != plain.dark).mean() < 0.01


def test_a_red_seal_that_print_cuts_into_pieces_is_taken_off_whole() -> None:
    page = np.full((1000, 1400, 3), 255, np.uint8)
    cv2.circle(page, (700, 500), 160, (60, 50, 210), 6)
    for x, y in ((540, 500), (590, 390), (700, 340), (815, 390), (860, 500), (815, 612), (700, 660), (587, 612)):
        page[y - 10 : y + 10, x - 10 : x + 10] = 30
    red = page[:, :, 2] > 200
    assert ink_of(page, PER_POINT).seal[red & (page[:, :, 0] < 100)].all()


def test_a_red_headline_stays() -> None:
    page = np.full((1000, 1400, 3), 255, np.uint8)
    page[100:160, 300:1100] = (40, 30, 200)
    ink = ink_of(page, PER_POINT)
    assert not ink.seal.any()
    assert ink.dark[110:150, 310:1090].all()


def test_the_em_is_told_from_the_print() -> None:
    assert usual_em(printed()[:, :, 0] < 128) == pytest.approx(EM, rel=0.25)


@pytest.mark.parametrize("noise", [0, 12])
@pytest.mark.parametrize("thick", [1, 2, 5])
def test_rules_are_found_and_nothing_else(noise: int, thick: int) -> None:
    xs, ys = [52, 400, 900, 1350], [50, 130, 530, 930]
    page = grid(printed(), xs, ys, thick)
    noisy = np.clip(page + np.random.default_rng(1).normal(0, noise, page.shape), 0, 255).astype(np.uint8)
    print_ = dark(noisy[:, :, 0])
    ruled = ruled_lines(noisy[:, :, 0], print_, EM)
    assert [rule.at for rule in ruled.horizontal] == pytest.approx(ys, abs=3)
    assert sorted(rule.at for rule in ruled.vertical) == pytest.approx(xs, abs=3)
    clean = without_rules(noisy[:, :, 0], ruled)
    assert (clean[45:56, 500:800] < 128).mean() < 0.02


@pytest.mark.parametrize(("light", "lost"), [(0, False), (190, True)])
def test_a_page_is_lost_when_a_rule_too_light_to_be_found_has_left_traces(light: int, lost: bool) -> None:
    page = grid(printed(), [52, 400, 900, 1350], [50, 130, 530, 930])
    page[525:540] = 255
    page[530:532, 52:1350] = light
    ruled = ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM)
    assert any(abs(rule.at - 530) < 3 for rule in ruled.horizontal) is not lost
    assert ruled.lost is lost


def test_a_page_of_print_alone_is_not_lost() -> None:
    page = printed()
    assert not ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM).lost


def test_rules_end_where_they_meet_others() -> None:
    page = grid(np.full((600, 1000, 3), 255, np.uint8), [50, 500, 950], [50, 300, 550])
    page[299:302, 36:965] = 0
    ruled = ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM)
    assert [(rule.start, rule.end) for rule in ruled.horizontal] == [pytest.approx((50, 950), abs=2)] * 3


def test_a_faded_rule_is_one() -> None:
    page = grid(np.full((600, 1000, 3), 255, np.uint8), [50, 500, 950], [50, 300, 550])
    page[295:306, 300:320] = 255
    ruled = ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM)
    assert [(rule.start, rule.end) for rule in ruled.horizontal if abs(rule.at - 300) < 4] == [
        pytest.approx((50, 950), abs=4)
    ]


def test_walls_of_cells_too_narrow_for_a_long_stroke_are_found() -> None:
    page = grid(np.full((600, 1000, 3), 255, np.uint8), [50, 90, 500, 950], [50, 300, 550])
    page[280:320, 93:497] = 255  # the second column goes on over two rows
    ruled = ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM)
    middle = [(rule.start, rule.end) for rule in ruled.horizontal if abs(rule.at - 300) < 4]
    assert middle == [pytest.approx((50, 90), abs=5), pytest.approx((500, 950), abs=5)]


def test_a_wall_of_a_narrow_cell_may_have_faded_in_places() -> None:
    page = grid(np.full((600, 1000, 3), 255, np.uint8), [50, 90, 500, 950], [50, 300, 550])
    page[280:320, 93:497] = 255
    page[280:320, 66:74] = 255
    ruled = ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM)
    assert any((rule.start, rule.end) == pytest.approx((50, 90), abs=5) for rule in ruled.horizontal)


def test_print_over_a_table_in_line_with_its_rules_is_none() -> None:
    page = grid(np.full((600, 1000, 3), 255, np.uint8), [50, 500, 950], [150, 300, 550])
    page[60:100, 498:502] = 0
    ruled = ruled_lines(page[:, :, 0], page[:, :, 0] < 128, EM)
    assert min(rule.start for rule in ruled.vertical) > 140


def test_dust_is_told_from_points_and_broken_print() -> None:
    print_ = np.zeros((200, 400), dtype=bool)
    print_[50:70, 50:60] = True
    print_[66:70, 64:68] = True  # a point beside a digit
    print_[100:104, 300:304] = True  # a speck
    for top in range(150, 170, 5):  # a thin stroke that has come apart
        print_[top : top + 3, 200:203] = True
    specks = dust(print_, EM)
    assert specks[100:104, 300:304].all()
    assert specks.sum() == 16


def test_a_seal_without_colour_is_told_by_its_ring() -> None:
    page = grid(printed(), [52, 400, 900, 1350], [50, 130, 530, 930])
    assert rings(page[:, :, 0] < 128, PER_POINT) == []
    cv2.circle(page, (800, 480), 155, (20, 20, 20), 5)
    (ring,) = rings(page[:, :, 0] < 128, PER_POINT)
    assert (ring.x, ring.y, ring.radius) == pytest.approx((800, 480, 155), abs=5)


def test_a_photo_is_made_flat() -> None:
    page = grid(np.full((1000, 1400, 3), 255, np.uint8), [52, 400, 900, 1350], [50, 130, 530, 930])
    corners = np.array([[150, 90], [1480, 160], [1420, 1150], [80, 1080]], dtype=np.float32)
    plain = np.array([[0, 0], [1400, 0], [1400, 1000], [0, 1000]], dtype=np.float32)
    photo = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(plain, corners), (1600, 1250), borderValue=(70, 60, 50)
    )
    flat = flattened(np.asarray(photo))
    assert flat is not None
    seen = np.column_stack([corners, np.ones(4)]) @ flat.projection.T
    height, width = flat.pixels.shape[:2]
    expected = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    assert seen[:, :2] / seen[:, 2:] == pytest.approx(expected, abs=12)
    assert len(ruled_lines(flat.pixels[:, :, 0], dark(flat.pixels[:, :, 0]), EM).vertical) == 4


@pytest.mark.parametrize("edge", [255, 120])
def test_a_scan_is_not_taken_for_a_photo(edge: int) -> None:
    page = printed()
    page[:, :6] = edge
    assert flattened(page) is None
