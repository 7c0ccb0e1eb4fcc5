"""The export: every table of the contract, ordered by id, in one state of the store; each file whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from xlsxwriter.exceptions import FileCreateError

from pipeline.export.csv_files import write_csv
from pipeline.export.data_package import PACKAGE_NAME, write_data_package
from pipeline.export.jsonl_files import write_jsonl
from pipeline.export.parquet_files import write_parquet
from pipeline.export.table_files import TableWriter
from pipeline.export.workbook import write_workbook
from pipeline.store.connection import Store
from pipeline.store.contract import EXPORTED_TABLES, contract_rows
from rules.errors import HeduiError

_FILES: Final[tuple[tuple[str, TableWriter], ...]] = (
    ("jsonl", write_jsonl),
    ("csv", write_csv),
    ("parquet", write_parquet),
)
"""Formats with one file a table."""

FORMATS: Final = (*(name for name, _ in _FILES), "xlsx")


class ExportFailed(HeduiError):
    """The export cannot be written: exit code 10."""

    exit_code = 10


def export_tables(store: Store, out: Path, format: str = "jsonl") -> list[Path]:  # noqa: A002 - named as the option
    """Write the tables into the folder `out`, made if missing, with a datapackage.json that describes them, and return
    the files written.

    `format` is one of FORMATS. Equal states of the store give equal files (jsonl: byte for byte). A file that was
    there before is replaced only when the new one is whole. Raises ExportFailed, or the errors of the store.
    """
    writers = dict(_FILES)
    if format not in FORMATS:
        raise ExportFailed(f"不认识的导出格式 {format!r}。", f"可选 {'、'.join(FORMATS)}。")
    with _write_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        with store.reading() as connection:
            if format == "xlsx":
                with _whole_file(out / "hedui.xlsx") as unfinished:
                    write_workbook(unfinished, {table: contract_rows(connection, table) for table in EXPORTED_TABLES})
                files = [out / "hedui.xlsx"]
                described = [(table, files[0]) for table in EXPORTED_TABLES]
            else:
                files = [_export_table(connection, table, out, format, writers[format]) for table in EXPORTED_TABLES]
                described = list(zip(EXPORTED_TABLES, files, strict=True))
        package = out / PACKAGE_NAME
        with _whole_file(package) as unfinished:
            write_data_package(unfinished, described, format)
        return [*files, package]


def _export_table(connection: Connection, table: str, out: Path, ending: str, write: TableWriter) -> Path:
    path = out / f"{table}.{ending}"
    with _whole_file(path) as unfinished:
        write(unfinished, table, contract_rows(connection, table))
    return path


@contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the place of `path` when all is written, and goes if it is not."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _write_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, FileCreateError) as error:
        if isinstance(error, FileCreateError):  # xlsxwriter's own, around the OSError
            error = next((part for part in error.args if isinstance(part, OSError)), OSError(str(error)))
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise ExportFailed(
            f"导出到 {out} 时{'磁盘空间已满' if full else f'写不了文件：{error.strerror or error}'}。",
            "腾出空间后重新导出。" if full else "换一个可写的文件夹，或关掉正打开着旧文件的程序后重试。",
        ) from error
