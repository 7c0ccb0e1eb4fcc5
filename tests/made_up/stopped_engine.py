"""An engine for scans that comes to no end: the whole process stands still, as stopped by the system."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing import parent_process
from pathlib import Path

from extractors.readers.scan import document
from extractors.readers.scan.engine import LineReading, Place
from extractors.readers.scan.raster import Pixels
from extractors.reading import read_report
from extractors.report import Hints, ReportContent


class _StoppedEngine:
    """Stops the process that asks it. `mark` then holds the number of the process."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def find(self, grey: Pixels) -> list[Place]:
        assert grey.size
        self._mark.write_text(str(os.getpid()), encoding="utf-8")
        os.kill(os.getpid(), signal.SIGSTOP)
        raise AssertionError("it went on")

    def read(self, lines: Sequence[Pixels]) -> list[LineReading]:
        raise AssertionError(f"nothing was found, but {len(lines)} lines are to be read")


def read_with_a_stopped_engine(path: Path, hints: Hints) -> ReportContent:
    """Reads as every run does, up to the first page of a scan, at which its process is stopped."""
    assert parent_process() is not None, "only a process of its own may be stopped"
    document.engine = lambda: _StoppedEngine(path.with_name(f"{path.name}.pid"))  # type: ignore[attr-defined]
    return read_report(path, hints)
