"""Picture files of every make, the spoilt ones included."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image

from extractors.document import Page
from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document
from extractors.readers.scan import scanned_page
from extractors.readers.scan.engine import Engine
from extractors.readers.scan.pictures import media_type, rasters
from extractors.readers.scan.raster import Raster


def _save(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


def _only(path: Path) -> Raster:
    (raster,) = rasters(path)
    return raster


def _corner(mode: str) -> Image.Image:
    """White with black in the upper left corner."""
    picture = Image.new("L", (60, 80), 255)
    picture.paste(0, (0, 0, 20, 20))
    return picture.convert(mode)


@pytest.mark.parametrize(
    ("mode", "name"),
    [("L", "a.png"), ("1", "a.tiff"), ("RGB", "a.bmp"), ("P", "a.gif"), ("CMYK", "a.jpg"), ("LA", "a.png")],
)
def test_print_is_black_and_paper_white(tmp_path: Path, mode: str, name: str) -> None:
    pixels = _only(_save(tmp_path / name, _corner(mode))).pixels
    assert pixels.shape == (80, 60, 3)
    assert pixels[5, 5].max() < 40
    assert pixels[70, 50].min() > 215


def test_sixteen_bits_are_scaled_not_cut(tmp_path: Path) -> None:
    deep = np.full((80, 60), 60000, dtype=np.uint16)
    deep[:20, :20] = 5000
    pixels = _only(_save(tmp_path / "a.png", Image.fromarray(deep))).pixels
    assert pixels[5, 5].max() < 40 < 200 < pixels[70, 50].min()


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (60, 80), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 20, 20))
    pixels = _only(_save(tmp_path / "a.png", clear)).pixels
    assert pixels[5, 5].max() == 0
    assert pixels[70, 50].min() == 255


def test_a_camera_says_how_it_was_held(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    raster = _only(_save(tmp_path / "a.jpg", _corner("RGB"), exif=turned))
    assert raster.pixels.shape[:2] == (60, 80)
    assert raster.pixels[5, 75].max() < 60
    assert raster.page.width > raster.page.height


def test_pages_of_a_tiff(tmp_path: Path) -> None:
    pages = [_corner("L"), _corner("1"), _corner("L").resize((120, 160))]
    path = _save(tmp_path / "a.tif", pages[0], save_all=True, append_images=pages[1:], dpi=(200, 200))
    found = list(rasters(path))
    assert [raster.page.number for raster in found] == [1, 2, 3]
    assert [raster.pixels.shape[0] for raster in found] == [80, 80, 160]
    assert media_type(path) == "image/tiff"


@pytest.mark.parametrize(("dpi", "width"), [(200, 595.44), (72, 595.33), (None, 595.33), (4800, 595.33)])
def test_a_page_is_as_large_as_its_scanner_says_or_else_a4(tmp_path: Path, dpi: int | None, width: float) -> None:
    picture = Image.new("L", (1654, 2339), 255)
    page = _only(_save(tmp_path / "a.png", picture, **({"dpi": (dpi, dpi)} if dpi else {}))).page
    assert page.width == pytest.approx(width, abs=0.6)


def test_finer_than_the_engine_sees_is_shrunk(tmp_path: Path) -> None:
    raster = _only(_save(tmp_path / "a.png", Image.new("1", (4960, 7016), 1), dpi=(600, 600)))
    assert raster.pixels.shape[:2] == (3508, 2480)
    assert raster.page.width == pytest.approx(595.2)


def test_a_page_of_one_colour_costs_no_reading() -> None:
    page = Page(1, 595.0, 842.0)
    for shade in (0, 120, 255):
        bare = Raster(page, np.full((1000, 700, 3), shade, np.uint8))
        assert scanned_page(bare, cast(Engine, None)).glyphs == ()  # no engine is needed


def _bomb(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def _bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


_NOISE = Image.effect_noise((400, 400), 80)
_TIFF = _bytes(_NOISE, "TIFF")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.png", _bomb(60_000, 60_000), "too_large", id="bomb"),
        pytest.param("a.png", _bomb(8_000, 8_000), "too_large", id="more dots than a page has"),
        pytest.param("a.png", _bomb(30_000, 10), "too_large", id="endless strip"),
        pytest.param("a.png", _bomb(0, 10), "damaged", id="no width"),
        pytest.param("a.png", _bomb(800, 800), "damaged", id="less data than promised"),
        pytest.param("a.png", _bytes(_NOISE, "PNG")[:-3000], "damaged", id="PNG cut off"),
        pytest.param("a.jpg", _bytes(_NOISE, "JPEG")[:4000], "damaged", id="JPEG cut off"),
        pytest.param("a.tif", _TIFF[: len(_TIFF) // 2], "damaged", id="TIFF cut off"),
        pytest.param("a.tif", _TIFF[:4] + b"\xff\xff\xff\x7f" + _TIFF[8:], "damaged", id="TIFF that points nowhere"),
        pytest.param("a.tif", b"II*\x00" + bytes(60), "damaged", id="TIFF of nothing"),
        pytest.param("a.png", _bytes(Image.new("L", (800, 1100), 255), "PNG"), "scan_illegible", id="blank page"),
    ],
)
def test_spoilt_pictures_are_refused_at_once(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    start = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == reason
    assert time.monotonic() - start < 20
