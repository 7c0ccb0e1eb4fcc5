"""What a scanner, a stamp and a careless hand make of a clean page: skew, noise, shade, seals, bilevel dots."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

_RED: Final = (196, 32, 40)
_SEAL_WORDS: Final = "清河市财政局专用章"
_SEAL_FONT: Final = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned: `skew` degrees, `noise` and `blur` in grey levels and dots, `shade` how much darker one
    corner is (0..1), `quarter` counter-clockwise turns, `seals` how many are stamped, `lettered` whether they bear
    words, `specks` of dust to a million dots, `light` by how many grey levels a bilevel scan is too light."""

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
    lettered: bool = False
    specks: float = 0.0
    light: int = 0


def some_scanner(seed: int) -> Scanner:
    """One of the many ways in which units scan."""
    random = Random(1000 + seed)
    dpi = random.choice((150, 150, 180, 200, 200, 240, 300))
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
        lettered=random.random() < 0.7,
        specks=random.choice((0.0, 0.0, 20.0, 60.0)),
        light=random.choice((-25, 0, 0, 20)),
    )


def scanned(picture: Image.Image, scanner: Scanner) -> Image.Image:
    """The page `picture` (grey) as `scanner` gives it."""
    random = np.random.default_rng(scanner.seed)
    page = np.asarray(picture.convert("RGB")).astype(np.float32)
    page = 30 + page * (235 - 30) / 255
    for _ in range(scanner.seals):
        page = _stamped(page, scanner.dpi, random, lettered=scanner.lettered)
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew, 1.0)
    page = np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(235, 235, 235)))
    if scanner.specks:
        page = _dusty(page, scanner.specks, random)
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
        # A scanner evens its own light before it decides what is black.
        light = np.linspace(1 - scanner.shade, 1.0, width, dtype=np.float32)[None, :] if scanner.shade else 1.0
        dots = np.where(dots > ((30 + 235) / 2 - scanner.light) * light, 255, 0).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(np.rot90(dots, scanner.quarter)))
    return image.convert("1") if scanner.colours == "bilevel" else image


def _dusty(page: np.ndarray, specks: float, random: np.random.Generator) -> np.ndarray:
    """Dark specks on the paper and light ones in the print, of one to three dots."""
    dusty = page.copy()
    height, width = page.shape[:2]
    for _ in range(round(specks * height * width / 1e6)):
        y, x = int(random.integers(height)), int(random.integers(width))
        tall, wide = random.integers(1, 4, 2)
        dusty[y : y + tall, x : x + wide] = 40 if random.random() < 0.7 else 235
    return dusty


def _stamped(page: np.ndarray, dpi: int, random: np.random.Generator, *, lettered: bool) -> np.ndarray:
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
    if lettered:
        _letter(seal, centre, radius)
    ink = (seal.astype(np.float32) / 255 * 0.85)[:, :, None]
    red = np.array(_RED, dtype=np.float32)
    return page * (1 - ink) + np.minimum(page, red) * ink


def _letter(seal: np.ndarray, centre: tuple[int, int], radius: int) -> None:
    """The words along the inside of a seal's ring, each character turned towards its middle."""
    size = round(0.26 * radius)
    font = ImageFont.truetype(_SEAL_FONT, size, index=2)
    for at, char in enumerate(_SEAL_WORDS):
        angle = np.radians(-120 + 240 * at / (len(_SEAL_WORDS) - 1))
        letter = Image.new("L", (2 * size, 2 * size), 0)
        ImageDraw.Draw(letter).text((size, size), char, 255, font=font, anchor="mm")
        turned = np.asarray(letter.rotate(-float(np.degrees(angle)), Image.Resampling.BILINEAR))
        x = round(centre[0] + 0.78 * radius * np.sin(angle)) - size
        y = round(centre[1] - 0.78 * radius * np.cos(angle)) - size
        window = seal[max(0, y) : y + 2 * size, max(0, x) : x + 2 * size]
        part = turned[max(0, -y) :, max(0, -x) :][: window.shape[0], : window.shape[1]]
        np.maximum(window, part, out=window)


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
