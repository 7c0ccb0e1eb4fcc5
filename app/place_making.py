"""Makes the pictures for `explain --image`. A hostile file can make that take for ever or grow without bound, so it is
done by a process of its own, see `pipeline.picturing`; what goes to and fro is bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL.PngImagePlugin import PngImageFile

from extractors.picture import Mark, one_below_the_other, place_pictures, png


def marked_places(path: Path, marks: Sequence[Mark]) -> list[bytes]:
    """The pictures of one file's places, each a PNG file. Raises Unreadable, NoChineseFont."""
    return [png(picture) for picture in place_pictures(path, marks)]


def sheet_of_places(pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """The pictures from top to bottom, each under the name of its file, as a PNG file. Raises NoChineseFont."""
    # Not Image.open, which refuses large pictures as if they came from elsewhere.
    return png(one_below_the_other([(name, PngImageFile(io.BytesIO(picture))) for name, picture in pictures]))
