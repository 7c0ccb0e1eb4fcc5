"""A new file of lines from the store, for those who take along what people did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Connection

from pipeline.store.connection import Store
from pipeline.whole_file import whole_file
from rules.errors import HeduiError
from rules.system_reasons import system_reason


class AuditRefused(HeduiError):
    """A journal cannot be written to a file, read from it, or replayed: exit code 32. Nothing was changed."""

    exit_code = 32


def write_lines(store: Store, file: Path, lines: Callable[[Connection], Iterable[str]]) -> int:
    """Write the lines, each with its end, of one state of the store to a file that is not there yet, and return how
    many they are. Raises AuditRefused."""
    if file.exists():
        raise AuditRefused(f"{file} 已经有了，没有动它。", "换一个文件名，或先把旧的移走。")
    count = 0
    try:
        with (
            store.reading() as connection,
            whole_file(file) as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as out,
        ):
            for count, line in enumerate(lines(connection), start=1):  # noqa: B007 - the last is what is returned
                out.write(line)
    except OSError as error:
        raise AuditRefused(f"写不进 {file}：{system_reason(error)}", "换一个可写的位置。") from error
    return count
