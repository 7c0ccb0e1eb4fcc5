"""How much time and memory a file may take to be read, and the settings that say so."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.errors import SettingMistake

SECONDS_SETTING: Final = "HEDUI_READ_SECONDS"
"""Environment: seconds that a short file may take; each page and megabyte adds its part. `off`: no limit."""

MEMORY_SETTING: Final = "HEDUI_READ_MEMORY"
"""Environment: megabytes that a reading process may take. `off`: no limit. No effect outside Linux."""

_SECONDS: Final = 300.0
"""A page of a scan takes 5 to 25 seconds on one core, depending on what else the machine does."""

_MEGABYTES: Final = 4096
"""The largest pages that are read take a third of it."""

_LEAST_MEGABYTES: Final = 256
"""Less is not enough to load the readers."""

_PART_OF_A_PAGE: Final = 1 / 5
_PART_OF_A_MEGABYTE: Final = 1 / 5
_REST_OF_A_PAGE: Final = 1 / 100
"""What each page that was read adds to the time for understanding all of them."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """`seconds` for a short file, `memory` in bytes for a reading process; None where there is no limit."""

    seconds: float | None = _SECONDS
    memory: int | None = _MEGABYTES << 20

    @property
    def version(self) -> str:
        """Tells these limits from others: what was refused may be read with other ones. '' for the usual limits."""
        if self == ReadingLimits():
            return ""
        return f"{self.seconds} {self.memory}"

    def deadline(self, size: int, began: float, pages: int, last_page: float) -> float | None:
        """When the reading of a file of `size` bytes is over, at the latest.

        It began at `began`, and has begun `pages` pages so far, the last one at `last_page`. The whole may take the
        limit, longer for each page and megabyte; and no single page the limit itself, so that a long file that
        hangs is not waited for as if it went on. None without a limit.
        """
        if self.seconds is None:
            return None
        for_size = size / (1 << 20) * _PART_OF_A_MEGABYTE
        whole = began + self.seconds * (1 + pages * _PART_OF_A_PAGE + for_size)
        page = last_page + self.seconds * (1 + pages * _REST_OF_A_PAGE + for_size)
        return min(whole, page)


def reading_limits(environment: Mapping[str, str] = os.environ) -> ReadingLimits:
    """The limits by the settings. Raises SettingMistake."""
    seconds = _number(environment, SECONDS_SETTING, "秒数", 1, int(_SECONDS))
    megabytes = _number(environment, MEMORY_SETTING, "兆字节数（MB）", _LEAST_MEGABYTES, _MEGABYTES)
    return ReadingLimits(None if seconds is None else float(seconds), None if megabytes is None else megabytes << 20)


def _number(environment: Mapping[str, str], name: str, what: str, least: int, usual: int) -> int | None:
    given = environment.get(name, "").strip()
    if not given:
        return usual
    if given.lower() == "off":
        return None
    if not (given.isascii() and given.isdigit() and int(given) >= least):
        raise SettingMistake(
            f"环境变量 {name} 应是{what}（不小于 {least}）或 off，现在是 {given!r}。",
            f"改正它，或删去它（按 {usual} 计）。",
        )
    return int(given)
