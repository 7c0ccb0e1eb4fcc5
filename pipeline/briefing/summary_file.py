"""A summary's file: there whole, or as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from pipeline.export.workbook import system_error
from pipeline.whole_file import whole_file
from rules.errors import HeduiError
from rules.system_reasons import no_room, system_reason


class SummaryRefused(HeduiError):
    """The summary cannot be written: exit code 27."""

    exit_code = 27


@contextmanager
def summary_file(path: Path) -> Iterator[Path]:
    """Give a name to write to, which becomes `path` when all is written. Raises SummaryRefused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as unfinished:
            yield unfinished
    except (OSError, FileCreateError) as error:
        said = system_error(error)
        remedy = "腾出磁盘空间后重试。" if no_room(said) else "关掉正在打开它的程序，或换一个位置。"
        raise SummaryRefused(f"写不了 {path}：{system_reason(said)}。", remedy) from error
