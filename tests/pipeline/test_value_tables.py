"""Value tables through the whole run: figures that agree are not accused, a planted slip is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import run_inbox
from pipeline.store import list_findings, open_store
from tests.extractors.value_table.drawn import drawing, write_html

GOLDENS = Path(__file__).parents[1] / "extractors" / "value_table" / "goldens"
TABLE = [
    "# 澜州市2024年1-6月一般公共预算收入情况表",
    "> 单位：万元",
    "| 地区 | 年初预算 | 6月完成数 | 1-6月累计 | 上年同期 | 增减额 | 增幅（%） | 完成预算（%） |",
    "| 全市 | 986,000 | 83,412 | 512,307 | 489,410 | 22,897 | 4.7 | 52.0 |",
    "| 市本级 | 402,000 | 31,056 | 201,118 | 205,640 | -4,522 | -2.2 | 50.0 |",
]


def findings_of(folder: Path, store: Path) -> list[str]:
    url = f"sqlite:///{store}"
    run_inbox(folder, url)
    opened = open_store(url)
    try:
        return [f"{finding['family']} {finding['message']}" for finding in list_findings(opened)]
    finally:
        opened.close()


def test_tables_that_add_up_are_not_accused(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for file in sorted(GOLDENS.glob("*.txt")):
        drawn = drawing(file.read_text(encoding="utf-8").split("=>\n")[0].splitlines())
        unit = inbox / f"第{len(list(inbox.glob('*'))) + 1}号市财政局"
        unit.mkdir(parents=True)
        write_html(drawn, unit / f"2024年6月{file.stem}.html")
    assert findings_of(inbox, tmp_path / "kept.db") == []


@pytest.mark.parametrize(
    ("right", "wrong", "family", "words"),
    [
        ("| 52.0 |", "| 25.0 |", "completion", "512,307万元÷986,000万元"),
        ("| 4.7 |", "| 7.4 |", "growth", "512,307万元"),
        ("83,412", "834,120", "roll_forward", "834,120万元"),
        ("31,056 | 201,118", "31,056 | 701,118", "", "701,118万元"),
    ],
)
def test_a_planted_slip_is_found(tmp_path: Path, right: str, wrong: str, family: str, words: str) -> None:
    """`family` is empty where several equations fail and any of them may be the one that is told."""
    inbox = tmp_path / "inbox" / "澜州市财政局"
    inbox.mkdir(parents=True)
    write_html(drawing([line.replace(right, wrong, 1) for line in TABLE]), inbox / "2024年6月.html")
    found = findings_of(inbox.parent, tmp_path / "kept.db")
    assert any(each.startswith(family) and words in each for each in found), found
