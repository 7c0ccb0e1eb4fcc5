"""The tables as pandas frames."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text

from pipeline.judging.frames import facts_frame, items_frame, reports_frame
from pipeline.reconcile.fact_table import FIELDS
from pipeline.run import run_stages
from pipeline.store import Store, open_store
from pipeline.store.contract import contract_fields


def _filled(inbox: Path, store_url: str) -> Store:
    for name, amount in (("a.txt", "120.50"), ("b.txt", "90")):
        text = report_text(f"教育|current|支出|{amount}", "社保|target|支出|7", unit="青川市财政局", period="2024-06")
        (inbox / name).write_text(text, encoding="utf-8")
    (inbox / "c.txt").write_text(report_text("x|current|y|1", kind="narrative"), encoding="utf-8")
    run_stages(inbox, store_url, read_made_up, judge_cap, workers=0)
    return open_store(store_url)


def test_facts(inbox: Path, store_url: str) -> None:
    store = _filled(inbox, store_url)
    frame = facts_frame(store)
    assert len(frame) == 5
    assert set(contract_fields("facts")) - {"spans"} <= set(frame.columns)
    assert set(FIELDS) - {"column_head", "item_id"} <= set(frame.columns)
    assert {str(kind) for kind in frame.dtypes} == {"object"}
    row = frame[(frame["source_name"] == "a.txt") & (frame["item"] == "教育")].to_dict("records")[0]
    assert row["value"] == Decimal("120.5")
    assert isinstance(row["value"], Decimal)
    assert (row["period_start"], row["period_end"]) == ("2024-01-01", "2024-06-30")
    assert (row["unit"], row["unit_name"], row["report_kind"]) == ("CNY", "青川市财政局", "progress_sheet")
    assert (row["report_period_start"], row["report_period_end"]) == ("2024-06-01", "2024-06-30")
    assert (row["item_position"], row["flags"], row["scope"]) == (0, (), None)
    store.close()


def test_only_what_is_judged(inbox: Path, store_url: str) -> None:
    store = _filled(inbox, store_url)
    assert sorted(set(facts_frame(store, judged_only=True)["source_name"])) == ["b.txt", "c.txt"]
    assert sorted(set(items_frame(store, judged_only=True)["source_name"])) == ["b.txt", "c.txt"]
    assert sorted(reports_frame(store, judged_only=True)["source_name"]) == ["b.txt", "c.txt"]
    store.close()


def test_items_and_reports(inbox: Path, store_url: str) -> None:
    store = _filled(inbox, store_url)
    items = items_frame(store)
    assert set(contract_fields("items")) <= set(items.columns)
    assert list(items["head_current"]) == [None] * 5
    assert sorted(items["item_position"]) == [0, 0, 0, 1, 1]
    reports = reports_frame(store)
    assert set(contract_fields("reports")) <= set(reports.columns)
    assert list(reports["report_id"]) == sorted(reports["report_id"])
    store.close()


def test_an_empty_store_has_frames_with_columns(store: Store) -> None:
    for frame in (facts_frame(store), items_frame(store), reports_frame(store)):
        assert len(frame) == 0
        assert "report_id" in frame.columns
