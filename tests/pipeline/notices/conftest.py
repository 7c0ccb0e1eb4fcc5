"""A store with a finding of each of two units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up.noticed import PAGE

from pipeline.run import run_inbox
from pipeline.store import Store, existing_store


@pytest.fixture
def url(inbox: Path, store_url: str) -> str:
    for unit, other in (("青川市财政局", "38.22"), ("临汐市财政局", "39.22"), ("和谷市财政局", "32.82")):
        (inbox / f"{unit}.txt").write_text(PAGE.format(unit=unit, other=other), encoding="utf-8")
    run_inbox(inbox, store_url, workers=0)
    return store_url


@pytest.fixture
def opened(url: str) -> Iterator[Store]:
    store = existing_store(url)
    yield store
    store.close()
