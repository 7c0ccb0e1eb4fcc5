"""The limits on reading, and the settings that say them."""

from __future__ import annotations

import pytest

from pipeline.reading.limits import ReadingLimits, reading_limits
from rules.errors import SettingMistake


@pytest.mark.parametrize(
    ("environment", "limits"),
    [
        ({}, ReadingLimits(300.0, 4096 << 20)),
        ({"HEDUI_READ_SECONDS": " 60 "}, ReadingLimits(60.0, 4096 << 20)),
        ({"HEDUI_READ_SECONDS": "off", "HEDUI_READ_MEMORY": "OFF"}, ReadingLimits(None, None)),
        ({"HEDUI_READ_MEMORY": "1024"}, ReadingLimits(300.0, 1024 << 20)),
    ],
)
def test_settings(environment: dict[str, str], limits: ReadingLimits) -> None:
    assert reading_limits(environment) == limits


@pytest.mark.parametrize("name", ["HEDUI_READ_SECONDS", "HEDUI_READ_MEMORY"])
@pytest.mark.parametrize("wrong", ["0", "-1", "1.5", "many", "１２００"])
def test_wrong_settings_are_named(name: str, wrong: str) -> None:
    with pytest.raises(SettingMistake, match=name):
        reading_limits({name: wrong})


@pytest.mark.parametrize(
    ("size", "pages", "last_page", "end"),
    [
        pytest.param(0, 0, 0, 100, id="a short file"),
        pytest.param(10 << 20, 0, 0, 300, id="ten megabytes"),
        pytest.param(0, 1, 5, 106, id="a page that was begun at once"),
        pytest.param(0, 5, 190, 200, id="slow pages: the whole has its end"),
        pytest.param(0, 100, 30, 230, id="quick pages, then one that hangs"),
    ],
)
def test_the_time_grows_with_pages_and_size(size: int, pages: int, last_page: float, end: float) -> None:
    assert ReadingLimits(seconds=100.0).deadline(size, 0.0, pages, last_page) == pytest.approx(end)


def test_without_a_limit_there_is_no_end() -> None:
    assert ReadingLimits(seconds=None).deadline(1, 0.0, 1, 0.0) is None


def test_only_other_limits_than_the_usual_have_a_version() -> None:
    assert ReadingLimits().version == ""
    versions = {ReadingLimits(seconds=60.0).version, ReadingLimits(memory=None).version, ReadingLimits().version}
    assert len(versions) == 3
