"""What the processes that read must not leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import active_children

import pytest


@pytest.fixture
def nothing_is_left_running() -> Iterator[None]:
    """Of the processes that a test starts: tests run before this file in the same process may keep theirs."""
    before = active_children()
    yield
    assert [process for process in active_children() if process not in before] == []
