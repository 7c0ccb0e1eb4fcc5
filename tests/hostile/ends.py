"""The ends that a hostile file may come to, and how it is read to find out which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extractors.report import Hints
from pipeline import identity
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.task import Named, ReadTask, Refusal
from pipeline.reading.worker import NotThere
from pipeline.report_rows import ReportRows

SECONDS = 60.0
"""What a file may take; most take none to speak of."""

MEMORY = 1 << 30


@dataclass(frozen=True)
class Read:
    """The file is read, with at least so many facts."""

    facts: int = 0


def read_or(*reasons: str) -> frozenset[str]:
    """Either end is right."""
    return frozenset({"read", *reasons})


Make = Callable[[], bytes]
Expected = str | Read | frozenset[str]


def outcome(processes: ReadingProcesses, path: Path) -> ReportRows | Refusal:
    named = Named(identity.file_sha256(path), (path.name,), "")
    (reading,) = processes.read([ReadTask(path, Hints(path.name), named)])
    assert not isinstance(reading.result, NotThere)
    return reading.result


def require(result: ReportRows | Refusal, expected: Expected) -> None:
    """Fails where the file came to another end."""
    if isinstance(expected, Read):
        assert isinstance(result, ReportRows), result
        assert len(result.facts) >= expected.facts
    else:
        reason = result.reason if isinstance(result, Refusal) else "read"
        assert reason in ({expected} if isinstance(expected, str) else expected), result
