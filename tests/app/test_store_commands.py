"""The commands for those who keep and ask the store, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from made_up.command import typed

from app.query_command import AnswerFormat, write_answer

SHEET = """青川市教育局2024年6月重点工作进度表
序号\t目标名称\t考核指标\t6月进度\t累计进度\t累计完成工作量
1\t教育经费投入\t全年投入教育经费5亿元。\t6月投入4000万元。\t1-6月累计投入2.5亿元。\t50%
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    inbox = tmp_path / "收件" / "青川市教育局"
    inbox.mkdir(parents=True)
    (inbox / "2024年6月重点工作进度表.txt").write_text(SHEET, encoding="utf-8")
    url = f"sqlite:///{tmp_path}/库/hedui.db"
    monkeypatch.setenv("HEDUI_STORE", url)
    assert typed("run", str(inbox.parent)) == 0
    capsys.readouterr()
    return url


def test_a_question_and_its_answer(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    question = "SELECT unit, printed, amount_fen FROM amounts WHERE sheet_column = 'target'"
    assert typed("query", question) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split() == ["unit", "printed", "amount_fen"]
    assert shown[2].split() == ["青川市教育局", "5亿元", "50000000000"]
    assert shown[-1] == "共 1 行。"
    assert typed("query", question, "--format", "json", "--store", store) == 0
    assert json.loads(capsys.readouterr().out) == {
        "unit": "青川市教育局",
        "printed": "5亿元",
        "amount_fen": 50000000000,
    }
    assert typed("query", question, "--as-of", "2020-01-01") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "共 0 行。"


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize(
    "asking",
    [
        ("findings",),
        ("explain", "1234"),
        ("export", "{out}"),
        ("query", "SELECT 1"),
        ("rules", "list"),
        ("rules", "unknown"),
        ("report", "withdraw", "1234", "--reason", "错报"),
        ("store", "check"),
        ("store", "vacuum"),
        ("store", "backup", "{out}"),
    ],
    ids=lambda asking: " ".join(asking[:2]),
)
def test_asking_makes_no_store(
    tmp_path: Path, asking: tuple[str, ...], empty: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "打错的" / "库.db"
    if empty:
        file.parent.mkdir()
        file.touch()
    out = tmp_path / "out"
    assert typed(*(word.format(out=out) for word in asking), "--store", f"sqlite:///{file}") == 4
    said = capsys.readouterr().err
    assert "该路径没有数据库" in said
    assert "hedui run" in said
    assert sorted(tmp_path.rglob("*")) == ([file.parent, file] if empty else [])


def test_copying_from_nowhere_makes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("store", "copy", f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db") == 4
    assert "该路径没有数据库" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_restoring_from_nowhere_makes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("store", "restore", str(tmp_path / "没有"), "--store", f"sqlite:///{tmp_path}/new.db") == 18
    assert "没有备份" in capsys.readouterr().err
    assert not (tmp_path / "new.db").exists()


def test_what_there_is_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("query") == 0
    shown = capsys.readouterr().out
    assert "\n  monthly  " in shown
    assert "\n  facts  " in shown
    assert "当月金额（分）" in shown


def test_a_question_that_writes_is_refused(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("query", "DELETE FROM facts", "--store", store) == 13
    assert "只能查询" in capsys.readouterr().err


def answer(format_: AnswerFormat, rows: list[tuple[object, ...]], limit: int = 2) -> str:
    out = io.StringIO()
    left: Iterator[tuple[object, ...]] = iter(rows)
    write_answer(("名称", "value"), left, format_, limit, out)
    return out.getvalue()


def test_answers_in_every_form() -> None:
    rows: list[tuple[object, ...]] = [("教育", Decimal("1.50")), ("=SUM(A1)", -2), ("多\n行", date(2024, 6, 30))]
    table = answer(AnswerFormat.table, rows).splitlines()
    assert table[2].split() == ["教育", "1.5"]
    assert table[-1] == "只显示前 2 行；全部用 --format csv，或用 --limit 放宽。"
    assert list(csv.reader(io.StringIO(answer(AnswerFormat.csv, rows)))) == [
        ["名称", "value"],
        ["教育", "1.5"],
        ["'=SUM(A1)", "-2"],
        ["多 行", "2024-06-30"],
    ]
    assert [json.loads(line) for line in answer(AnswerFormat.json, rows).splitlines()] == [
        {"名称": "教育", "value": "1.5"},
        {"名称": "=SUM(A1)", "value": -2},
        {"名称": "多\n行", "value": "2024-06-30"},
    ]
    assert answer(AnswerFormat.table, []).splitlines()[-1] == "共 0 行。"
    assert answer(AnswerFormat.json, [(None, True)]) == '{"名称": null, "value": true}\n'


def test_the_life_of_a_store(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = f"sqlite:///{tmp_path}/另一个/hedui.db"
    assert typed("store", "upgrade") == 0
    assert typed("store", "check", "--originals") == 0
    assert typed("store", "backup", str(tmp_path / "备份")) == 0
    assert typed("store", "copy", store, other) == 0
    assert "逐表一致" in capsys.readouterr().out
    assert typed("store", "copy", store, other) == 18
    assert "--replace" in capsys.readouterr().err
    assert typed("store", "restore", str(tmp_path / "备份"), "--store", other, "--replace") == 0
    assert typed("store", "check", "--originals", "--store", other) == 0
    assert typed("store", "vacuum") == 0
    assert "没有问题" in capsys.readouterr().out
    for original in (tmp_path / "库" / "originals").glob("??/*"):
        original.unlink()
    assert typed("store", "check") == 21
    shown = capsys.readouterr()
    assert "缺少原件" in shown.out
    assert "1 处问题" in shown.err


def test_a_report_is_withdrawn_and_stands_again(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    count = ("query", "SELECT report_id FROM current_reports", "--format", "json")
    assert typed(*count) == 0
    report_id = json.loads(capsys.readouterr().out)["report_id"]
    assert typed("report", "withdraw", report_id) == 19
    assert "--reason" in capsys.readouterr().err
    assert typed("report", "withdraw", report_id, "--reason", "报错了月份", "--store", store) == 0
    capsys.readouterr()
    assert typed(*count) == 0
    assert capsys.readouterr().out == ""
    assert typed("report", "withdraw", report_id, "--undo") == 0
    assert "已取消撤回" in capsys.readouterr().out


def test_a_figure_is_explained_when_the_inbox_is_empty(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (tmp_path / "收件").rglob("*.txt"):
        file.unlink()
    assert typed("query", "SELECT fact_id FROM facts LIMIT 1", "--format", "json", "--store", store) == 0
    fact_id = json.loads(capsys.readouterr().out)["fact_id"]
    assert typed("explain", fact_id) == 0
    shown = capsys.readouterr().out
    assert f"{tmp_path}/库/originals/" in shown.replace("\n          ", "")
