"""Opens the store: one code path for SQLite and PostgreSQL, with the schema brought up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from pipeline.private_places import private_file
from pipeline.store.errors import StoreUnavailable, store_errors
from pipeline.store.same_file import keep_to_file
from pipeline.store.schema import check_revision, is_current, upgrade_schema
from pipeline.store.store_file import store_file
from pipeline.store.unwritable import engine_without_writing, file_of, is_unwritable, unchanged
from rules.system_reasons import system_reason

DEFAULT_STORE_URL: Final = "sqlite:///data/curated/hedui.db"

_BUSY_SECONDS: Final = 30
_WAL_PAGES: Final = 8000
"""SQLite copies its log into the database, and waits for the disk, every so many pages (32 MB)."""

_CACHE_KIB: Final = 64 * 1024
"""What SQLite keeps in memory of a database; ids are random, so their index is touched everywhere."""

_SIGNS_OF_LIFE: Final = {
    "keepalives_idle": 60,
    "keepalives_interval": 10,
    "keepalives_count": 6,
    "tcp_user_timeout": 120_000,
}
"""How a server is noticed that has gone without a word (seconds; the last in thousandths), which takes hours unasked;
and no firewall forgets the connection that holds the run's lock while scans are read."""

_IDLE_SESSIONS_SINCE: Final = 140_000
"""The version of PostgreSQL that first knew a limit for them."""

_PASSWORD: Final = re.compile(r"(?i)([?&][^=&]*pass(?:word|wd)?=)[^&]*")
"""A password that is given to PostgreSQL as a parameter."""

_WRITING: Final = "hedui_writing"
_DURABLE: Final = "hedui_durable"
_PATIENCE: Final = "hedui_patience"


@dataclass(frozen=True)
class Store:
    """An open store. `shown_url` is its address without a password, `only_read` the file of one that may not be
    written."""

    engine: Engine
    shown_url: str
    only_read: Path | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the store. Raises HeduiError."""
        with (
            unchanged(self.only_read, self.shown_url),
            store_errors(self.shown_url),
            self.engine.connect() as connection,
        ):
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, durable: bool = True, patience: float = _BUSY_SECONDS) -> Iterator[Connection]:
        """A transaction: all that is written in it stands together, or none of it does. It waits `patience` seconds
        for another that writes. Raises HeduiError.

        One that is not `durable` may be undone as a whole by a power cut, until the next durable one has been
        written: for what would just be done again. In PostgreSQL every transaction is durable.
        """
        if self.only_read is not None:
            raise StoreUnavailable(
                f"数据库 {self.shown_url} 所在的位置只能读，不能写。", "换有写权限的人运行，或复制到能写的文件夹再用。"
            )
        with store_errors(self.shown_url), self.engine.connect() as connection:
            connection.execution_options(**{_WRITING: True, _DURABLE: durable, _PATIENCE: patience})
            with connection.begin():
                if connection.dialect.name == "postgresql" and patience != _BUSY_SECONDS:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str = DEFAULT_STORE_URL, shown_url: str = "") -> Store:
    """Open the store at the SQLAlchemy address `url`, creating or upgrading its tables; one that this person may not
    write to is opened as it is, for reading. People are told of it by `shown_url`, where that is another address.

    Raises StoreUnavailable, StoreBusy, DiskFull, or StoreTooNew if a newer version of the program wrote it.
    """
    address = store_address(url)
    shown_url = shown_url or shown_address(address)
    if is_unwritable(address, shown_url):
        return _opened_as_it_is(address, shown_url)
    if address.get_backend_name() == "sqlite":
        _make_place(address, shown_url)
    with store_errors(shown_url):
        engine = create_engine(
            address, json_serializer=_json, json_deserializer=orjson.loads, connect_args=_connect_args(address)
        )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
    store = Store(engine, shown_url)
    with store.reading() as connection:
        current = is_current(connection, shown_url)
    if not current:  # only then: who just reads must not wait for one who writes
        with store.writing() as connection:
            upgrade_schema(connection, shown_url)
    if store_file(address) is not None:
        engine.dispose()  # those that made the file may be of another
        keep_to_file(engine, file_of(address), shown_url)
    return store


def _opened_as_it_is(address: URL, shown_url: str) -> Store:
    store = Store(engine_without_writing(address, shown_url), shown_url, file_of(address))
    with store.reading() as connection:
        check_revision(connection, shown_url)
    return store


def existing_store(url: str = DEFAULT_STORE_URL) -> Store:
    """Like `open_store`, for those who ask: a mistyped address must not make an empty store that has no answers.

    Raises StoreUnavailable where there is none, and as `open_store`.
    """
    require_store(store_address(url))
    return open_store(url)


def is_new(url: str) -> bool:
    """Whether nothing has been kept at that address, as far as can be told without opening it."""
    try:
        require_store(store_address(url))
    except StoreUnavailable:
        return True
    return False


def require_store(address: URL) -> None:
    """Raise StoreUnavailable where the address is that of a file which is not there, or empty."""
    if address.get_backend_name() != "sqlite":
        return
    file = Path(str(address.database or ""))
    shown_url = shown_address(address)
    try:
        missing = not file.is_file() or file.stat().st_size == 0
    except OSError as error:
        raise StoreUnavailable(
            f"数据库 {shown_url} 看不到：{system_reason(error)}。", "检查路径，以及各级文件夹的权限。"
        ) from error
    if missing:
        raise StoreUnavailable(
            f"该路径没有数据库：{shown_url}。",
            "请先 hedui run 读入报告，或用 --store（或 HEDUI_STORE）指定已有的数据库。",
        )


def store_address(url: str) -> URL:
    """The address with its driver; the plain path of a file is one too (`hedui.db`, `../store/hedui.sqlite`).

    Raises StoreUnavailable if it is no address, or that of another kind of database.
    """
    if _is_path(url):
        return URL.create("sqlite", database=url)
    remedy = "写成文件路径（如 hedui.db）、sqlite:///文件路径 或 postgresql+psycopg://用户:密码@主机/库名。"
    try:
        address = make_url(url)
        backend = address.get_backend_name()
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        shown = re.sub("//.*@", "//***@", url)  # a password that was mistyped is still one
        shown = _PASSWORD.sub(r"\1***", shown)
        raise StoreUnavailable(f"看不懂数据库地址 {shown!r}。", remedy) from error
    if backend not in {"sqlite", "postgresql"}:
        raise StoreUnavailable(f"不支持这种数据库：{backend}。", remedy)
    if backend == "postgresql" and address.drivername == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    return address


def shown_address(address: URL) -> str:
    """The address for people: without its password, and the Chinese in a path as it is."""
    shown = _PASSWORD.sub(r"\1***", address.render_as_string(hide_password=True))
    plain = address.get_backend_name() == "sqlite" and not set("%?#") & set(str(address.database or ""))
    return unquote(shown) if plain else shown


def _is_path(url: str) -> bool:
    """Whether it reads as a file's path: no scheme, and an ending that databases have (a mistyped word has none)."""
    return ":" not in url and Path(url).suffix.lower() in {".db", ".sqlite", ".sqlite3"}


def _make_place(address: URL, shown_url: str) -> None:
    """Make the folder, and the file as one that others cannot read: SQLite's other files take its rights over."""
    if (file := store_file(address)) is None:
        return
    folder = file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"建不了数据库 {shown_url} 所在的文件夹 {folder}：{system_reason(error)}",
            "换一个可写的位置，或检查文件夹权限。",
        ) from error
    if not str(address.database).startswith("file:"):
        with suppress(OSError):  # SQLite is about to say what is wrong there
            private_file(file)


def _connect_args(address: URL) -> dict[str, Any]:
    if address.get_backend_name() == "sqlite":
        return {"timeout": _BUSY_SECONDS}
    return {
        "connect_timeout": _BUSY_SECONDS,
        **_SIGNS_OF_LIFE,
        "options": f"-c lock_timeout={_BUSY_SECONDS}s -c timezone=UTC",
    }


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own idea of when a transaction begins leaves DDL outside of it; ours begins in `_begin_sqlite`.
    connection.isolation_level = None
    pragmas = ("journal_mode=WAL", "foreign_keys=ON", f"wal_autocheckpoint={_WAL_PAGES}", f"cache_size=-{_CACHE_KIB}")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").close()


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # Servers are set to end connections that do nothing for minutes: as that with the run's lock does while scans are
    # read, and that which reads one state of the store while it is judged. Such a run would never come to its end.
    limits = ["idle_in_transaction_session_timeout"]
    if connection.info.server_version >= _IDLE_SESSIONS_SINCE:
        limits.append("idle_session_timeout")
    for limit in limits:
        connection.execute(f"SET {limit} = 0")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the write lock at once: a lock taken only at the first write may fail when another wrote between.
    options = connection.get_execution_options()
    if options.get(_WRITING, False):
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(options[_PATIENCE] * 1000)}")
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options[_DURABLE] else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def _json(value: Any) -> str:
    return "[]" if value == [] else _encode(value)


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
