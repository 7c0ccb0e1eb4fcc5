"""The errors of the store: why it cannot be opened, read or written, and what to do about it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from rules.errors import DiskFull, HeduiError


class StoreUnavailable(HeduiError):
    """The store cannot be opened, or the connection to it was lost: exit code 4.

    `may_pass`: its server does not answer, or has ended the connection; it may be there again in a moment.
    """

    exit_code = 4

    def __init__(self, message: str, remedy: str, may_pass: bool = False) -> None:
        super().__init__(message, remedy)
        self.may_pass = may_pass


class StoreBusy(HeduiError):
    """Another program holds the store: exit code 6."""

    exit_code = 6


class StoreTooNew(HeduiError):
    """The store was written by a newer version of the program: exit code 7."""

    exit_code = 7


class DataRefused(HeduiError):
    """The database does not take what is to be written: exit code 11. A mistake of the program."""

    exit_code = 11


_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
"""There is no room for rows, or for the index of the log beside them."""
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_DAMAGED = {sqlite3.SQLITE_NOTADB: "不是数据库文件", sqlite3.SQLITE_CORRUPT: "这个数据库文件已损坏"}
_SQLITE_REASONS = {
    sqlite3.SQLITE_CANTOPEN: "文件打不开（位置不对，或没有权限）",
    sqlite3.SQLITE_READONLY: "文件只能读，不能写",
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_NOMEM: "内存不足",
    sqlite3.SQLITE_TOOBIG: "内容太大",
    sqlite3.SQLITE_PROTOCOL: "文件锁不起作用（网络磁盘常见）",
}
_SERVER_REASONS = tuple(
    (re.compile(sign), words)
    for sign, words in (
        (r"(?i)password authentication failed|no password supplied", "用户名或密码不对"),
        (r"(?i)database .* does not exist", "服务器上没有这个库"),
        (r"(?i)role .* does not exist", "服务器上没有这个用户"),
        (r"(?i)permission denied|must be owner", "这个用户没有权限"),
        (r"(?i)could not translate host|name or service not known|failed to resolve host", "找不到这台主机"),
    )
)
_PASSING_REASONS = tuple(
    (re.compile(sign), words)
    for sign, words in (
        (r"(?i)starting up|shutting down|in recovery mode", "数据库服务正在启动或停止"),
        (r"(?i)too many (clients|connections)|remaining connection slots", "数据库服务的连接已满"),
        (r"(?i)timeout expired|connection timeout", "连接超时"),
        (r"(?i)connection refused|no such file or directory|no route to host", "连不上数据库服务"),
        (r"(?i)terminat|closed|lost|reset by peer|broken pipe", "与数据库服务的连接中断"),
    )
)
"""What a server may have got over in a moment."""
_POSTGRES_FULL = {"53100"}
_POSTGRES_BUSY = {"55P03", "40P01", "40001"}
_POSTGRES_OTHER_TABLES = {"42P01", "42P07", "42703", "42701"}
_SQLITE_OTHER_TABLES = re.compile(
    r"no such (table|column|index)|duplicate column name|(table|index) \S+ already exists"
)


@contextmanager
def store_errors(shown_url: str) -> Iterator[None]:
    """Turn what the database says into an error that a person can act on. `shown_url` holds no password."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise _refused(error.orig, shown_url) from error
    except OverflowError as error:  # of SQLite's driver, for an integer that no column holds
        raise _refused(error, shown_url) from error
    except DBAPIError as error:
        raise _translated(error, shown_url) from error
    except StatementError as error:
        raise _refused(error.orig, shown_url) from error
    except SQLAlchemyError as error:
        raise StoreUnavailable(
            f"数据库 {shown_url} 用不了：{error}", "检查 --store（或 HEDUI_STORE）的写法与数据库状态。"
        ) from error


def _refused(cause: BaseException | None, shown_url: str) -> DataRefused:
    reason = _first_line(cause)
    return DataRefused(f"数据库 {shown_url} 不接受要写入的内容：{reason}", "这是程序的缺陷，请把日志交给维护人员。")


def _translated(error: DBAPIError, shown_url: str) -> HeduiError:
    cause = error.orig
    extended = getattr(cause, "sqlite_errorcode", 0)
    sqlite_code = extended & 0xFF
    sqlstate = getattr(cause, "sqlstate", None)
    if {sqlite_code, extended} & _SQLITE_FULL or sqlstate in _POSTGRES_FULL:
        return DiskFull(
            f"写数据库 {shown_url} 时磁盘空间已满，本批数据没有写入一半。", "腾出磁盘空间后重新运行，会接着做完。"
        )
    if sqlite_code in _SQLITE_BUSY or sqlstate in _POSTGRES_BUSY:
        return StoreBusy(f"数据库 {shown_url} 正被另一个程序占用。", "等它结束（或关掉打开该库的程序）后重新运行。")
    reason = _first_line(cause)
    if sqlstate in _POSTGRES_OTHER_TABLES or _SQLITE_OTHER_TABLES.match(reason):
        return StoreUnavailable(
            f"数据库 {shown_url} 的表结构不对（{reason}）：可能升级到一半，或被别的程序改动过。没有动它。",
            "从备份恢复（hedui store restore），或用 --store 另指定一个数据库。",
        )
    if sqlite_code in _SQLITE_DAMAGED:
        return StoreUnavailable(
            f"{shown_url} {_SQLITE_DAMAGED[sqlite_code]}。",
            "从备份恢复（hedui store restore），或用 --store 另指定一个数据库。",
        )
    return StoreUnavailable(
        f"数据库 {shown_url} 打不开或连接中断：{database_reason(cause)}。",
        "确认 --store（或 HEDUI_STORE）的地址、所在文件夹的写权限，以及数据库服务是否在运行；之后重新运行会接着做完。",
        _may_pass(cause),
    )


def database_reason(cause: BaseException | None) -> str:
    """What a driver said of a store that cannot be used, in Chinese without a full stop; what a server said of itself
    stands behind in its own words, for those who look after it."""
    said = _first_line(cause)
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return _SQLITE_REASONS.get(code & 0xFF, said)
    known = next((words for sign, words in (*_SERVER_REASONS, *_PASSING_REASONS) if sign.search(said)), None)
    return f"{known}（{said}）" if known else said


def _may_pass(cause: BaseException | None) -> bool:
    said = _first_line(cause)
    known = any(sign.search(said) for sign, _ in _SERVER_REASONS)
    return not (hasattr(cause, "sqlite_errorcode") or known) and any(sign.search(said) for sign, _ in _PASSING_REASONS)


def _first_line(cause: BaseException | None) -> str:
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__
