"""Pictures made to do harm, or of makes that are seldom met."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image
from printing.sheet_picture import sheet_picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def printed_in_four_colours() -> bytes:
    """A sheet as a printing house keeps it."""
    return saved(sheet_picture(5, rows=2).picture.convert("CMYK"), "JPEG", quality=92, dpi=(200, 200))


def png_of(width: int, height: int) -> bytes:
    """All of one colour: two thousand million dots in a few megabytes, or far fewer where the rest is left out."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = bytes(1 + -(-width // 8))
    packed = b"".join(packer.compress(row * 100) for _ in range(min(height, 20_000) // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def truncated_tiff() -> bytes:
    return saved(Image.effect_noise((800, 600), 50), "TIFF")[:200_000]


def tiff_in_a_circle() -> bytes:
    """Its second page is its first again."""
    content = bytearray(saved(Image.new("L", (40, 40), 255), "TIFF"))
    first = struct.unpack_from("<I", content, 4)[0]
    entries = struct.unpack_from("<H", content, first)[0]
    struct.pack_into("<I", content, first + 2 + 12 * entries, first)
    return bytes(content)


def animation(kind: str) -> bytes:
    frames = [Image.new("RGB", (300, 200), (shade, shade, 255)) for shade in (0, 90, 180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def sixteen_bits() -> bytes:
    """A sheet in 65,536 shades of grey."""
    grey = np.asarray(sheet_picture(5, rows=2).picture.convert("L")).astype(np.uint16)
    return saved(Image.fromarray(grey * 257), "PNG")


def pages_of_all_sizes() -> bytes:
    """A TIFF of a blank page, a sheet, a strip and a column, grey, in colours and of black and white dots."""
    pages = [Image.new("L", (300, 200), 255), sheet_picture(5, rows=2).picture]
    pages += [Image.new("1", (2000, 30), 1), Image.new("RGB", (50, 3000), "white")]
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))


def pages_of_a_tiff(count: int) -> bytes:
    page = Image.new("1", (50, 50), 1)
    return saved(page, "TIFF", save_all=True, append_images=[page] * (count - 1))


def cut_photo() -> bytes:
    return saved(Image.effect_noise((800, 600), 50), "JPEG")[:20_000]
