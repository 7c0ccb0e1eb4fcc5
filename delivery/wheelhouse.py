"""Collects in a folder all that a machine without network needs to install hedui: wheels, checksums, papers, samples.

    python -m delivery.wheelhouse [FOLDER] [--python 3.11] [--platform manylinux_2_28_x86_64] [--extra dask]

Needs the network, or an index of the bureau's own that pip is set to. The machine that collects may have another Python
and another processor than the one that installs.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from delivery.licences import PAGE as LICENCES
from delivery.packages import Package, wheels_in
from delivery.pins import DEV_LOCK, PROJECT, RUN_LOCK, Pin, Target, pins_of
from delivery.sbom import as_text, bill_of

PRODUCT: Final = "hedui"
REQUIREMENTS: Final = "requirements.txt"
SUMS: Final = "SHA256SUMS"
BILL: Final = "sbom.cdx.json"
TOOLS: Final = ("install.sh", "kept_rules.py", "audit.py")
"""Files of this package that work alone, on the machine that installs."""

PAPERS: Final = (
    "README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "prefect.yaml", "docs",
    "benchmarks/results.md", "benchmarks/results.svg",
)  # fmt: skip
"""What goes along to be read, beside the samples of data/raw."""

SITE: Final = "site"
"""The documents as pages for a browser, which `make docs` has built."""

_NOT_READ: Final = ("_build", ".made", "site", "conf.py", "rooms.py", "__pycache__")
"""What makes the documents, and what it leaves there."""

_NO_WHEEL: Final = re.compile(r"No matching distribution found for ([A-Za-z0-9._-]+)==")


class Incomplete(Exception):
    """What was to be collected cannot be had; the message says what."""


def collect(folder: Path, target: Target, extras: Sequence[str] = ()) -> Mapping[str, Package]:
    """Fill `folder`, which is replaced as a whole once all is there, and return its packages. Raises Incomplete."""
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    _build_own(unfinished)
    pinned = {pin.name: pin for pin in pins_of(DEV_LOCK) if target.needs(pin.marker)}
    wanted = {pin.name for pin in pins_of(RUN_LOCK) if target.needs(pin.marker)}
    wanted |= {canonicalize_name(each.name) for extra in extras for each in _extra(extra)}
    here: Mapping[str, Package] = {}
    while missing := wanted - here.keys():
        if unpinned := missing - pinned.keys():
            raise Incomplete(f"not in {DEV_LOCK.name}: {', '.join(sorted(unpinned))}")
        _download([pinned[name] for name in sorted(missing)], target, unfinished)
        here = wheels_in(unfinished)
        if absent := missing - here.keys():
            raise Incomplete(f"not downloaded: {', '.join(sorted(absent))}")
        wanted |= needed(here.values(), target) - {PRODUCT}
    add_papers(unfinished)
    _add_site(unfinished)
    pins = [pinned[name] for name in sorted(wanted)]
    (unfinished / REQUIREMENTS).write_text(requirements(here[PRODUCT], pins, here), encoding="utf-8")
    parts = [here[pin.name] for pin in pins]
    bill = bill_of(here[PRODUCT], parts, next(iter(target.environments())))
    (unfinished / BILL).write_text(as_text(bill), encoding="utf-8")
    (unfinished / SUMS).write_text(sums(unfinished), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)
    return here


def needed(packages: Iterable[Package], target: Target) -> set[str]:
    """The names of all that the packages require on the target, without what is only for extras of theirs."""
    return {
        canonicalize_name(each.name) for package in packages for each in package.requires if target.needs(each.marker)
    }


def requirements(product: Package, pins: Iterable[Pin], here: Mapping[str, Package]) -> str:
    """What pip is given on the target: exact versions with the hash of each wheel: nothing else is installed."""
    lines = [f"{pin.line} --hash=sha256:{here[pin.name].sha256}" for pin in pins]
    return "\n".join([f"{product.name}=={product.version} --hash=sha256:{product.sha256}", *lines, ""])


def sums(folder: Path) -> str:
    """The checksums of all files in the folder, as `sha256sum -c` reads them."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != SUMS)
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    )


def _extra(name: str) -> list[Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    if name not in extras:
        raise Incomplete(f"no extra {name!r}; there are: {', '.join(extras)}")
    return [Requirement(each) for each in extras[name]]


def _build_own(folder: Path) -> None:
    done = _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(PROJECT))
    if done.returncode:
        raise Incomplete(f"hedui's own wheel was not built: {done.stderr[-2000:]}")


def _download(pins: Sequence[Pin], target: Target, folder: Path) -> None:
    """Download wheels for the target; one that is published as source alone is built here first."""
    tag = f"cp{target.python.replace('.', '')}"
    platforms = [option for name in target.platform_tags() for option in ("--platform", name)]
    abis = [option for name in (tag, "abi3", "none") for option in ("--abi", name)]
    built: set[str] = set()
    while True:
        done = _pip(
            "download", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), "--find-links", str(folder),
            "--implementation", "cp", "--python-version", target.python, *abis, *platforms,
            *(f"{pin.name}=={pin.version}" for pin in pins),
        )  # fmt: skip
        if not done.returncode:
            return
        found = _NO_WHEEL.search(done.stderr)
        name = canonicalize_name(found[1]) if found else None
        pin = next((pin for pin in pins if pin.name == name), None)
        if pin is None or name in built:
            raise Incomplete(done.stderr[-2000:])
        _build(pin, folder)
        built.add(pin.name)


def _build(pin: Pin, folder: Path) -> None:
    """Build a wheel from source; only one that fits every machine is of use to another."""
    before = set(folder.glob("*.whl"))
    done = _pip("wheel", "--no-deps", "--wheel-dir", str(folder), f"{pin.name}=={pin.version}")
    if done.returncode:
        raise Incomplete(f"{pin.line} has no wheel for the target, and was not built: {done.stderr[-2000:]}")
    for wheel in set(folder.glob("*.whl")) - before:
        if not wheel.name.endswith("-none-any.whl"):
            raise Incomplete(f"{pin.line} has no wheel for the target, and one built here ({wheel.name}) fits none")


def _pip(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def add_papers(folder: Path) -> None:
    """Copy what is read, tried and run beside the wheels."""
    for name in PAPERS:
        source, copy = PROJECT / name, folder / name
        copy.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns(*_NOT_READ))
        else:
            shutil.copy2(source, copy)
    shutil.copy2(LICENCES, folder / LICENCES.name)
    shutil.copytree(PROJECT / "data" / "raw", folder / "data" / "raw")
    for name in TOOLS:
        shutil.copy2(Path(__file__).with_name(name), folder / name)


def _add_site(folder: Path) -> None:
    built = PROJECT / "docs" / "_build"
    if not (built / "index.html").is_file():
        raise Incomplete("the pages for a browser are not built: make docs")
    shutil.copytree(built, folder / SITE, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))


def main(words: Sequence[str] | None = None) -> int:
    """Collect as the command line says."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser = argparse.ArgumentParser(prog="python -m delivery.wheelhouse", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=PROJECT / "wheelhouse")
    parser.add_argument("--python", default=own)
    parser.add_argument("--platform", default=f"manylinux_2_28_{platform.machine()}")
    parser.add_argument("--extra", action="append", default=[])
    asked = parser.parse_args(words)
    try:
        here = collect(asked.folder.absolute(), Target(asked.python, asked.platform), asked.extra)
    except (Incomplete, ValueError) as error:
        print(f"没有收集完整：{error}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in asked.folder.rglob("*") if file.is_file())
    print(f"{asked.folder}：{len(here)} 个包，{size / 1e6:.0f} MB，供 Python {asked.python}、{asked.platform}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
