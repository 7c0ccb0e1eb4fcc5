"""What tests of the desk share: a desk over an empty store, one over a few sample reports, visitors of each role."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from app.desk.context import Desk
from desk.people import InventedPeople
from desk.visiting import Visit, visitor
from pipeline.run import run_inbox
from pipeline.store import open_store

RAW: Final = Path(__file__).resolve().parents[2] / "data" / "raw"
A_FEW: Final = (
    "青澜市财政局/2024年4月目标进度表.docx",
    "青澜市财政局/2024年5月目标进度表.xlsx",
    "青澜市财政局/2024年6月目标进度表.pdf",
    "霁州市财政局/2024年4月财政收支情况.html",
)


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where nothing has been read yet; for tests that write nothing."""
    folder = tmp_path_factory.mktemp("desk")
    store = open_store(f"sqlite:///{folder / 'desk.db'}")
    yield Desk(store, InventedPeople(), folder / "pictures")
    store.close()


@pytest.fixture(scope="session")
def read_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store into which a few sample reports were read; `read_desk` is a copy of it to write to."""
    folder = tmp_path_factory.mktemp("read")
    for name in A_FEW:
        (folder / "inbox" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RAW / name, folder / "inbox" / name)
    run_inbox(str(folder / "inbox"), f"sqlite:///{folder / 'desk.db'}")
    return folder / "desk.db"


@pytest.fixture(scope="session")
def read_desk_to_read(read_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over another copy, for all tests that write nothing."""
    folder = tmp_path_factory.mktemp("to read")
    shutil.copy(read_store, folder / "desk.db")
    store = open_store(f"sqlite:///{folder / 'desk.db'}")
    yield Desk(store, InventedPeople(), folder / "pictures")
    store.close()


@pytest.fixture
def read_desk(read_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a copy of that store: each test's own."""
    shutil.copy(read_store, tmp_path / "desk.db")
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    yield Desk(store, InventedPeople(), tmp_path / "pictures")
    store.close()


@pytest.fixture
def visit(empty_desk: Desk) -> Visit:
    """Comes to the empty desk, signed in with a role or not (None)."""
    return lambda role: visitor(empty_desk, role)
