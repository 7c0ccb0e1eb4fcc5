"""Reads an input as a run does and looks whether what comes out is in order; for reading processes, by its name."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from extractors.errors import Unreadable
from extractors.reading import read_report
from extractors.report import Hints, ReportContent
from fuzzing.order import require_order
from pipeline.intake.archives import is_archive, members, unpack
from pipeline.reading.worker import NamedReader

READ_CHECKED: Final = NamedReader("fuzzing.checked_reading:read_checked")
READ_PRINTED: Final = NamedReader("fuzzing.checked_reading:read_printed")


def read_checked(path: Path, hints: Hints) -> ReportContent:
    """The report in the file, or the first one in the archive. Raises Unreadable, OutOfOrder."""
    content = _in_archive(path, hints) if is_archive(path) else read_report(path, hints)
    require_order(content)
    return content


def read_printed(path: Path, hints: Hints) -> ReportContent:
    """The same, but pages of a PDF that turn out to be pictures are not read: they take seconds each."""
    with patch("extractors.readers.pdf.document.drawn_page", lambda *_: None):
        return read_checked(path, hints)


def _in_archive(path: Path, hints: Hints) -> ReportContent:
    last = Unreadable("nothing_to_read")
    with TemporaryDirectory() as folder:
        for number, member in enumerate(members(path)[:20]):
            if member.refused is not None:
                last = member.refused
                continue
            file = Path(folder, f"{number}{Path(member.name).suffix[:8]}")
            try:
                unpack(path, member.places, file)
                return read_report(file, hints)
            except Unreadable as error:
                last = error
    raise last
