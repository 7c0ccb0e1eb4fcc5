"""A store that is filled from another: a new file stands at its address only when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL

from pipeline.store.connection import Store, is_new, open_store, shown_address, store_address
from pipeline.store.errors import StoreBusy, store_errors
from pipeline.store.runs import lock_file, run_lock
from pipeline.store.unwritable import file_of
from pipeline.whole_file import remove_abandoned, unfinished_name
from rules.errors import DiskFull

_BESIDE: Final = ("", "-wal", "-shm")


@contextmanager
def store_to_fill(url: str) -> Iterator[Store]:
    """Open the store at the address, held as for a run. After an error, or a kill, nothing stands where nothing stood:
    an empty store would look as good as one that was copied. Raises as `open_store`, StoreBusy."""
    address = store_address(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"} or not is_new(url):
        with closing(open_store(url)) as store, run_lock(store):
            yield store
        return
    file, shown_url = file_of(address), shown_address(address)
    remove_abandoned(file.parent)
    unfinished = file.with_name(unfinished_name())
    try:
        with (
            closing(open_store(_address_of(unfinished), shown_url)) as store,
            lock_file(Path(f"{file}.lock"), shown_url),
        ):
            yield store
            _into_one_file(store)
            store.close()
            if not is_new(url):
                raise StoreBusy(f"{shown_url} 那里刚刚有了另一个数据库，没有动它。", "换一个地址后重试。")
            unfinished.replace(file)
    finally:
        for ending in _BESIDE:
            with suppress(OSError):
                Path(f"{unfinished}{ending}").unlink(missing_ok=True)


def _address_of(file: Path) -> str:
    return URL.create("sqlite", database=str(file)).render_as_string()


def _into_one_file(store: Store) -> None:
    """Have all that was written in the file itself, for its log stays behind. Raises DiskFull, StoreUnavailable."""
    with store_errors(store.shown_url), store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        ((busy, *_),) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise DiskFull(f"写数据库 {store.shown_url} 时没有写完。", "检查磁盘空间后重试。")
