"""Folders and files that other accounts of the machine cannot look into: reports, figures and passwords lie in them.

Only what is made new: the rights of what is there are the bureau's own, and those of the group are left as they come.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_FOLDER: Final = 0o770
_FILE: Final = 0o660


def private_folder(folder: Path) -> None:
    """Make the folder, with those above it, unless it is there. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_FOLDER, exist_ok=True)


def private_file(file: Path) -> None:
    """Make an empty file unless it is there. Raises OSError."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))
