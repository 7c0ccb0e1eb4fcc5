"""Makes the pictures of a file's pages, printed or drawn. A hostile file can make that take for ever or grow without
bound, so the desk has it done by a process of its own, see `pipeline.picturing`."""

from __future__ import annotations

import io
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from extractors.document import Document
from extractors.picture.drawn_pages import DrawnPage, draw_page, drawn_pages, holders
from extractors.picture.page_image import page_image
from extractors.picture.signs import Run
from extractors.readers.every_kind import read_document
from extractors.readers.sniff import sniff

_DOCUMENTS_KEPT: Final = 4
_COLOURS: Final = 256


@dataclass(frozen=True, slots=True)
class _Drawn:
    document: Document
    pages: tuple[DrawnPage, ...]


_documents: Final[OrderedDict[str, _Drawn]] = OrderedDict()
"""Those that were drawn last, by the hash of their file."""


def printed_page(path: Path, number: int) -> bytes:
    """Page `number` (from 1) of the file's own as a PNG file. Raises Unreadable, HeduiError."""
    return _png(page_image(path, sniff(path), number))


def drawn_page(path: Path, sha256: str, number: int) -> tuple[bytes, bytes] | None:
    """Our drawing number `number` (from 1) of what stands on none of the file's own pages, as a PNG file, and as JSON
    where its signs stand; None if there are fewer. Raises Unreadable, HeduiError."""
    drawn = _document(path, sha256)
    if number > len(drawn.pages):
        return None
    made = draw_page(drawn.document, drawn.pages[number - 1])
    return _png(made.image), _runs_json(made.image, made.runs)


def drawn_places(path: Path, sha256: str) -> bytes:
    """As JSON, on which drawn page (from 1) each cell, paragraph or line stands. Raises Unreadable."""
    drawn = _document(path, sha256)
    found = {holder: page + 1 for holder, page in holders(drawn.document, drawn.pages).items()}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _document(path: Path, sha256: str) -> _Drawn:
    if (kept := _documents.get(sha256)) is not None:
        _documents.move_to_end(sha256)
        return kept
    document = read_document(path)
    drawn = _documents[sha256] = _Drawn(document, drawn_pages(document))
    if len(_documents) > _DOCUMENTS_KEPT:
        _documents.popitem(last=False)
    return drawn


def _png(image: Image.Image) -> bytes:
    """As small as is quick: photographs in 256 colours, drawings as they are."""
    out = io.BytesIO()
    if image.getcolors(maxcolors=1 << 12) is None:
        image = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _runs_json(image: Image.Image, found: Sequence[Run]) -> bytes:
    runs = [
        [run.holder, run.first, [round(edge, 1) for edge in run.edges], round(run.top, 1), round(run.bottom, 1)]
        for run in found
    ]
    return json.dumps([image.width, image.height, runs], ensure_ascii=False, separators=(",", ":")).encode()
