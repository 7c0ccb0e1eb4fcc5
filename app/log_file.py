"""Where the program writes down what people need not read: the log file."""

from __future__ import annotations

import logging
import os
import tempfile
from logging.handlers import RotatingFileHandler
from pathlib import Path


def log_path() -> Path:
    """HEDUI_LOG if set; else beside the curated tables; else, away from a project folder, in the temporary folder."""
    if given := os.environ.get("HEDUI_LOG"):
        return Path(given)
    curated = Path("data/curated")
    folder = curated if curated.is_dir() else Path(tempfile.gettempdir())
    return folder / "hedui.log"


def write_log() -> None:
    """Send warnings and errors of all libraries, and everything of ours from INFO on, to the log file.

    The file is made at the first line written; at 5 MB it is put aside, and three old ones are kept.
    """
    handler = RotatingFileHandler(log_path(), maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.split(".")[0] in _OURS)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)


_OURS = frozenset({"hedui", "app", "flows", "pipeline", "extractors", "rules"})
