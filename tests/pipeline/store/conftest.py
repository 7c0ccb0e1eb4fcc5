"""A run under way."""

from __future__ import annotations

import pytest

from pipeline.store import Store
from pipeline.store.runs import OpenRun, begin_run


@pytest.fixture
def run(store: Store) -> OpenRun:
    with store.writing() as connection:
        return begin_run(connection, "/收件", "v1", None)
