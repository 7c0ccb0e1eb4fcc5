"""Pictures of pages on disk: under the hash of their file, never more than so many bytes in all."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pipeline.private_places import private_folder
from pipeline.whole_file import whole_file
from rules.errors import SettingMistake

SIZE_SETTING: Final = "HEDUI_PICTURES_MB"
"""Environment: how large the cache may grow. Default: 2000."""

_DEFAULT_MB: Final = 2000
_LEFT: Final = 0.8
"""Of the most that is allowed, what is left after old pictures were removed: room for the next ones."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"[a-z0-9]{1,12}\.[a-z]{1,5}")

log = logging.getLogger(__name__)


class PictureCache:
    """A folder that may vanish, be full or not be writable at any time: then pictures are made again each time."""

    def __init__(self, folder: Path, version: str, most_bytes: int) -> None:
        self._folder = folder
        self._version = version
        self._most = most_bytes
        self._size: int | None = None
        self._counting = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._locking = threading.Lock()

    def get(self, sha256: str, name: str) -> bytes | None:
        """What is kept under that name for a file of that content; None if it is not."""
        place = self._place(sha256, name)
        try:
            content = place.read_bytes()
            os.utime(place)  # it was of use: others are removed first
        except OSError:
            return None
        return content

    def keep(self, sha256: str, name: str, content: bytes) -> None:
        """Keep the content, as far as there is room."""
        place = self._place(sha256, name)
        try:
            private_folder(self._folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(place) as unfinished:
                unfinished.write_bytes(content)
        except OSError as error:
            log.warning("a picture of a page is not kept: %s", error)
            return
        self._grown(len(content))

    @contextmanager
    def making(self, sha256: str, name: str) -> Iterator[None]:
        """Held by the one who makes this; others wait, and find it made."""
        key = f"{sha256} {name}"
        with self._locking:
            lock = self._making.setdefault(key, threading.Lock())
        try:
            with lock:
                yield
        finally:
            with self._locking:
                if not lock.locked():
                    self._making.pop(key, None)

    def made(self, sha256: str, name: str, make: Callable[[], bytes]) -> bytes:
        """What is kept, else what `make` gives, which is then kept."""
        if (kept := self.get(sha256, name)) is not None:
            return kept
        with self.making(sha256, name):
            if (kept := self.get(sha256, name)) is not None:
                return kept
            content = make()
            self.keep(sha256, name, content)
            return content

    def _place(self, sha256: str, name: str) -> Path:
        # Both come from us; that they cannot lead anywhere else is made sure of all the same.
        if not _SHA256.fullmatch(sha256) or not _NAME.fullmatch(name):
            raise ValueError(f"no name of a picture: {sha256!r} {name!r}")
        return self._folder / sha256[:2] / f"{sha256}-{self._version}" / name

    def _grown(self, by: int) -> None:
        with self._counting:
            if self._size is None:
                self._size = sum(size for _, size, _ in self._kept())
            else:
                self._size += by
            if self._size > self._most:
                self._size = self._shrunk()

    def _shrunk(self) -> int:
        """Remove what was not of use for the longest time; returns what is left."""
        kept = sorted(self._kept())
        left = sum(size for _, size, _ in kept)
        for _, size, file in kept:
            if left <= self._most * _LEFT:
                break
            with suppress(OSError):
                file.unlink()
                left -= size
                file.parent.rmdir()  # once it is empty
        return left

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        for file in self._folder.glob("??/*/*"):
            with suppress(OSError):
                told = file.stat()
                yield told.st_mtime, told.st_size, file


def allowed_bytes(environment: Mapping[str, str] = os.environ) -> int:
    """How large the cache may grow, by the setting. Raises SettingMistake."""
    given = environment.get(SIZE_SETTING, "").strip()
    if given and not (given.isascii() and given.isdigit() and 0 < int(given) <= 1_000_000):
        raise SettingMistake(
            f"环境变量 {SIZE_SETTING} 应是兆字节数，现在是 {given!r}。",
            f"改成 1 到 1000000 的整数，或删去它（{_DEFAULT_MB}）。",
        )
    return int(given or _DEFAULT_MB) * 1_000_000
