"""Where the program writes down what people need not read: the log file."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from extractors.temporary_folder import own_temporary_folder
from pipeline.private_places import private_file


def log_path() -> Path:
    """HEDUI_LOG if set; else beside the curated tables; else, away from a project folder or where this person may not
    write, in a folder of their own among the temporary files."""
    if given := os.environ.get("HEDUI_LOG"):
        return Path(given)
    curated = Path("data/curated")
    may_write = os.access(curated, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    return (curated if may_write else own_temporary_folder()) / "hedui.log"


class _LogFile(RotatingFileHandler):
    """A log that cannot be written (a full disk, another person's file) is told once, in a line, and stops nothing."""

    told = False
    lost = False
    """Whether the last line did not come into the file."""

    def _open(self) -> TextIOWrapper:
        private_file(Path(self.baseFilename))  # names of units and files stand in it
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        self.lost = False
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - named by the library
        self.lost = True
        if not self.told:
            self.told = True
            with suppress(OSError):  # where that line goes to may be as full
                print(
                    f"提醒：日志 {self.baseFilename} 写不进去，可用环境变量 HEDUI_LOG 另指定一个文件。", file=sys.stderr
                )


def has_last_line() -> bool:
    """Whether the log file is there, and holds what was written last."""
    files = (handler for handler in logging.getLogger().handlers if isinstance(handler, _LogFile))
    return log_path().is_file() and not any(file.lost for file in files)


def write_log() -> None:
    """Send warnings and errors of all libraries, and everything of ours from INFO on, to the log file.

    The file is made at the first line written; at 5 MB it is put aside, and three old ones are kept.
    """
    handler = _LogFile(log_path(), maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.split(".")[0] in _OURS)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)


def log_what_nobody_catches(failed: Any) -> None:
    """In place of `sys.unraisablehook`: what a library fails at while it is cleared away (a file that was not written
    to its end, on a full disk) is for the log and not for people."""
    about = f"{failed.err_msg or 'failed while it was cleared away'}: {failed.object!r}"
    logging.getLogger("hedui").warning(about, exc_info=failed.exc_value)


_OURS = frozenset({"hedui", "app", "flows", "pipeline", "extractors", "rules"})
