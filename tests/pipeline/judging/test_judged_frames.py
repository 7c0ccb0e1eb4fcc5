"""What reconciliation gets to see of the store is what the frames of the store say."""

from __future__ import annotations

import gc

import pandas as pd
from made_up.desk import JUNE, Desk
from made_up.reports import report_text

from pipeline.judging.frames import facts_frame, items_frame, reports_frame
from pipeline.judging.judged_frames import judged_frames
from pipeline.reconcile.fact_table import STATED


def _cells(frame: pd.DataFrame, key: str, names: list[str]) -> dict[str, list[object]]:
    rows = frame.astype(object).sort_values(key)
    return {name: [None if cell != cell else cell for cell in rows[name]] for name in names}


def test_cells_are_those_of_the_store(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", "教育|cumulative|收入|30.5", **JUNE))
    desk.put("二.txt", report_text("教育|current|支出|1", unit="青川市教育局", period="2024-05"))
    desk.put("三.txt", report_text("卫生|current|支出|7", unit="青川市卫生局"))
    desk.run()
    all_ = {row["report_id"]: row["unit"] for row in desk.rows("reports")}
    for chosen in (all_, dict(list(all_.items())[:2]), {}):
        with desk.store.reading() as connection:
            facts, items, reports = judged_frames(connection, chosen)
        assert list(reports["part"]) == [chosen[report_id] for report_id in reports["report_id"]]
        for frame, whole, key in (
            (facts, facts_frame(desk.store), "fact_id"),
            (items, items_frame(desk.store), "item_id"),
            (reports, reports_frame(desk.store), "report_id"),
        ):
            names = [name for name in whole if frame is not facts or name in STATED]
            assert set(names) <= set(frame)
            there = whole[whole["report_id"].isin(chosen)]
            assert _cells(frame, key, names) == _cells(there, key, names)


def test_all_that_is_read_of_facts_is_stored(desk: Desk) -> None:
    """What the frame does not have counts as not filled: it must have everything."""
    with desk.store.reading() as connection:
        facts, _, _ = judged_frames(connection, {})
    assert set(STATED) == set(facts)


def test_cycles_are_searched_for_afterwards(desk: Desk) -> None:
    with desk.store.reading() as connection:
        judged_frames(connection, {})
    assert gc.isenabled()
