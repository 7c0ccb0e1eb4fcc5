"""`hedui explain` says which of two targets a completion is of, and the arithmetic that told it."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.command import typed

from pipeline.store import open_store
from pipeline.store.contract import contract_rows

REPORT = """云岭市财政局2024年6月财政收支情况

全年一般公共预算收入预期160亿元，力争168亿元。
1-6月，全市一般公共预算收入93.21亿元，增长6.1%，完成年度任务的55.5%。
"""


def test_the_choice_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "收件" / "云岭市财政局"
    folder.mkdir(parents=True)
    (folder / "2024年6月财政收支情况.txt").write_text(REPORT, encoding="utf-8")
    url = f"sqlite:///{tmp_path}/hedui.db"
    assert typed("run", str(tmp_path / "收件"), "--store", url) == 0
    with open_store(url).reading() as connection:
        facts = list(contract_rows(connection, "facts"))
    (completion,) = [fact for fact in facts if fact["kind"] == "completion"]
    assert completion["flags"] == ["base_by_arithmetic"]
    assert completion["base"] == "年度任务"
    capsys.readouterr()
    assert typed("explain", completion["fact_id"], "--store", url) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "按算式取力争目标168亿元：93.21亿元÷168亿元＝55.48%，与55.5%相符；不取目标160亿元，那样是58.26%" in shown
    (amount,) = [fact for fact in facts if fact["role"] == "target"]
    assert typed("explain", amount["fact_id"], "--store", url) == 0
    assert "按算式" not in capsys.readouterr().out
