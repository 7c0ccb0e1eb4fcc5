"""The export: every table of the contract, ordered by id, in one state of the store; all files or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select
from xlsxwriter.exceptions import FileCreateError

from pipeline.export.csv_files import write_csv
from pipeline.export.data_package import PACKAGE_NAME, write_data_package
from pipeline.export.file_set import placed_together
from pipeline.export.jsonl_files import write_jsonl
from pipeline.export.parquet_files import write_parquet
from pipeline.export.table_files import TableWriter
from pipeline.export.workbook import system_error, write_workbook
from pipeline.store.connection import Store
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_rows, table_named
from pipeline.summary import Progress
from rules.errors import HeduiError
from rules.system_reasons import no_room, system_reason

_FILES: Final[tuple[tuple[str, TableWriter], ...]] = (
    ("jsonl", write_jsonl),
    ("csv", write_csv),
    ("parquet", write_parquet),
)
"""Formats with one file a table."""

_ROWS_BETWEEN_TELLING: Final = 2_000

FORMATS: Final = (*(name for name, _ in _FILES), "xlsx")


class ExportFailed(HeduiError):
    """The export cannot be written: exit code 10."""

    exit_code = 10


def export_tables(
    store: Store,
    out: Path,
    format: str = "jsonl",  # noqa: A002 - named as the option
    progress: Progress | None = None,
) -> list[Path]:
    """Write the tables into the folder `out`, made if missing, with a datapackage.json that describes them, and return
    the files written.

    `format` is one of FORMATS. Equal states of the store give equal files (jsonl: byte for byte). Files that were there
    before are replaced when all new ones are whole, or none is. `progress` counts rows. Raises ExportFailed, or the
    errors of the store.
    """
    if format not in FORMATS:
        raise ExportFailed(f"不认识的导出格式 {format!r}。", f"可选 {'、'.join(FORMATS)}。")
    with _write_errors(out), placed_together(out) as folder, store.reading() as connection:
        tables = _counted_rows(connection, progress)
        if format == "xlsx":
            book = folder / "hedui.xlsx"
            write_workbook(book, tables)
            files = dict.fromkeys(EXPORTED_TABLES, book)
        else:
            write = dict(_FILES)[format]
            files = {table: folder / f"{table}.{format}" for table in EXPORTED_TABLES}
            for table, file in files.items():
                write(file, table, tables[table])
        package = folder / PACKAGE_NAME
        write_data_package(package, files.items(), format)
        written = [*dict.fromkeys(files.values()), package]
    return [out / file.name for file in written]


def _counted_rows(connection: Connection, progress: Progress | None) -> dict[str, Iterator[Row]]:
    """The rows of every table; how many of all have been taken is told now and then, and at the end."""
    if progress is None:
        return {table: contract_rows(connection, table) for table in EXPORTED_TABLES}
    counts = {
        table: connection.execute(select(func.count()).select_from(table_named(table))).scalar_one()
        for table in EXPORTED_TABLES
    }
    total, done = sum(counts.values()), 0

    def counted(table: str) -> Iterator[Row]:
        nonlocal done
        for row in contract_rows(connection, table):
            yield row
            done += 1
            if done % _ROWS_BETWEEN_TELLING == 0 and done < total:
                progress("export", done, total, table)
        if table == EXPORTED_TABLES[-1]:
            progress("export", total, total, table)

    return {table: counted(table) for table in EXPORTED_TABLES}


@contextmanager
def _write_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, FileCreateError) as error:
        said = system_error(error)
        full = no_room(said)
        raise ExportFailed(
            f"导出到 {out} 时{'磁盘空间已满' if full else f'写不了文件：{system_reason(said)}'}。",
            "腾出空间后重新导出。" if full else "换一个可写的文件夹，或关掉正打开着旧文件的程序后重试。",
        ) from error
