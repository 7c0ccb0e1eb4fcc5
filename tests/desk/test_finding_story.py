"""What the page of a finding tells of its coming back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.desk.finding_story import Change, change_of
from pipeline.review.history import Event

NOW = datetime(2024, 7, 1, tzinfo=UTC)


def came_back(before: list[str], after: list[str]) -> Event:
    def figures(printed: list[str]) -> tuple[dict[str, Any], ...]:
        return tuple({"printed": each, "metric": "支出"} for each in printed)

    return Event(
        NOW, None, "run", "confirmed", "regressed", figures_before=figures(before), figures_after=figures(after)
    )


def test_only_the_figures_that_changed_are_told_where_some_did() -> None:
    assert change_of([]) is None
    told = change_of([came_back(["1元", "5%"], ["2元", "5%"])])
    assert told == Change(["1元（支出）"], ["2元（支出）"])
    assert change_of([came_back(["5%"], ["5%"])]) == Change(["5%（支出）"], ["5%（支出）"])
