"""Looks at Python and its packages: what hedui asks for, and what the lock says."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from app.doctor.examined import Examined

_INSTALL: Final = "在项目文件夹里运行 make install，会照 requirements.lock 装好；不联网的机器重新运行 install.sh。"
_LOCK: Final = Path(__file__).parents[2] / "requirements.lock"
_SHOWN: Final = 5


def python() -> Iterator[Examined]:
    """The version of Python; the program itself does not start below 3.11."""
    yield Examined("python", "Python", "ok", f"{platform.python_version()}（{platform.system()} {platform.machine()}）")


def packages(lock: Path = _LOCK) -> Iterator[Examined]:
    """The packages that hedui asks for, then how far what is installed is from the lock, where there is one."""
    try:
        asked = [Requirement(line) for line in metadata.requires("hedui") or ()]
    except metadata.PackageNotFoundError:
        yield Examined("packages", "程序包", "note", "hedui 没有装进这个 Python，只是从文件夹里运行", _INSTALL)
        asked = []
    number, wrong = _compared(asked)
    if wrong:
        yield Examined("packages", "程序包", "lacking", f"{len(wrong)} 个不合要求：{_some(wrong)}", _INSTALL)
    elif number:
        yield Examined("packages", "程序包", "ok", f"所需的 {number} 个都在")
    if not lock.is_file():
        return
    number, wrong = _compared([Requirement(line) for line in lock.read_text(encoding="utf-8").splitlines() if line])
    if wrong:
        found = f"{number} 个里有 {len(wrong)} 个与 {lock.name} 不同：{_some(wrong)}"
        yield Examined("lock", "锁定的版本", "note", found, f"能用，但不是测试过的版本。{_INSTALL}")
    else:
        yield Examined("lock", "锁定的版本", "ok", f"{number} 个都与 {lock.name} 一致")


def optional() -> Iterator[Examined]:
    """What is only needed for a schedule of its own, and on several machines."""
    for code, name, package, told in (
        (
            "prefect",
            "定时运行（Prefect）",
            "prefect",
            f"没有它不能用 hedui flows；cron 和 systemd 照样可用。{_INSTALL}",
        ),
        (
            "dask",
            "多台机器一起读（Dask）",
            "distributed",
            "一台机器够用就不需要；需要时运行 .venv/bin/python -m pip install -c requirements-dev.lock -e '.[dask]'"
            "（不联网的机器，收集安装包时加 EXTRA=dask）。",
        ),
    ):
        found = _installed(package)
        yield Examined(code, name, "ok", found) if found else Examined(code, name, "optional", "没有安装", told)


def _compared(asked: Iterable[Requirement]) -> tuple[int, list[str]]:
    """How many of the requirements hold on this machine, and what is installed in place of those not met."""
    number, wrong = 0, []
    for one in asked:
        if one.marker is not None and not one.marker.evaluate({"extra": ""}):
            continue
        number += 1
        found = _installed(one.name)
        if found is None:
            wrong.append(f"{one.name} 没有安装")
        elif not one.specifier.contains(found, prereleases=True):
            wrong.append(f"{one.name} {found}（应为 {one.specifier}）")
    return number, wrong


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _some(wrong: list[str]) -> str:
    return "、".join(wrong[:_SHOWN]) + (f" 等 {len(wrong)} 个" if len(wrong) > _SHOWN else "")
