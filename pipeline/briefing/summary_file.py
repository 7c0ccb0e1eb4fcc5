"""A summary's file: there whole, or as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from pipeline.whole_file import whole_file
from rules.errors import HeduiError
from rules.system_reasons import system_reason


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
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
        reason = system_reason(cause) if isinstance(cause, OSError) else str(cause)
        raise SummaryRefused(f"写不了 {path}：{reason}", "关掉正在打开它的程序，或换一个位置。") from error
