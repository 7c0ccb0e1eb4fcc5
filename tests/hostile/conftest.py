"""One reading process for all hostile files: what one of them spoils, the next one meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hostile.ends import MEMORY, SECONDS
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.worker import READ_REPORT


@pytest.fixture(scope="session")
def processes() -> Iterator[ReadingProcesses]:
    with ReadingProcesses(READ_REPORT, 1, ReadingLimits(SECONDS, MEMORY)) as started:
        yield started
