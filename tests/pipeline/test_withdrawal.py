"""Withdrawing a report: it stays, counts no more, and what it replaced is current again."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.reports import report_text
from sqlalchemy import text

from pipeline.store.errors import StoreBusy
from pipeline.store.runs import run_lock
from pipeline.withdrawal import WithdrawalRefused, withdraw_report


def withdraw(desk: Desk, name: str, reason: str | None = "报错了单位") -> None:
    withdraw_report(desk.store, desk.by_name("reports")[name]["report_id"], reason, judge_cap, "v")


def current(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        found = connection.execute(text("SELECT source_name FROM current_reports ORDER BY source_name"))
        return list(found.scalars())


def test_what_it_replaced_counts_again(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    desk.run()
    desk.put("一 更正.txt", report_text("教育|current|支出|90", **JUNE))
    desk.run()
    assert (current(desk), [row["status"] for row in desk.rows("findings")]) == (["一 更正.txt"], ["fixed"])
    withdraw(desk, "一 更正.txt")
    assert (current(desk), [row["status"] for row in desk.rows("findings")]) == (["一.txt"], ["regressed"])
    reports = desk.by_name("reports")
    assert (reports["一.txt"]["superseded_by"], reports["一 更正.txt"]["supersedes"]) == (None, None)
    assert len(desk.rows("facts")) == 2
    withdraw(desk, "一 更正.txt", None)
    assert (current(desk), [row["status"] for row in desk.rows("findings")]) == (["一 更正.txt"], ["fixed"])


def test_its_findings_are_settled_and_it_stays_withdrawn(desk: Desk, tmp_path: Path) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    desk.run()
    withdraw(desk, "一.txt")
    assert (current(desk), [row["status"] for row in desk.rows("findings")]) == ([], ["fixed"])
    before = desk.export(tmp_path / "one")
    for options in ({}, {"reprocess": True}):
        desk.run(**options)
        assert current(desk) == []
        assert desk.export(tmp_path / "two") == before
    with desk.store.reading() as connection:
        assert connection.execute(text("SELECT withdrawn_reason FROM reports")).scalar() == "报错了单位"
        assert connection.execute(text("SELECT count(*) FROM units")).scalar() == 0


def test_what_is_refused(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|1", **JUNE))
    desk.run()
    with pytest.raises(WithdrawalRefused, match="没有编号"):
        withdraw_report(desk.store, "feedbeef", "理由", judge_cap, "v")
    with pytest.raises(WithdrawalRefused, match="理由"):
        withdraw(desk, "一.txt", "  ")
    with pytest.raises(WithdrawalRefused, match="没有撤回"):
        withdraw(desk, "一.txt", None)
    with run_lock(desk.store), pytest.raises(StoreBusy):
        withdraw(desk, "一.txt")
    withdraw(desk, "一.txt")
    with pytest.raises(WithdrawalRefused, match="已经撤回"):
        withdraw(desk, "一.txt")
