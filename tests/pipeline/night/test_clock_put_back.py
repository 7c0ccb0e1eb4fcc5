"""A clock that was put back: what arrives later is still the later one."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_nothing
from made_up.reports import report_text

from pipeline.judging.rule_outcomes import last_outcomes


class _Ahead(datetime):
    """A clock that is a month fast."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(days=30)


def test_what_arrives_later_replaces_what_came_by_a_fast_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("乙.txt", report_text("教育|current|支出|10", **JUNE))
    with monkeypatch.context() as fast:
        fast.setattr("pipeline.store.runs.datetime", _Ahead)
        desk.run(judge=judge_nothing)
    # Each name comes before the last one in order, so that nothing but the arrival tells which is the later.
    for name, amount in (("丙.txt", "20"), ("丁.txt", "30"), ("一.txt", "40")):
        desk.put(name, report_text(f"教育|current|支出|{amount}", **JUNE))
        summary = desk.run(judge=judge_nothing)
        (current,) = [row["source_name"] for row in desk.rows("reports") if row["superseded_by"] is None]
        assert current == name
        last = last_outcomes(desk.store)
        assert last is not None
        assert last.run_id == summary.run_id
