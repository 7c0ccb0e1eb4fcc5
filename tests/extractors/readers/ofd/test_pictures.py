"""Pages of an OFD file that are pictures: drawn as their matrices say, then read like any scan."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from printing.ofd import NAMESPACE, Leaf, ofd
from printing.scan import Scanner, scanned
from printing.sheet_picture import require_fonts, sheet_picture

from extractors.readers.every_kind import read_document
from extractors.readers.ofd import ofd_page
from extractors.text import PagePlace

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)


def file_with(leaf: Leaf, picture: bytes, name: str = "Image_0.png") -> bytes:
    listing = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="3" Type="Image">'
        f"<ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    return ofd([leaf], common=common, parts={"Doc_0/DocumentRes.xml": listing, f"Doc_0/Res/{name}": picture})


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, quality=92)
    return out.getvalue()


def corners() -> bytes:
    """Red, green, blue and white from the upper left by rows."""
    picture = Image.new("RGB", (40, 40), WHITE)
    picture.paste(RED, (0, 0, 20, 20))
    picture.paste(GREEN, (20, 0, 40, 20))
    picture.paste(BLUE, (0, 20, 20, 40))
    return encoded(picture)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        pytest.param("", (RED, GREEN, BLUE, WHITE), id="fitted"),
        pytest.param("100 0 0 80 0 0", (RED, GREEN, BLUE, WHITE), id="straight"),
        pytest.param("-100 0 0 80 100 0", (GREEN, RED, WHITE, BLUE), id="mirrored"),
        pytest.param("100 0 0 -80 0 80", (BLUE, WHITE, RED, GREEN), id="upside down"),
        pytest.param("0 80 -100 0 100 0", (BLUE, RED, WHITE, GREEN), id="turned clockwise"),
        pytest.param("0 -80 100 0 0 80", (GREEN, WHITE, RED, BLUE), id="turned the other way"),
    ],
)
def test_a_picture_is_drawn_as_its_matrix_says(tmp_path: Path, matrix: str, expected: tuple[object, ...]) -> None:
    stated = f' CTM="{matrix}"' if matrix else ""
    leaf = Leaf(200, 100).drawn(f'<ofd:ImageObject ID="9" ResourceID="3" Boundary="50 10 100 80"{stated}/>')
    path = tmp_path / "扫描.ofd"
    path.write_bytes(file_with(leaf, corners()))
    printed, raster = ofd_page(path, 1)
    assert raster is not None
    assert raster.page == printed.page
    height, width = raster.pixels.shape[:2]
    found = [
        tuple(int(part) for part in raster.pixels[int(height * y), int(width * x)][::-1])
        for y in (0.3, 0.7)
        for x in (0.4, 0.6)
    ]
    assert tuple(found) == expected
    assert tuple(raster.pixels[int(height * 0.5), int(width * 0.1)]) == WHITE


@pytest.mark.parametrize(
    ("picture", "matrix"),
    [(b"\x97JB2\r\n\x1a\n" + bytes(50), ""), (corners()[:60], ""), (corners(), "70 40 -40 70 50 0")],
    ids=["a kind that is not drawn", "cut off", "askew"],
)
def test_a_picture_that_cannot_be_drawn_is_left_out(tmp_path: Path, picture: bytes, matrix: str) -> None:
    stated = f' CTM="{matrix}"' if matrix else ""
    leaf = Leaf().drawn(f'<ofd:ImageObject ID="9" ResourceID="3" Boundary="0 0 210 297"{stated}/>')
    path = tmp_path / "扫描.ofd"
    path.write_bytes(file_with(leaf, picture))
    _, raster = ofd_page(path, 1)
    assert raster is None


def test_a_scan_in_an_ofd_file_is_read(tmp_path: Path) -> None:
    require_fonts()
    sheet = sheet_picture(3, rows=3)
    scan = scanned(sheet.picture, Scanner(skew=0.6, noise=4.0))
    width, height = (side / sheet.dpi * 25.4 for side in scan.size)
    path = tmp_path / "扫描.ofd"
    path.write_bytes(file_with(Leaf(width, height).picture(0, 0, width, height), encoded(scan, "JPEG"), "a.jpg"))
    document = read_document(path)
    assert document.scanned
    (table,) = document.tables
    read = [[text.compact() for text in row] for row in table.grid()]
    assert [row[-1] for row in read] == [row[-1] for row in sheet.rows]
    places = [place for place in table.grid()[1][0].places if place is not None]
    assert all(isinstance(place, PagePlace) and place.box[0] < 0.2 for place in places)
