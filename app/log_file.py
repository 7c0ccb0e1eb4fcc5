"""Where the program writes down what people need not read: the log file."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.temporary_folder import own_temporary_folder


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

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - named by the library
        if not self.told:
            self.told = True
            print(f"提醒：日志 {self.baseFilename} 写不进去，可用环境变量 HEDUI_LOG 另指定一个文件。", file=sys.stderr)


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


_OURS = frozenset({"hedui", "app", "flows", "pipeline", "extractors", "rules"})
