"""A day's work typed command by command: run, findings, explain, export, score."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_up.command import typed

from app.command_line import app
from app.failures import exit_code_of

PAGE = (
    "乌有市财政局2024年5月财政收支情况\n\n2024年6月14日 来源：乌有市财政局\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入38.22亿元，同比增长8.1%。\n"
)
GOLD = (
    "item\tcolumn\tquote\tkind\tvalue\tunit\tcomparator\trole\tmetric\tscope\tperiod\tbase\n"
    "\t\t140.10亿元\tamount\t140.10\t亿元\teq\tactual\t一般公共预算收入\t全市\t2024-01..2024-05\t\n"
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    (folder / "收件 夹").mkdir()
    (folder / "收件 夹" / "五月 简报.txt").write_text(PAGE, encoding="utf-8")
    (folder / "收件 夹" / "空.pdf").touch()
    return folder


def typed_there(work: Path, *words: str) -> int:
    """Run the command on the store of the folder."""
    return typed(*words, "--store", f"sqlite:///{work}/x.db")


def test_a_day_of_work(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed_there(work, "run", str(work / "收件 夹")) == 0
    said = capsys.readouterr().out
    assert "空.pdf  [empty_file]" in said
    assert "\x1b" not in said, "a log gets no control characters"
    assert "错误 1" in said
    finding = next(line.partition(" explain ")[2].split()[0] for line in said.splitlines() if " explain " in line)

    assert typed_there(work, "findings", "--severity", "error", "--unit", "乌有市") == 0
    listed = capsys.readouterr().out
    assert finding in listed
    assert "38.22亿元" in listed

    assert typed_there(work, "findings", "--unit", "别的单位") == 12
    assert "没有名称含“别的单位”的报送单位" in capsys.readouterr().err
    assert typed_there(work, "findings", "--severity", "notice", "--unit", "乌有市") == 0
    assert "没有符合条件的疑点" in capsys.readouterr().out

    assert typed_there(work, "explain", finding) == 0
    explained = capsys.readouterr().out
    assert "五月 简报.txt，第4行" in explained
    assert "38.22亿元 → 32.82亿元" in explained

    fact = next(line.strip() for line in explained.splitlines() if len(line.strip()) == 16 and line.strip().isalnum())
    assert typed_there(work, "explain", fact) == 0
    about = capsys.readouterr().out
    assert f"数字 {fact}" in about
    assert finding in about

    assert typed_there(work, "export", str(work / "表")) == 0
    assert sorted(file.name for file in (work / "表").iterdir()) == [
        "datapackage.json",
        *(f"{table}.jsonl" for table in ("facts", "findings", "items", "quarantine", "reports", "reviews")),
    ]
    capsys.readouterr()

    gold = work / "gold.tsv"
    gold.write_text(GOLD, encoding="utf-8")
    arguments = [str(work / "表/facts.jsonl"), str(gold), "五月 简报.txt", "--json"]
    assert exit_code_of(lambda: app(["score", *arguments], standalone_mode=False, prog_name="hedui")) == 0
    measure = json.loads(capsys.readouterr().out)
    assert measure["quantity_recall"] == 100
    assert measure["metric"] == measure["period"] == measure["scope"] == 100
    assert measure["facts"] > 1
