"""Every row of a sheet gets a light, as printed or by the rule; equal runs change nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from made_up.desk import Desk
from made_up.monthly_sheets import read_sheet, sheet_text
from sqlalchemy import text

from pipeline.judging.stage import judge_by_rules
from pipeline.store.item_lights import due_day, settle_lights, time_gone

END = date(2024, 5, 31)
ROWS = (
    "收入|cumulative|收入=rev|amount|actual|30|CNY|ytd|全市",
    "收入|completion|收入=rev|completion|actual|10|%|ytd",
    "支出|target|支出|amount|target|100|CNY|year",
    "支出|cumulative|支出|amount|actual|35|CNY|ytd",
    "债券|completion|债券|completion|actual|40|%|ytd",
)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ("12月底", date(2024, 12, 31)),
        ("9月15日", date(2024, 9, 15)),
        ("2024年10月底", date(2024, 10, 31)),
        ("2025-03-31", date(2025, 3, 31)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("年底", date(2024, 12, 31)),
        ("长期", None),
        ("2024-02-31", None),
        (None, None),
    ],
)
def test_printed_deadlines(deadline: str | None, due: date | None) -> None:
    assert due_day(deadline, END) == due


@pytest.mark.parametrize(
    ("due", "percent"),
    [
        (None, Fraction(500, 12)),
        (date(2024, 12, 31), Fraction(500, 12)),
        (date(2024, 3, 31), Fraction(100)),
        (date(2024, 6, 30), Fraction(100 * 152, 182)),
        (date(2025, 6, 30), Fraction(0)),
    ],
)
def test_the_time_that_has_gone(due: date | None, percent: Fraction) -> None:
    assert time_gone(END, due) == percent


def lights(desk: Desk) -> dict[str, tuple[Any, ...]]:
    with desk.store.reading() as connection:
        rows = connection.execute(text("SELECT name, light, light_printed, light_reason FROM items")).all()
    return {row.name: (row.light, row.light_printed, row.light_reason) for row in rows}


def test_rows_are_lit_by_their_progress(desk: Desk) -> None:
    desk.put("五月.txt", sheet_text(*ROWS))
    desk.run_sheets()
    found = lights(desk)
    assert {name: light[:2] for name, light in found.items()} == {
        "收入": ("红灯", None),
        "支出": ("黄灯", None),
        "债券": ("蓝灯", None),
    }
    assert found["支出"][2] == "完成35%，比时间进度41.7%慢6.7个百分点"
    desk.run_sheets(reprocess=True)
    assert lights(desk) == found
    with desk.store.reading() as connection:
        (row,) = connection.execute(text("SELECT light FROM monthly WHERE metric = '收入'")).all()
    assert row.light == "红灯"
    assert desk.rows("items")[0]["light"] in {"红灯", "黄灯", "蓝灯"}


def test_a_printed_light_stays_and_its_difference_is_said(desk: Desk) -> None:
    desk.put("五月.txt", sheet_text(ROWS[1], ROWS[4], light="蓝灯"))
    desk.run_sheets()
    found = lights(desk)
    assert found["债券"] == ("蓝灯", "蓝灯", "进度与时间相当，没有对不上的数字")
    assert found["收入"][:2] == ("蓝灯", "蓝灯")
    assert found["收入"][2].startswith("表上印的是蓝灯；按规则评为红灯：完成10%")


def test_a_deadline_that_the_target_names_lights_the_row_red_until_it_is_done(desk: Desk) -> None:
    late, done = (
        f"{name}|completion|{name}|completion|actual|{value}|%|ytd" for name, value in (("甲", 60), ("乙", 100))
    )
    desk.put("五月.txt", sheet_text(late, done, target="3月底前出台办法"))
    desk.run(read=read_sheet, judge=judge_by_rules)
    found = lights(desk)
    assert found["甲"] == ("红灯", None, "目标里写明的期限已过，完成60%")
    assert found["乙"][0] == "蓝灯"


def test_copies_have_the_lights_of_what_was_judged_and_equal_lights_are_not_written(desk: Desk) -> None:
    desk.put("a.txt", sheet_text(*ROWS))
    desk.put("b.txt", sheet_text(*ROWS, note="同一份"))
    desk.run_sheets()
    with desk.store.writing() as connection:
        assert connection.execute(text("SELECT count(*) FROM items WHERE light IS NULL")).scalar() == 0
        assert settle_lights(connection) == 0
