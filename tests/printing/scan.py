"""What a scanner, a stamp and a careless hand make of a clean page: skew, noise, shade, seals, bilevel dots."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

import cv2
import numpy as np
from PIL import Image

_RED: Final = (196, 32, 40)


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned: `skew` degrees, `noise` and `blur` in grey levels and dots, `shade` how much darker one
    corner is (0..1), `quarter` counter-clockwise turns, `seals` how many are stamped."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    shade: float = 0.0
    colours: Literal["colour", "grey", "bilevel"] = "colour"
    quarter: int = 0
    seals: int = 0
    quality: int = 80
    seed: int = 0


def some_scanner(seed: int) -> Scanner:
    """One of the many ways in which units scan."""
    random = Random(1000 + seed)
    dpi = random.choice((150, 200, 200, 300))
    return Scanner(
        dpi=dpi,
        skew=random.uniform(-2.5, 2.5),
        noise=random.choice((0.0, 4.0, 8.0, 14.0)),
        blur=random.choice((0.0, 0.4, 0.7)) * dpi / 200,
        shade=random.choice((0.0, 0.0, 0.2)),
        colours=random.choice(("colour", "colour", "grey", "bilevel")),
        quarter=random.choice((0, 0, 0, 0, 1, 2, 3)),
        seals=random.choice((0, 0, 1)),
        quality=random.choice((60, 75, 90)),
        seed=seed,
    )


def scanned(picture: Image.Image, scanner: Scanner) -> Image.Image:
    """The page `picture` (grey) as `scanner` gives it."""
    random = np.random.default_rng(scanner.seed)
    page = np.asarray(picture.convert("RGB")).astype(np.float32)
    page = 30 + page * (235 - 30) / 255
    for _ in range(scanner.seals):
        page = _stamped(page, scanner.dpi, random)
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew, 1.0)
    page = np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(235, 235, 235)))
    if scanner.blur:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), scanner.blur))
    if scanner.shade:
        ramp = np.linspace(1 - scanner.shade, 1.0, width, dtype=np.float32)
        page = page * ramp[None, :, None]
    if scanner.noise:
        page = page + random.normal(0, scanner.noise, page.shape[:2]).astype(np.float32)[:, :, None]
    dots = np.clip(page, 0, 255).astype(np.uint8)
    if scanner.colours != "colour":
        dots = np.asarray(cv2.cvtColor(dots, cv2.COLOR_RGB2GRAY))
    if scanner.colours == "bilevel":
        level, _ = cv2.threshold(dots, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        dots = np.where(dots > level, 255, 0).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(np.rot90(dots, scanner.quarter)))
    return image.convert("1") if scanner.colours == "bilevel" else image


def _stamped(page: np.ndarray, dpi: int, random: np.random.Generator) -> np.ndarray:
    """A round red seal with a star, its ink thin enough for print to show through."""
    height, width = page.shape[:2]
    radius = int(0.8 * dpi)
    centre = (
        int(random.integers(radius, max(radius + 1, width - radius))),
        int(random.integers(min(height - radius - 1, height // 3), max(height // 3 + 1, height - radius))),
    )
    seal = np.zeros((height, width), dtype=np.uint8)
    cv2.circle(seal, centre, radius, 255, max(2, dpi // 40), cv2.LINE_AA)
    star = [
        (
            centre[0] + 0.3 * radius * (1 if point % 2 == 0 else 0.4) * np.sin(point * np.pi / 5),
            centre[1] - 0.3 * radius * (1 if point % 2 == 0 else 0.4) * np.cos(point * np.pi / 5),
        )
        for point in range(10)
    ]
    cv2.fillPoly(seal, [np.array(star).astype(np.int32)], 255, cv2.LINE_AA)
    ink = (seal.astype(np.float32) / 255 * 0.85)[:, :, None]
    red = np.array(_RED, dtype=np.float32)
    return page * (1 - ink) + np.minimum(page, red) * ink


def photographed(picture: Image.Image, lean: float = 0.05, seed: int = 0) -> Image.Image:
    """The page `picture` (grey) on a dark desk in a photo: at a slant (`lean` of its width), lit from one side."""
    random = np.random.default_rng(seed)
    page = 20 + np.asarray(picture.convert("L")).astype(np.float32) * (225 - 20) / 255
    height, width = page.shape
    margin = int(0.08 * max(height, width))
    size = (width + 2 * margin, height + 2 * margin)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moves = random.uniform(-lean, lean, (4, 2)).astype(np.float32) * width
    aims = corners + margin + np.clip(moves, -0.9 * margin, 0.9 * margin)
    projection = cv2.getPerspectiveTransform(corners, aims.astype(np.float32))
    desk = np.asarray(cv2.warpPerspective(page, projection, size, borderValue=(60,)))
    light = np.linspace(0.75, 1.0, size[0], dtype=np.float32)[None, :]
    desk = desk * light + random.normal(0, 3, desk.shape).astype(np.float32)
    return Image.fromarray(np.clip(desk, 0, 255).astype(np.uint8)).convert("RGB")
