"""The picture of `hedui explain … --image` in the tutorial: the figures of its finding, marked on their sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image
from tutorial.shown import FINDING

from app.place_picture import finding_picture
from pipeline.store import find_finding, open_store

NAME: Final = "tutorial-place"


def drawn(samples: Path, out: Path) -> tuple[Image.Image, str]:
    """The picture, written to `out` as the command does, and the figures that are marked on it."""
    store = open_store(f"sqlite:///{samples}")
    detail = find_finding(store, FINDING)
    assert detail is not None
    finding_picture(store, detail, out)
    store.close()
    with Image.open(out) as picture:
        return picture.convert("RGB"), "\n".join(f"{fact['printed']}\t{fact['evidence']}" for fact in detail.facts)
