"""The tables in pandas: what they hold, and that their dtypes are those documented."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from made_up.desk import JUNE, Desk
from made_up.monthly_sheets import sheet_text
from made_up.reports import report_text

import pipeline
from pipeline import facts, findings, monthly, open_store

FEN = 2**53 + 1
"""More than a float holds exactly."""


@pytest.fixture
def filled(desk: Desk) -> Desk:
    for month in ("2024-04", "2024-05"):
        figures = (
            f"收入|current|收入=rev|amount|actual|{Decimal(FEN) / 100}|CNY|m|全市",
            "收入|cumulative|收入=rev|amount|actual|300.25|CNY|ytd|全市",
            "收入|cumulative|收入=rev|growth|actual|7.5|%|ytd|全市",
            "项目|cumulative|项目|count|actual|3|个|ytd",
        )
        desk.put(f"{month}.txt", sheet_text(*figures, month=month))
    desk.put("别的.txt", sheet_text("收入|current|收入|amount|actual|1|CNY|m", unit="青川市教育局"))
    desk.run_sheets()
    return desk


def test_facts(filled: Desk) -> None:
    frame = facts(filled.store)
    assert len(frame) == 9
    assert frame.dtypes.astype(str).to_dict()["amount_fen"] == "Int64"
    assert set(frame[["period_start", "period_end"]].dtypes.astype(str)) == {"datetime64[s]"}
    assert {str(frame.dtypes[name]) for name in ("fact_id", "unit_name", "metric", "scope", "printed")} == {"str"}
    assert {type(value) for value in frame["value"]} == {Decimal}
    assert set(frame["flags"]) == {()}
    money = frame[(frame["metric_code"] == "rev") & (frame["column"] == "current")]
    assert list(money["amount_fen"]) == [FEN, FEN]
    assert frame.loc[frame["kind"] == "count", "amount_fen"].isna().all()
    assert len(facts(filled.store, unit="青川市教育局")) == 1
    assert list(facts(filled.store, unit="没有").columns) == list(frame.columns)


def test_facts_as_they_were_known(filled: Desk) -> None:
    today = datetime.now(UTC).date()
    assert len(facts(filled.store, as_of=today + timedelta(days=1))) == 9
    assert len(facts(filled.store, as_of=date(2020, 1, 1))) == 0


def test_the_monthly_series(filled: Desk) -> None:
    frame = monthly(filled.store, unit="青川市财政局", metric="rev", year=2024)
    assert list(frame["period"].astype(str)) == ["2024-04", "2024-05"]
    assert list(frame["month_fen"]) == [FEN, FEN]
    assert (str(frame["month_fen"].dtype), str(frame["growth"].dtype)) == ("Int64", "Float64")
    assert list(frame["growth"]) == [7.5, 7.5]
    assert frame["target_fen"].isna().all()
    assert len(monthly(filled.store, metric="收入")) == 3
    empty = monthly(filled.store, unit="没有")
    assert (len(empty), str(empty["period"].dtype), str(empty["month_fen"].dtype)) == (0, "period[M]", "Int64")


def test_findings(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120.5", "社保|current|支出|1", **JUNE))
    desk.run()
    frame = findings(desk.store)
    assert list(frame["gap"]) == [Decimal("20.5")]
    assert list(frame["source_names"]) == [("一.txt",)]
    assert frame["expected_low"].isna().all()
    desk.put("一 更正.txt", report_text("教育|current|支出|1", "社保|current|支出|1", **JUNE))
    desk.run()
    assert (len(findings(desk.store)), len(findings(desk.store, open_only=False))) == (0, 1)


def test_the_names_are_loaded_when_asked_for() -> None:
    there = "print('sqlalchemy' in sys.modules)"
    probe = f"import sys, pipeline; {there}; pipeline.open_store; {there}"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
    with pytest.raises(AttributeError, match="nothing"):
        pipeline.nothing  # noqa: B018 - asking for it is the test
    assert callable(open_store)


def test_the_example_draws_a_year(project: Path) -> None:
    place = project / "docs" / "yearly_chart.py"
    spec = importlib.util.spec_from_file_location("yearly_chart", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    series = pd.DataFrame(
        {
            "month": [1, 2, 4],
            "month_fen": pd.array([10**10, None, 3 * 10**10], dtype="Int64"),
            "cumulative_fen": pd.array([10**10, 2 * 10**10, 5 * 10**10], dtype="Int64"),
        }
    )
    root = ElementTree.fromstring(module.chart(series, "甲<乙"))
    shapes = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert (shapes.count("rect"), shapes.count("circle")) == (2, 3)
    heights = [float(element.get("height", "0")) for element in root.iter() if element.tag.endswith("rect")]
    assert heights[1] == pytest.approx(3 * heights[0], rel=0.01)
