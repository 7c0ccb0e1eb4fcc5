"""The commands `hedui rules …` as they are typed, over a store with one progress sheet."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from made_up.command import typed

import pipeline
from pipeline.store import open_store
from pipeline.wording.labels import FAMILY
from rules.check import checks_in_force
from rules.coverage import CoverageRuleId
from rules.cutting import CUTTING_RULE
from rules.metrics import METRICS_FILE
from rules.other_rules import other_rules

SHEET = """岚桥市林业局2024年6月重点工作进度表
序号\t目标名称\t考核指标\t6月进度\t累计进度\t累计完成工作量
1\t造林绿化\t全年完成人工造林8万亩。\t6月完成人工造林6000亩。\t1-6月全市累计完成人工造林5万亩。\t62%
2\t护林补助\t全年发放护林员补助900万元。\t6月发放护林员补助70万元。\t1-6月发放护林员补助450万元。\t50%
3\t财政收入\t全年一般公共预算收入预期160亿元。\t6月一般公共预算收入12亿元。\t1-6月一般公共预算收入93.21亿元，为预期数的58.3%。\t58%
4\t财政支出\t保障重点支出。\t6月一般公共预算支出21亿元。\t1-6月一般公共预算支出120.5亿元，为年初预算的52.1%。\t52%
"""


def inbox_with(folder: Path, sheet: str) -> Path:
    """An inbox with one report of one unit."""
    (folder / "岚桥市林业局").mkdir(parents=True, exist_ok=True)
    (folder / "岚桥市林业局" / "2024年6月重点工作进度表.txt").write_text(sheet, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sheet, for tests that only ask."""
    folder = tmp_path_factory.mktemp("规则")
    url = f"sqlite:///{folder}/hedui.db"
    assert typed("run", str(inbox_with(folder / "收件", SHEET)), "--store", url) == 0
    return url


@pytest.fixture
def store(filled: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HEDUI_STORE", filled)
    return filled


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without any store."""
    monkeypatch.delenv("HEDUI_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("store")
def test_unknown_metrics_are_listed_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "unknown") == 0
    shown = capsys.readouterr().out
    table, _, remedy = shown.partition("共 ")
    rows = [line.split() for line in table.splitlines()[2:]]
    assert [row[:5] for row in rows] == [["人工造林", "3", "1", "数量", "亩"], ["护林员补助", "3", "1", "金额", "元"]]
    assert all("2024年6月重点工作进度表.txt" in line for line in table.splitlines()[2:])
    assert str(METRICS_FILE) in remedy
    assert "- {code: 代码, name: 人工造林, nature: flow, aliases: []}" in remedy
    assert "hedui rules check" in remedy


def test_unknown_metrics_for_programs(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "unknown", "--format", "json", "--store", store) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert {name: first[name] for name in ("metric", "facts", "reports", "kinds", "units", "nature")} == {
        "metric": "人工造林", "facts": 3, "reports": 1, "kinds": ["count"], "units": ["亩"], "nature": "flow",
    }  # fmt: skip
    assert first["example_source_name"].endswith("进度表.txt")
    assert typed("explain", first["example_fact_id"]) == 0
    assert first["example_printed"] in capsys.readouterr().out
    assert typed("rules", "unknown", "--format", "csv") == 0
    assert [row["metric"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["人工造林", "护林员补助"]


@pytest.mark.usefixtures("store")
def test_fewer_unknown_metrics_than_there_are_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "unknown", "--limit", "1") == 0
    assert "共有 2 个，只列了最多的 1 个" in capsys.readouterr().out


def test_a_store_without_reports_lacks_no_metric(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(f"sqlite:///{tmp_path}/leer.db").close()
    assert typed("rules", "unknown", "--store", f"sqlite:///{tmp_path}/leer.db") == 0
    assert "先运行 hedui run" in capsys.readouterr().out


def test_checks_are_listed_without_a_store(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "list", "--format", "json") == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["rule"] for row in listed] == [rule.id for rule in (*checks_in_force(), *other_rules())]
    assert all(row["title"] and row["explain"] and row["line"] and row["holds"] is None for row in listed)
    assert list(nowhere.iterdir()) == [], "asking about rules makes no store"


@pytest.mark.parametrize("family", ["share", "占比"])
@pytest.mark.usefixtures("nowhere")
def test_checks_of_a_family(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "list", "--family", family, "--severity", "error") == 0
    lines = capsys.readouterr().out.splitlines()[2:-2]
    expected = [
        check.id for check in checks_in_force() if (check.text.family, check.text.severity) == ("share", "error")
    ]
    assert [line.split()[0] for line in lines] == expected
    assert all("错误" in line for line in lines)


@pytest.mark.usefixtures("nowhere")
def test_a_family_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "list", "--family", "没有") == 12
    assert "hedui rules list" in capsys.readouterr().err


@pytest.mark.usefixtures("store")
def test_checks_are_listed_with_their_outcomes(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "list", "--format", "csv") == 0
    rows = {row["rule"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    counted = {name: int(rows["completion_of_base"][name]) for name in ("holds", "violated", "not_evaluable")}
    assert counted == {"holds": 1, "violated": 0, "not_evaluable": 1}
    assert rows["share_of_count"]["holds"] == "0"


def test_a_check_is_explained(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "explain", "completion_of_base") == 0
    shown = capsys.readouterr().out
    for said in (
        "完成进度＝100×累计数÷预算或目标数",
        "发布单位、年份、指标",
        "累计数 93.21亿元",
        "completion.yaml，第",
    ):
        assert said in shown
    assert "上次运行" not in shown
    assert list(nowhere.iterdir()) == []


@pytest.mark.parametrize("check", checks_in_force(), ids=lambda check: check.id)
@pytest.mark.usefixtures("nowhere")
def test_every_check_can_be_explained(check: object, capsys: pytest.CaptureFixture[str]) -> None:
    rule = check.id  # type: ignore[attr-defined]
    assert typed("rules", "explain", rule) == 0
    assert rule in capsys.readouterr().out


@pytest.mark.usefixtures("store")
def test_an_explanation_tells_the_last_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "explain", "completion_of_base") == 0
    shown = capsys.readouterr().out
    assert "共判断 2 处：成立 1，不成立 0，无法判断 1" in shown
    assert "无法判断 1 处：缺少预算或目标数" in shown
    assert typed("rules", "explain", "share_of_whole") == 0
    assert "没有一个数要它判断" in capsys.readouterr().out


@pytest.mark.usefixtures("store")
def test_an_explanation_names_the_open_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/hedui.db"
    assert typed("run", str(inbox_with(tmp_path / "收件", SHEET.replace("58.3%", "53.8%"))), "--store", url) == 0
    capsys.readouterr()
    assert typed("rules", "explain", "completion_of_base", "--store", url) == 0
    shown = capsys.readouterr().out
    assert "成立 0，不成立 1" in shown
    assert "未了结的疑点 1 处" in shown
    assert "写为预期数的53.8%" in shown


@pytest.mark.usefixtures("nowhere")
def test_a_rule_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "explain", "completion_of_bass") == 12
    assert "completion_of_base" in capsys.readouterr().err
    assert typed("rules", "explain", "某某") == 12
    assert "hedui rules list" in capsys.readouterr().err


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(("family", "number"), [("coverage", 3), ("填报习惯", 1)])
def test_rules_that_are_no_checks_are_listed_and_explained(
    capsys: pytest.CaptureFixture[str], family: str, number: int
) -> None:
    rules = [rule for rule in other_rules() if family in (rule.family, FAMILY[rule.family])]
    assert len(rules) == number
    assert typed("rules", "list", "--family", family) == 0
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines()[2 : 2 + number]] == [rule.id for rule in rules]
    for rule in rules:
        assert typed("rules", "explain", rule.id) == 0
        shown = "".join(line.strip() for line in capsys.readouterr().out.splitlines())
        assert rule.title in shown
        assert rule.explain in shown
        assert f"{rule.file.name}，第 {rule.line} 行" in shown
        assert rule.line > 1


@pytest.mark.usefixtures("nowhere")
def test_every_rule_that_a_finding_can_name_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(pipeline.__file__).parent
    files = [file for file in root.rglob("*.py") if re.search(r"\bFinding\(", file.read_text(encoding="utf-8"))]
    making = {file.relative_to(root).as_posix() for file in files}
    rooms = {"reconcile/findings.py", "reconcile/cutting.py", "coverage/findings.py"}
    assert making == rooms, "checks, habits and owed reports alone"
    families = {check.id: check.text.family for check in checks_in_force()}
    families |= {rule.id: rule.family for rule in other_rules()}
    assert len(families) == len(checks_in_force()) + len(other_rules())
    assert {CUTTING_RULE, *get_args(CoverageRuleId)} <= set(families)
    assert set(families.values()) == set(FAMILY)
    for rule, family in families.items():
        assert typed("rules", "explain", rule) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"规则 {rule}\n")
        assert f"（{family}）" in shown


@pytest.mark.usefixtures("store")
def test_an_explanation_sifts_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """Of all figures of the sheet, which filter leaves out how many."""
    assert typed("rules", "explain", "completion_of_base") == 0
    shown = "".join(line.strip() for line in capsys.readouterr().out.splitlines())
    assert "现行报告共有 17 个可比较的数" in shown
    assert "完成进度：符合的 2 个（种类 完成率，剩 6；" in shown
    assert "预算或目标数：符合的 2 个（" in shown
    assert "其余约" not in shown
    assert typed("rules", "explain", "item_month_within_cumulative") == 0
    shown = "".join(line.strip() for line in capsys.readouterr().out.splitlines())
    assert "目录以外的指标，剩 1" in shown


@pytest.mark.usefixtures("store")
def test_rules_that_matched_nothing_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("rules", "check") == 0
    shown = "".join(line.strip() for line in capsys.readouterr().out.splitlines())
    rule = next(check for check in checks_in_force() if check.id == "share_of_count")
    assert f"share_of_count（第 {rule.line} 行）" in shown
    assert "completion_of_base（" not in shown
    assert "hedui rules explain" in shown
