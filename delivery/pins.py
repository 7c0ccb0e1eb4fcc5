"""The pinned packages of a lock, and which of them a machine needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.markers import Marker
from packaging.utils import canonicalize_name

PROJECT: Final = Path(__file__).resolve().parents[1]
RUN_LOCK: Final = PROJECT / "requirements.lock"
DEV_LOCK: Final = PROJECT / "requirements-dev.lock"

_PIN: Final = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+?)(?: ; (?P<marker>.+))?")
_PLATFORM: Final = re.compile(r"manylinux_2_(?P<glibc>\d+)_(?P<machine>x86_64|aarch64)")
_OLDEST_GLIBC: Final = 5
_OLDER_NAMES: Final = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
"""What platforms were called before their glibc was in the name."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A package in just one version; `marker` says on which machines, None on all. The name is the canonical one."""

    name: str
    version: str
    marker: Marker | None = None

    @property
    def line(self) -> str:
        """As it stands in a lock."""
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


@dataclass(frozen=True, slots=True)
class Target:
    """A machine to install on: Python as `3.11`, the platform by its oldest glibc and machine, `manylinux_2_28_x86_64`.

    Raises ValueError for one that no wheels are collected for.
    """

    python: str
    platform: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"3\.\d+", self.python) or not _PLATFORM.fullmatch(self.platform):
            raise ValueError(f"no such target: Python {self.python!r} on {self.platform!r}")

    def environments(self) -> Iterator[dict[str, str]]:
        """What markers are asked with: the first and the last patch of the Python, for which of them it is nobody
        knows."""
        machine = _PLATFORM.fullmatch(self.platform)
        assert machine is not None  # made sure of when the target was made
        for patch in ("0", "99"):
            yield {
                "python_version": self.python,
                "python_full_version": f"{self.python}.{patch}",
                "implementation_name": "cpython",
                "implementation_version": f"{self.python}.{patch}",
                "platform_python_implementation": "CPython",
                "platform_machine": machine["machine"],
                "platform_system": "Linux",
                "sys_platform": "linux",
                "os_name": "posix",
                "extra": "",
            }

    def needs(self, marker: Marker | None) -> bool:
        """Whether a machine of this kind may be one that the marker names."""
        return marker is None or any(marker.evaluate(environment) for environment in self.environments())

    def platform_tags(self) -> Iterator[str]:
        """Every name under which wheels for this platform are published."""
        named = _PLATFORM.fullmatch(self.platform)
        assert named is not None  # made sure of when the target was made
        for glibc in range(int(named["glibc"]), _OLDEST_GLIBC - 1, -1):
            yield f"manylinux_2_{glibc}_{named['machine']}"
            if glibc in _OLDER_NAMES:
                yield f"{_OLDER_NAMES[glibc]}_{named['machine']}"


def pins_of(lock: Path) -> tuple[Pin, ...]:
    """The pins of a lock, in its order. Raises ValueError for a line that is none."""
    return tuple(_pin(line) for line in lock.read_text(encoding="utf-8").splitlines() if line.strip())


def _pin(line: str) -> Pin:
    found = _PIN.fullmatch(line)
    if found is None:
        raise ValueError(f"no pin: {line!r}")
    marker = Marker(found["marker"]) if found["marker"] else None
    return Pin(canonicalize_name(found["name"]), found["version"], marker)
