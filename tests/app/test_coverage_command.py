"""The command `hedui coverage` as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from made_up.command import typed

SHEET = """岚桥市林业局2024年{month}月重点工作进度表
序号\t目标名称\t考核指标\t{month}月进度\t累计进度\t累计完成工作量
1\t造林绿化\t全年完成人工造林8万亩。\t{month}月完成人工造林6000亩。\t1-{month}月全市累计完成人工造林5万亩。\t62%
"""
LIST = "单位,种类,每,期后天数,自,至\n岚桥市林业局,进度表,月,10,2024-04,2024-06\n岚桥市水务局,,季,20,2024-04,2024-06\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("报送")
    inbox = folder / "收件"
    inbox.mkdir()
    (inbox / "应报清单.csv").write_text(LIST, encoding="gb18030")
    for month in (4, 5):
        (inbox / f"岚桥市林业局2024年{month}月进度表.txt").write_text(SHEET.format(month=month), encoding="utf-8")
    url = f"sqlite:///{folder}/hedui.db"
    assert typed("run", str(inbox), "--store", url) == 0
    return url


def test_the_table_shows_each_period_and_names_what_is_owed(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("coverage", "--store", store) == 0
    said = capsys.readouterr().out
    forestry = next(line for line in said.splitlines() if "岚桥市林业局  进度表" in line)
    assert forestry.split()[2:] == ["√", "√", "缺"]
    assert "岚桥市林业局  2024年6月进度表  期限2024年7月10日" in said
    assert "岚桥市水务局  2024年二季度报告  期限2024年7月20日" in said


def test_as_of_a_day_before_the_due_day_it_is_awaited(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("coverage", "--store", store, "--as-of", "2024-07-10", "--unit", "林业") == 0
    said = capsys.readouterr().out
    assert "待报 1" in said
    assert "水务" not in said


@pytest.mark.parametrize("form", ["csv", "json"])
def test_programs_get_every_field(form: str, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("coverage", "--store", store, "--format", form) == 0
    said = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(said))) if form == "csv" else [json.loads(one) for one in said.splitlines()]
    assert [(row["unit"], row["period_end"], row["state"]) for row in rows] == [
        ("岚桥市林业局", "2024-04-30", "on_time"),
        ("岚桥市林业局", "2024-05-31", "on_time"),
        ("岚桥市林业局", "2024-06-30", "missing"),
        ("岚桥市水务局", "2024-06-30", "missing"),
    ]


def test_a_unit_that_owes_nothing_is_said(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("coverage", "--store", store, "--unit", "教育") == 12
    assert "应报清单里没有名称含“教育”的单位" in capsys.readouterr().err


def test_without_a_list_it_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空").mkdir()
    url = f"sqlite:///{tmp_path}/hedui.db"
    assert typed("run", str(tmp_path / "空"), "--store", url) == 0
    capsys.readouterr()
    assert typed("coverage", "--store", url) == 12
    assert "应报清单.yaml" in capsys.readouterr().err
