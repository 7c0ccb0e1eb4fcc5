"""What a package says of itself, installed or in its wheel: name, version, licence, what it requires."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_string
from importlib.metadata import Distribution, PathDistribution, distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_CLASSIFIERS: Final = {
    "Academic Free License (AFL)": "AFL-3.0",
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0",
    "BSD License": "BSD",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved": "",
    "Python Software Foundation License": "PSF-2.0",
}
"""The classifiers that packages name their licence by; the terms of SPDX where they name just one."""

_IN_WORDS: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "MIT license": "MIT",
}
_TERMS: Final = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) \(?[A-Za-z0-9.+-]+\)?)*")
_SAYS_LITTLE: Final = frozenset({"BSD", "Artistic", "GPL", "LGPL", "UNKNOWN"})
UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of one version. `licence` in terms of SPDX as far as its makers say it so, `sha256` that of the wheel,
    None for one that is installed."""

    name: str
    version: str
    licence: str
    requires: tuple[Requirement, ...]
    sha256: str | None = None
    file: str | None = None


def installed() -> dict[str, Package]:
    """All packages of this Python, by canonical name."""
    return {package.name: package for package in map(package_of, distributions())}


def wheels_in(folder: Path) -> dict[str, Package]:
    """The packages of which wheels lie in the folder, by canonical name."""
    return {package.name: package for package in map(_of_wheel, sorted(folder.glob("*.whl")))}


def package_of(distribution: Distribution, sha256: str | None = None, file: str | None = None) -> Package:
    """What a distribution says of itself."""
    # Read as text: what `metadata` gives is typed to have no `get`.
    told = message_from_string(distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or "")
    return Package(
        canonicalize_name(told["Name"]),
        told["Version"],
        licence_of(
            told.get("License-Expression") or "",
            told.get("License") or "",
            [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License ::")],
        ),
        tuple(map(Requirement, distribution.requires or ())),
        sha256,
        file,
    )


def licence_of(expression: str, words: str, classifiers: Iterable[str]) -> str:
    """The licence as its package says it: the expression where there is one, else its own words if they are terms, else
    the classifiers."""
    if expression:
        return expression
    first = words.strip().splitlines()[0].strip() if words.strip() else ""
    said = _IN_WORDS.get(first, first)
    classified = [_CLASSIFIERS.get(each, each) for each in classifiers]
    named = " OR ".join(dict.fromkeys(filter(None, classified)))
    if _TERMS.fullmatch(said) and said not in _SAYS_LITTLE:
        return said
    return named or said or UNKNOWN


def _of_wheel(wheel: Path) -> Package:
    with zipfile.ZipFile(wheel) as opened:
        inner = next(name.split("/")[0] for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        # `importlib.metadata` reads from whatever answers as a folder does.
        distribution = PathDistribution(zipfile.Path(opened, f"{inner}/"))
        with wheel.open("rb") as content:
            return package_of(distribution, hashlib.file_digest(content, "sha256").hexdigest(), wheel.name)
