"""One reading process for all hostile files: what one of them spoils, the next one meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hostile.ends import MEMORY, SECONDS
from pipeline.reading import ReadingProcesses
from pipeline.reading_limits import ReadingLimits
from pipeline.reading_worker import READ_REPORT


@pytest.fixture(scope="session")
def processes() -> Iterator[ReadingProcesses]:
    with ReadingProcesses(READ_REPORT, 1, ReadingLimits(SECONDS, MEMORY)) as started:
        yield started
