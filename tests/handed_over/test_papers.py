"""The list of licences and the bill of materials say what the lock says, and of each package what it says itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Final

import pytest
from packaging.requirements import Requirement

from delivery.licences import COPYLEFT, ELSEWHERE, PAGE, page
from delivery.licences import stated as stated_licence
from delivery.packages import Package, installed, licence_of, wheels_in
from delivery.pins import DEV_LOCK, RUN_LOCK, Target, pins_of
from delivery.sbom import as_text, bill_of, of_this_machine
from delivery.wheelhouse import needed, requirements, sums

PINS: Final = pins_of(RUN_LOCK)
KNOWN: Final = installed()
DEBIAN: Final = Target("3.11", "manylinux_2_28_x86_64")


def test_the_page_of_licences_is_that_of_the_lock() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(PINS, KNOWN), "run python -m delivery.licences"


def test_licences_are_known_of_what_is_not_installed_everywhere() -> None:
    assert {pin.name for pin in PINS if pin.marker and pin.name not in KNOWN} <= set(ELSEWHERE)
    wrong = {name for name, licence in ELSEWHERE.items() if name in KNOWN and KNOWN[name].licence != licence}
    assert not wrong


def test_what_copyleft_asks_is_said_of_each_package_under_it() -> None:
    explained = page(PINS, KNOWN).partition("## All of them")[0]
    under_it = {pin.name for pin in PINS if pin.name in KNOWN and COPYLEFT.search(KNOWN[pin.name].licence)}
    assert {"psycopg", "docxtpl"} <= under_it
    assert {name for name in under_it if f"`{name}`" not in explained} == set()


def test_nothing_asks_for_the_source_of_all_or_forbids_the_use_of_a_bureau() -> None:
    troubling = re.compile(r"\bA?GPL|SSPL|BUSL|-NC|[Nn]on-?[Cc]ommercial|[Pp]roprietary|\?")
    told = ("AGPL-3.0-only", "GPL-2.0-or-later", "LGPL-2.1-only", "MIT", "?")
    assert [each for each in told if not troubling.search(each)] == ["LGPL-2.1-only", "MIT"]
    stated = {pin.name: licence.split(" OR ") for pin in PINS for licence in [stated_licence(pin, KNOWN)]}
    assert {name for name, choices in stated.items() if all(map(troubling.search, choices))} == set()


@pytest.mark.parametrize(
    ("expression", "words", "classifiers", "licence"),
    [
        ("MIT", "BSD", ["BSD License"], "MIT"),
        ("", "Apache 2.0", ["Apache Software License"], "Apache-2.0"),
        ("", "LGPL-2.1-only", [], "LGPL-2.1-only"),
        ("", "MPL-2.0 AND MIT", [], "MPL-2.0 AND MIT"),
        ("", "", ["BSD License"], "BSD"),
        ("", "The whole text\nof a licence, all rights", ["MIT License"], "MIT"),
        ("", "BSD", ["BSD License", "Apache Software License"], "BSD OR Apache-2.0"),
        ("", "Dual License", [], "Dual License"),
        ("", "", ["Some Licence That Is New"], "Some Licence That Is New"),
        ("", " \n", [], "?"),
    ],
)
def test_a_licence_is_as_its_package_says_it(expression: str, words: str, classifiers: list[str], licence: str) -> None:
    assert licence_of(expression, words, classifiers) == licence


def test_the_bill_names_every_pin_of_this_machine_and_nothing_else() -> None:
    parts = list(of_this_machine(PINS, KNOWN))
    expected = as_text(bill_of(KNOWN["hedui"], parts, {}))
    Random(1).shuffle(parts)
    assert as_text(bill_of(KNOWN["hedui"], parts, {})) == expected, "the order does not matter"
    bill = json.loads(expected)
    pinned = {f"pkg:pypi/{pin.name}@{pin.version}" for pin in PINS if pin.marker is None or pin.marker.evaluate()}
    assert {each["purl"] for each in bill["components"]} == pinned
    product = next(each for each in bill["dependencies"] if each["ref"].startswith("pkg:pypi/hedui@"))
    assert any(each.startswith("pkg:pypi/pandas@") for each in product["dependsOn"])
    assert {ref for each in bill["dependencies"] for ref in each["dependsOn"]} <= pinned


def test_the_bill_says_licences_in_the_words_of_its_format() -> None:
    def licences(of: str) -> object:
        return bill_of(Package("a", "1", of, ()), [], {})["metadata"]["component"]["licenses"]

    assert licences("MIT") == [{"license": {"id": "MIT"}}]
    assert licences("MPL-2.0 AND (Apache-2.0 OR MIT)") == [{"expression": "MPL-2.0 AND (Apache-2.0 OR MIT)"}]
    assert licences("BSD") == [{"license": {"name": "BSD"}}]


def test_a_package_that_is_not_as_pinned_is_named() -> None:
    with pytest.raises(ValueError, match="pandas"):
        of_this_machine(PINS, {**KNOWN, "pandas": Package("pandas", "0.1", "BSD-3-Clause", ())})


def test_a_target_needs_what_any_of_its_machines_may_need() -> None:
    needed_there = {pin.name for pin in PINS if DEBIAN.needs(pin.marker)}
    assert {"async-timeout", "numpy", "pandas", "psycopg-binary"} <= needed_there
    assert not {"pywin32", "whenever"} & needed_there
    assert "whenever" in {pin.name for pin in PINS if Target("3.13", "manylinux_2_28_aarch64").needs(pin.marker)}
    versions = [pin.version for pin in PINS if pin.name == "numpy" and DEBIAN.needs(pin.marker)]
    assert len(versions) == 1


def test_wheels_for_older_systems_fit_newer_ones() -> None:
    tags = list(Target("3.12", "manylinux_2_17_aarch64").platform_tags())
    assert {"manylinux_2_17_aarch64", "manylinux2014_aarch64", "manylinux_2_5_aarch64"} <= set(tags)
    assert "manylinux_2_28_aarch64" not in tags


@pytest.mark.parametrize(("python", "platform"), [("3", "manylinux_2_28_x86_64"), ("3.12", "win_amd64"), ("", "")])
def test_a_target_that_nothing_is_collected_for_is_refused(python: str, platform: str) -> None:
    with pytest.raises(ValueError, match="no such target"):
        Target(python, platform)


def test_what_packages_require_of_the_target_is_needed_and_what_is_for_others_is_not() -> None:
    required = ["Some_Thing>=1", "for-windows; sys_platform == 'win32'", "for-extra; extra == 'all'"]
    package = Package("a", "1", "MIT", tuple(map(Requirement, required)))
    assert needed([package], DEBIAN) == {"some-thing"}


def test_every_test_that_the_threat_model_names_is_there(project: Path) -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", (project / "docs" / "security.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    assert not [each for each in named if f"def {each[1]}(" not in (project / each[0]).read_text(encoding="utf-8")]


def test_every_pin_is_in_both_locks_by_one_name() -> None:
    assert {pin.name for pin in PINS} <= {pin.name for pin in pins_of(DEV_LOCK)}


def test_sums_and_requirements_name_what_lies_there(own_wheel: Path, tmp_path: Path) -> None:
    (tmp_path / own_wheel.name).write_bytes(own_wheel.read_bytes())
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "说明.md").write_text("x", encoding="utf-8")
    here = wheels_in(tmp_path)
    assert set(here) == {"hedui"}
    assert requirements(here["hedui"], [], here) == f"hedui==0.1.0 --hash=sha256:{here['hedui'].sha256}\n"
    lines = sums(tmp_path).splitlines()
    assert [line.split("  ")[1] for line in lines] == ["docs/说明.md", own_wheel.name]
    assert lines[1].startswith(f"{here['hedui'].sha256}  ")
