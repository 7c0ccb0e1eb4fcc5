"""Says which of the pinned versions have known holes, by the advisories of OSV, fetched anew or carried along.

    python -m delivery.audit [ADVISORIES] [--lock FILE] [--keep FILE] [--max-age DAYS]

ADVISORIES is the archive of all advisories for PyPI that OSV offers: its address, or the file. Ends with 0 where no
hole is known, 1 where one is, 2 where there is no answer, which is never to be taken for a good one.
Stands alone, with pydantic and packaging: it goes along to machines that have only what was installed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from pydantic import BaseModel, ConfigDict, Field

ADDRESS: Final = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"

CLEAN: Final = 0
KNOWN: Final = 1
NO_ANSWER: Final = 2

_HERE: Final = Path(__file__).resolve().parent
_LOCKS: Final = (_HERE / "requirements.txt", _HERE.parent / "requirements-dev.lock")
"""What is asked about if nothing is said: the wheelhouse that this file lies in, else the project."""

_SECONDS: Final = 60
_DAYS: Final = 30
_OWN: Final = "hedui"

CANARIES: Final = (("jinja2", "2.10"), ("lxml", "4.6.2"), ("pillow", "8.1.0"), ("urllib3", "1.24.1"))
"""Versions whose holes have been known for years: who does not know them has no whole list, or one of another form."""


class NoAnswer(Exception):
    """It is not known whether there are holes; the message says why, `remedy` what to do."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause)
        self.remedy = remedy


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Package(_Part):
    ecosystem: str
    name: str


class _Range(_Part):
    type: str
    events: tuple[dict[str, str], ...]


class Affected(_Part):
    """What a hole is in: a package, its versions by name and by ranges."""

    package: _Package | None = None
    ranges: tuple[_Range, ...] = ()
    versions: tuple[str, ...] = ()

    def holds(self, version: Version) -> bool:
        """Whether the version is among these. Raises InvalidVersion where a bound is no version of PyPI's, ValueError
        where nothing is said of versions."""
        ranges = [each for each in self.ranges if each.type != "GIT"]
        if not ranges and not self.versions:
            raise ValueError("no versions")
        return any(_same(each, version) for each in self.versions) or any(_within(each, version) for each in ranges)

    def mended(self) -> Iterator[str]:
        """The versions that are said to have no hole any more."""
        return (each["fixed"] for of in self.ranges if of.type != "GIT" for each in of.events if "fixed" in each)


class Advisory(_Part):
    """What is known of a hole, as OSV writes it (https://ossf.github.io/osv-schema/)."""

    id: str
    modified: datetime
    schema_version: str = "1.0.0"
    withdrawn: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str = ""
    details: str = ""
    affected: tuple[Affected, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class Advisories:
    """All that are in force, by the canonical name of the package that they are of; `newest` is the last change."""

    of: Mapping[str, Sequence[tuple[Advisory, Affected]]]
    count: int
    newest: date

    def about(self, name: str, version: str) -> tuple[list[tuple[Advisory, Affected]], list[Advisory]]:
        """Those that hold for the version, and those of which it cannot be said."""
        found, unclear = [], []
        for advisory, affected in self.of.get(name, ()):
            try:
                if affected.holds(Version(version)):
                    found.append((advisory, affected))
            except ValueError:
                unclear.append(advisory)
        return found, unclear


def _same(named: str, version: Version) -> bool:
    try:
        return Version(named) == version
    except InvalidVersion:  # one of the days before there was an order, which no pin can be
        return False


def _within(of: _Range, version: Version) -> bool:
    """Whether the version lies in the range. Raises InvalidVersion."""
    # At the same version a hole is mended before another one begins, and begins before it is there for the last time.
    order = {"fixed": 0, "introduced": 1, "last_affected": 2}
    events = [(kind, bound) for event in of.events for kind, bound in event.items() if kind in order]
    # Where nobody says when it began it has always been there.
    always = ("introduced", "0") in events or "introduced" not in {kind for kind, _ in events}
    bounds = sorted(
        (Version(bound), order[kind], kind) for kind, bound in events if (kind, bound) != ("introduced", "0")
    )
    inside = always
    for bound, _, kind in bounds:
        if kind == "introduced" and version >= bound:
            inside = True
        elif (kind == "fixed" and version >= bound) or (kind == "last_affected" and version > bound):
            inside = False
    return inside


def advisories_in(archive: Path) -> Advisories:
    """What the archive holds. Raises NoAnswer unless it is whole and in the form that is known here."""
    if not archive.is_file():
        raise NoAnswer(f"没有 {archive} 这个文件", f"在能上网的机器上下载 {ADDRESS}，拷过来，写出它在哪里。")
    of: dict[str, list[tuple[Advisory, Affected]]] = defaultdict(list)
    count, newest = 0, date.min
    try:
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                if not name.endswith(".json"):
                    continue
                advisory = Advisory.model_validate_json(opened.read(name))
                if advisory.schema_version.partition(".")[0] != "1":
                    raise ValueError(f"{name}: schema {advisory.schema_version}")
                count, newest = count + 1, max(newest, advisory.modified.date())
                for affected in advisory.affected if advisory.withdrawn is None else ():
                    if affected.package and affected.package.ecosystem == "PyPI":
                        of[canonicalize_name(affected.package.name)].append((advisory, affected))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NoAnswer(
            f"漏洞资料不完整，或不是 OSV 的那种压缩包（{reason}）", f"重新下载：{ADDRESS}，整个拷过来。"
        ) from error
    known = Advisories(of, count, newest)
    if missed := [f"{name} {version}" for name, version in CANARIES if not known.about(name, version)[0]]:
        raise NoAnswer(
            f"漏洞资料不全：连 {'、'.join(missed)} 早已公布的漏洞都没有", f"重新下载 PyPI 的全部资料：{ADDRESS}"
        )
    return known


def pins_in(lock: Path) -> list[tuple[str, str]]:
    """Name and version of every pin, for whatever machine it is, in order. Raises NoAnswer where one is no pin."""
    pins = []
    try:
        for line in lock.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            asked = Requirement(line.partition(" --hash=")[0])
            ((operator, version),) = ((each.operator, each.version) for each in asked.specifier)
            if operator != "==":
                raise ValueError(line)
            pins.append((canonicalize_name(asked.name), str(Version(version))))
    except (OSError, ValueError) as error:
        raise NoAnswer(
            f"{lock}：要逐行写成 名称==版本（{error}）", "用 --lock 指定随同交付的 requirements.txt。"
        ) from error
    if not pins:
        raise NoAnswer(f"{lock} 里一个版本也没有", "用 --lock 指定随同交付的 requirements.txt。")
    return [pin for pin in pins if pin[0] != _OWN]


@contextmanager
def fetched(address: str, keep: Path | None) -> Iterator[Path]:
    """The archive from the address, kept as `keep` if that is said. Raises NoAnswer."""
    with tempfile.TemporaryDirectory(prefix="hedui-audit-") as own:
        archive = Path(own) / "all.zip"
        try:
            with urlopen(address, timeout=_SECONDS) as answer, archive.open("wb") as file:
                shutil.copyfileobj(answer, file)
        except (OSError, HTTPException, ValueError) as error:
            raise NoAnswer(
                f"{address} 没有答复（{error}）",
                "换一台能上网的机器再运行；或在那里下载"
                f" {ADDRESS}，拷过来，把文件名写在 audit.py 后面（或 make audit ADVISORIES=文件）。",
            ) from error
        yield archive
        if keep is not None:
            keep.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(archive, keep)
            print(f"漏洞资料存在 {keep}，可以拷进内网。")


def audit(advisories: Advisories, pins: Iterable[tuple[str, str]], today: date, days: int) -> int:
    """Say which of the pins have known holes, and return the exit code. Raises NoAnswer."""
    asked = sorted(set(pins))
    if (age := (today - advisories.newest).days) > days:
        raise NoAnswer(
            f"漏洞资料太旧：最新一条是 {advisories.newest}，已经 {age} 天",
            f"重新下载：{ADDRESS}（或用 --max-age 放宽）。",
        )
    answers = {pin: advisories.about(*pin) for pin in asked}
    told = {pin: found for pin, (found, _) in answers.items() if found}
    for (name, version), found in told.items():
        print(f"{name} {version}")
        for advisory, affected in found:
            print(f"  {_in_words(advisory, affected)}")
    if unclear := [(pin, each.id) for pin, (_, those) in answers.items() for each in those]:
        named = "、".join(f"{name} {version}（{said}）" for (name, version), said in unclear)
        raise NoAnswer(f"有的资料看不出包不包括所用的版本：{named}", "请人在 https://osv.dev 上按编号逐条看过再定。")
    scope = f"核对了 {len(asked)} 个版本；资料 {advisories.count} 条，最新一条 {advisories.newest}。"
    if not told:
        print(f"没有已知的漏洞。{scope}")
        return CLEAN
    print(f"{len(told)} 个版本有已知的漏洞。{scope}")
    print("处理办法：升级这些程序包（make lock），测试过再交付；暂时升不了的，写明为什么。")
    return KNOWN


def _in_words(advisory: Advisory, affected: Affected) -> str:
    names = "、".join((advisory.id, *advisory.aliases))
    said = (advisory.summary or advisory.details).strip().splitlines() or ["没有说明"]
    mended = "、".join(dict.fromkeys(affected.mended()))
    return f"{names}：{said[0]}（{f'{mended} 已修好' if mended else '还没有修好的版本'}）"


def main(words: Sequence[str] | None = None) -> int:
    """Ask as the command line says, and return the exit code."""
    parser = argparse.ArgumentParser(prog="audit", description=__doc__)
    parser.add_argument("advisories", nargs="?", default=ADDRESS)
    parser.add_argument("--lock", type=Path, default=next((lock for lock in _LOCKS if lock.exists()), _LOCKS[0]))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--max-age", type=int, default=_DAYS)
    asked = parser.parse_args(words)
    try:
        pins, today = pins_in(asked.lock), datetime.now(UTC).date()
        if "://" not in asked.advisories:
            return audit(advisories_in(Path(asked.advisories)), pins, today, asked.max_age)
        with fetched(asked.advisories, asked.keep) as archive:
            return audit(advisories_in(archive), pins, today, asked.max_age)
    except NoAnswer as error:
        print(f"没有得到答复，这不等于没有漏洞：{error}。\n处理办法：{error.remedy}", file=sys.stderr)
        return NO_ANSWER


if __name__ == "__main__":
    sys.exit(main())
