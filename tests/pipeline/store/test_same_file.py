"""A store whose file goes away or is exchanged while a program has it open: nothing is written where nobody looks."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from pipeline.store import Store, open_store
from pipeline.store.contract import table_named
from pipeline.store.errors import StoreUnavailable

NOW = datetime(2024, 7, 3, 9, 0, tzinfo=UTC)


def write(store: Store, name: str) -> None:
    with store.writing() as connection:
        connection.execute(insert(table_named("failed_sign_ins")).values(name=name, failures=1, last_at=NOW))


def written(store: Store) -> list[str]:
    with store.reading() as connection:
        return sorted(connection.execute(select(table_named("failed_sign_ins").c.name)).scalars())


def away(file: Path, to: Path) -> None:
    for end in ("", "-wal", "-shm"):
        if (part := Path(f"{file}{end}")).exists():
            part.rename(f"{to}{end}")


@pytest.mark.parametrize("used", [True, False])
def test_a_store_that_is_gone_is_written_no_more_and_not_made_anew(tmp_path: Path, used: bool) -> None:
    file = tmp_path / "desk.db"
    store = open_store(f"sqlite:///{file}")
    if used:
        write(store, "before")
    away(file, tmp_path / "kept.db")
    with pytest.raises(StoreUnavailable, match="不在原来的位置"):
        write(store, "lost")
    with pytest.raises(StoreUnavailable, match="不在原来的位置"):
        written(store)
    assert not file.exists()
    away(tmp_path / "kept.db", file)
    write(store, "after")
    assert written(store) == (["after", "before"] if used else ["after"])
    store.close()


def test_what_was_put_in_its_place_is_what_is_read_and_written(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    store = open_store(f"sqlite:///{file}")
    store.close()
    shutil.copy(file, tmp_path / "backup.db")
    store = open_store(f"sqlite:///{file}")
    write(store, "before")
    away(file, tmp_path / "kept.db")
    (tmp_path / "backup.db").rename(file)
    assert written(store) == []
    write(store, "after")
    other = open_store(f"sqlite:///{file}")
    assert written(other) == ["after"]
    other.close()
    store.close()
