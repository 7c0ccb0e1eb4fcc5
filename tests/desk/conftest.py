"""What tests of the desk share: a desk over an empty store, and a browser of each role without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.desk.context import Desk
from desk.people import InventedPeople
from desk.visiting import Visit, visitor
from pipeline.store import open_store


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where nothing has been read yet; for tests that write nothing."""
    folder = tmp_path_factory.mktemp("desk")
    store = open_store(f"sqlite:///{folder / 'desk.db'}")
    yield Desk(store, InventedPeople(), folder / "pictures")
    store.close()


@pytest.fixture
def visit(empty_desk: Desk) -> Visit:
    """Comes to the empty desk, signed in with a role or not (None)."""
    return lambda role: visitor(empty_desk, role)
