"""The bill of materials: every package that runs, as CycloneDX 1.6 says it; equal packages give equal bytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.markers import Marker, default_environment
from packaging.utils import canonicalize_name

from delivery.packages import UNKNOWN, Package, installed
from delivery.pins import PROJECT, RUN_LOCK, Pin, pins_of

_PRODUCT: Final = "hedui"


def bill_of(product: Package, packages: Iterable[Package], environment: Mapping[str, str]) -> dict[str, Any]:
    """The bill of `product` and of all that it needs. `environment` is what markers are asked with."""
    parts = {package.name: package for package in sorted(packages, key=lambda each: each.name)}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(product, "application")},
        "components": [_component(package, "library") for package in parts.values()],
        "dependencies": [
            {"ref": _address(package), "dependsOn": sorted(_needed(package, parts, environment))}
            for package in (product, *parts.values())
        ],
    }


def as_text(bill: Mapping[str, Any]) -> str:
    """The bill as it is written to a file."""
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def of_this_machine(pins: Iterable[Pin], known: Mapping[str, Package]) -> tuple[Package, ...]:
    """The packages that the pins name for this machine. Raises ValueError for one that is not installed as pinned."""
    asked = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    other = [pin.line for pin in asked if pin.name not in known or known[pin.name].version != pin.version]
    if other:
        raise ValueError(f"not installed as pinned: {', '.join(other)}")
    return tuple(known[pin.name] for pin in asked)


def _component(package: Package, kind: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": kind,
        "bom-ref": _address(package),
        "name": package.name,
        "version": package.version,
        "purl": _address(package),
    }
    if package.sha256 is not None:
        component["hashes"] = [{"alg": "SHA-256", "content": package.sha256}]
    if package.licence != UNKNOWN:
        component["licenses"] = [_licence(package.licence)]
    return component


def _licence(licence: str) -> dict[str, Any]:
    try:
        terms = canonicalize_license_expression(licence)
    except InvalidLicenseExpression:
        return {"license": {"name": licence}}
    return {"expression": terms} if " " in terms else {"license": {"id": terms}}


def _address(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{quote(package.version, safe='')}"


def _needed(package: Package, parts: Mapping[str, Package], environment: Mapping[str, str]) -> set[str]:
    names = (canonicalize_name(each.name) for each in package.requires if _applies(each.marker, environment))
    return {_address(parts[name]) for name in names if name in parts}


def _applies(marker: Marker | None, environment: Mapping[str, str]) -> bool:
    return marker is None or marker.evaluate({"extra": "", **environment})


def main(out: Path) -> None:
    """Write the bill of what this machine has installed of the lock."""
    known = installed()
    packages = of_this_machine(pins_of(RUN_LOCK), known)
    environment = {name: str(value) for name, value in default_environment().items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(as_text(bill_of(known[_PRODUCT], packages, environment)), encoding="utf-8")
    print(f"{out}: {len(packages)} packages")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "dist" / "sbom.cdx.json")
