"""Stores and inboxes for the tests of the pipeline; every store test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_up.desk import Desk

from pipeline.store import Store, open_store


@pytest.fixture(autouse=True)
def _originals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Originals of stores on a server lie in the test's own folder, too."""
    monkeypatch.setenv("HEDUI_ORIGINALS", str(tmp_path / "originals"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database; what asks for it is tested on each."""
    kind: str = request.param
    return kind


@pytest.fixture
def new_store_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path}/store/hedui.db"
    address: str = request.getfixturevalue("postgresql")()
    return address


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store: a copy takes no time, making one runs all migrations."""
    file = tmp_path_factory.mktemp("empty") / "hedui.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def store_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store."""
    if database == "postgresql":
        address: str = request.getfixturevalue("empty_postgresql")()
        return address
    file = tmp_path / "store" / "hedui.db"
    file.parent.mkdir()
    shutil.copy(request.getfixturevalue("empty_file"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open, empty store."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty inbox."""
    folder = tmp_path / "收件"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(inbox: Path, store_url: str) -> Iterator[Desk]:
    made = Desk(inbox, store_url)
    yield made
    made.store.close()


@pytest.fixture
def another_desk(tmp_path: Path) -> Callable[[str], Desk]:
    """Makes a second, empty desk on SQLite."""

    def make(name: str) -> Desk:
        folder = tmp_path / name
        folder.mkdir()
        return Desk(folder, f"sqlite:///{tmp_path}/{name}.db")

    return make
