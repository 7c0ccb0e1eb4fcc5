"""What was fetched of an inbox on another machine: the files, and what each was like then."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from pipeline.whole_file import whole_file

_STAMPS: Final = (
    *("ETag", "etag", "checksum", "content_md5", "md5", "mtime", "LastModified", "last_modified", "modified"),
    *("last_write_time", "modificationTime", "modify", "created"),
)
"""What protocols call that which changes when a file does; times of access are not among them."""


class FetchedFiles:
    """What was fetched before: the files, and a list of what each was like then."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self._list = folder / "list.json"
        self.files.mkdir(parents=True, exist_ok=True)
        try:
            self._states: dict[str, list[str]] = json.loads(self._list.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._states = {}  # never fetched, or torn: all is fetched again

    def has(self, name: str, entry: dict[str, Any]) -> bool:
        """Whether the file lies here as the server describes it."""
        state = state_of(entry)
        return state is not None and self._states.get(name) == state and (self.files / name).is_file()

    def put(self, name: str, entry: dict[str, Any], unfinished: Path) -> None:
        """Take in the file that was fetched as `unfinished`."""
        unfinished.replace(self.files / name)
        if (state := state_of(entry)) is not None:
            self._states[name] = state

    def drop(self, name: str) -> None:
        """Remove the file, if it is there."""
        self._states.pop(name, None)
        (self.files / name).unlink(missing_ok=True)

    def remove_all_but(self, names: Collection[str]) -> None:
        """Remove what the inbox does not hold any more, and what was left unfinished."""
        for path in sorted(self.files.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(self.files).as_posix() not in names:
                path.unlink()
        self._states = {name: state for name, state in self._states.items() if name in names}

    def note(self) -> None:
        """Write down what each file was like."""
        with whole_file(self._list) as unfinished:
            unfinished.write_text(json.dumps(self._states, indent=0), encoding="utf-8")


def state_of(entry: dict[str, Any]) -> list[str] | None:
    """What changes when the file does; None where the protocol does not tell, so that it is fetched each time."""
    stamps = [f"{key}={entry[key]}" for key in _STAMPS if entry.get(key)]
    return [str(entry.get("size")), *stamps] if stamps else None
