"""Pictures of the Word files that are made of the samples: a notice, and the month's summary."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pypdfium2
from docx import Document
from PIL import Image

from extractors.libreoffice import convert
from pipeline.briefing import month_figures, write_word_summary
from pipeline.notices import drafts, send
from pipeline.store import Store, open_store
from screenshots.passing import DAY

_MORNING: Final = datetime(DAY.year, DAY.month, DAY.day, 1, 30, tzinfo=UTC)
_SCALE: Final = 1.5

_FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<alias binding="same"><family>仿宋</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>宋体</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>黑体</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>"""
"""The fonts of offices are not free; these are the nearest."""


@dataclass(frozen=True)
class Paper:
    """The picture `name` of a page (from 0) of the Word file that `write` makes of a store into a folder."""

    name: str
    write: Callable[[Store, Path], Path]
    page: int


def _notice(store: Store, folder: Path) -> Path:
    sent = send(store, drafts(store), folder, DAY + timedelta(days=10), "王敏", now=_MORNING)
    return sent[-1].file


def _summary(store: Store, folder: Path) -> Path:
    file = folder / "六月汇总.docx"
    write_word_summary(file, month_figures(store, 2024, 6, DAY), DAY)
    return file


PAPERS: Final = (Paper("tutorial-notice", _notice, 0), Paper("summary", _summary, 0))


def written(paper: Paper, samples: Path, folder: Path) -> Path:
    """The Word file, made in `folder` of a copy of the store in the file `samples`."""
    copy = folder / f"{paper.name}.db"
    shutil.copy(samples, copy)
    store = open_store(f"sqlite:///{copy}")
    file = paper.write(store, folder)
    store.close()
    return file


def words(file: Path) -> str:
    """What stands in the Word file, in its order."""
    lines = []
    for block in Document(str(file)).iter_inner_content():
        rows = getattr(block, "rows", None)
        lines += [block.text] if rows is None else ["\t".join(cell.text for cell in row.cells) for row in rows]
    return "\n".join(lines)


def photograph(file: Path, page: int) -> Image.Image:
    """A page as a word processor lays it out. Raises Unreadable without LibreOffice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / ".config" / "fontconfig" / "fonts.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text(_FONTS, encoding="utf-8")
        source = folder / "paper.docx"
        shutil.copy(file, source)
        printed = pypdfium2.PdfDocument(convert(source, "pdf", folder))
        picture: Image.Image = printed[page].render(scale=_SCALE).to_pil()
        printed.close()
    return picture
