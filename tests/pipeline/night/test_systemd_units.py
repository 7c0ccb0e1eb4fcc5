"""The units that systemd is given: a night that was not begun is noticed, whatever kept it from beginning."""

from __future__ import annotations

import re
from configparser import ConfigParser
from datetime import time
from pathlib import Path

import pytest


@pytest.fixture
def units(project: Path) -> dict[str, ConfigParser]:
    found = {}
    for file in sorted((project / "docs/systemd").glob("hedui*")):
        found[file.name] = ConfigParser(interpolation=None, strict=True, delimiters="=")
        found[file.name].optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells cases apart
        found[file.name].read(file, encoding="utf-8")
    return found


def _hour(timer: ConfigParser) -> float:
    at = time.fromisoformat(timer["Timer"]["OnCalendar"].rpartition(" ")[2])
    return at.hour + at.minute / 60


def test_the_morning_look_takes_no_other_run_for_the_nights(units: dict[str, ConfigParser]) -> None:
    command = units["hedui-status.service"]["Service"]["ExecStart"]
    given = re.search(r"--max-hours (\d+)", command)
    assert given is not None
    since_the_night = _hour(units["hedui-status.timer"]) - _hour(units["hedui.timer"])
    # The night's own run is fresh, one of an hour before it is stale.
    assert since_the_night < float(given[1]) < since_the_night + 1
    assert "--alarm" in command


def test_what_looks_requires_nothing_that_may_be_lost(units: dict[str, ConfigParser]) -> None:
    assert "RequiresMountsFor" in units["hedui.service"]["Unit"]
    for name in ("hedui-status.service", "hedui-status.timer"):
        assert set(units[name]["Unit"]) == {"Description"}


@pytest.mark.parametrize("name", ["hedui.service", "hedui.timer"])
def test_a_night_that_fails_has_somebody_look(units: dict[str, ConfigParser], name: str) -> None:
    assert units[name]["Unit"]["OnFailure"] == "hedui-status.service"


def test_the_pages_say_the_same_hours(project: Path, units: dict[str, ConfigParser]) -> None:
    command = units["hedui-status.service"]["Service"]["ExecStart"]
    said = command[command.index("status --alarm") :]
    for page in ("nightly.md", "schedule.zh-CN.md"):
        assert said in (project / "docs" / page).read_text(encoding="utf-8")
