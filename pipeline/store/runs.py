"""The record of runs, and the lock that keeps two from working on one store at the same time."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Connection, func, insert, select, text, update

from pipeline.store.connection import Store
from pipeline.store.errors import StoreBusy, StoreUnavailable, store_errors
from pipeline.store.report_models import Run
from pipeline.store.store_file import store_file
from rules.errors import HeduiError
from rules.system_reasons import system_reason

_POSTGRES_LOCK: Final = 4_920_511_207
"""A number of our own for PostgreSQL's advisory locks."""

_UNEXPECTED: Final = "程序出现意外错误（{}），详情在日志里。"


@dataclass(frozen=True)
class OpenRun:
    """A run that has begun. `arrival` counts the batches in which reports arrive, `tools_version` tells which programs
    beside Python were installed, and how much a file was allowed to take, where that is not the usual."""

    run_id: str
    arrival: int
    inbox: str
    reader_version: str
    tools_version: str = ""

    @property
    def refusing_version(self) -> str:
        """What a refusal rests on: another reader, another tool or wider limits might read the file."""
        return f"{self.reader_version}+{self.tools_version}" if self.tools_version else self.reader_version


def begin_run(
    connection: Connection, inbox: str, reader_version: str, as_of: date | None, tools_version: str = ""
) -> OpenRun:
    """Note that a run begins. One that takes up a run that was broken off has its number: what was
    loaded before and after the break arrived together, as if nothing had happened. Which was the last is told by the
    numbers: the clock may have been put back since."""
    now = datetime.now(UTC)
    last = connection.execute(
        select(Run.arrival, func.count(Run.finished_at)).group_by(Run.arrival).order_by(Run.arrival.desc()).limit(1)
    ).first()
    arrival = 1 if last is None else last.arrival + bool(last[1])
    run = OpenRun(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", arrival, inbox, reader_version, tools_version)
    connection.execute(
        insert(Run).values(
            run_id=run.run_id,
            arrival=arrival,
            inbox=inbox,
            started_at=now,
            as_of=as_of,
            reader_version=reader_version,
        )
    )
    return run


def end_run(connection: Connection, run: OpenRun) -> None:
    """Note that the run came to its end."""
    connection.execute(update(Run).where(Run.run_id == run.run_id).values(finished_at=datetime.now(UTC)))


def note_files_seen(connection: Connection, run: OpenRun, files: int) -> None:
    """Note how many files lay in the inbox."""
    connection.execute(update(Run).where(Run.run_id == run.run_id).values(files_seen=files))


@contextmanager
def failure_noted(store: Store, run: OpenRun) -> Iterator[None]:
    """What ends the `with` by an error is written down as the failure of the run, where the store still can."""
    try:
        yield
    except BaseException as error:
        reason = str(error) if isinstance(error, HeduiError) else _UNEXPECTED.format(type(error).__name__)
        if isinstance(error, KeyboardInterrupt):
            reason = "被人中断。"
        with suppress(HeduiError), store.writing() as connection:
            connection.execute(update(Run).where(Run.run_id == run.run_id).values(failure=reason))
        raise


@contextmanager
def run_lock(store: Store) -> Iterator[None]:
    """Hold the store for one run. The system lets go when the process ends, however it ends.

    Raises StoreBusy if another run holds it.
    """
    address = store.engine.url
    if address.get_backend_name() == "postgresql":
        with store_errors(store.shown_url), store.engine.connect() as connection:
            locked = connection.execute(text(f"SELECT pg_try_advisory_lock({_POSTGRES_LOCK})")).scalar()
            connection.commit()
            if not locked:
                raise _busy(store.shown_url)
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock({_POSTGRES_LOCK})"))
                connection.commit()
    elif (file := store_file(address)) is None:
        yield
    else:
        with lock_file(_lock_of(file), store.shown_url):
            yield


def _lock_of(file: Path) -> Path:
    """Beside the file itself: whoever names the store by a link holds the same one."""
    return Path(f"{file.resolve()}.lock")


def is_held(store: Store) -> bool:
    """Whether a run holds the store, for those who only look; who may not write beside it is answered, too."""
    stored = store_file(store.engine.url)
    if store.only_read is None or stored is None:
        try:
            with run_lock(store):
                return False
        except StoreBusy:
            return True
    try:
        with _lock_of(stored).open("rb") as file:
            _lock(file)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


@contextmanager
def lock_file(path: Path, shown_url: str) -> Iterator[None]:
    """Hold the file for one process; `shown_url` names the store in messages. Raises StoreBusy, StoreUnavailable."""
    try:
        file = path.open("a+b")
    except OSError as error:
        raise StoreUnavailable(
            f"写不了数据库旁的锁文件 {path}：{system_reason(error)}", "检查该文件夹的写权限后重新运行。"
        ) from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            raise _busy(shown_url) from error
        yield


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _busy(shown_url: str) -> StoreBusy:
    return StoreBusy(
        f"另一个 hedui run 正在使用数据库 {shown_url}。", "等它结束后重新运行；两次运行不能同时写同一个库。"
    )
