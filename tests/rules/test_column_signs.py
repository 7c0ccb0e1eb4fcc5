"""Columns of unknown heads: the file's own examples hold, and a mistake in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.column_signs import COLUMN_SIGNS_FILE, column_sign, load_column_signs
from rules.errors import RuleMistake


@pytest.mark.parametrize(
    ("head", "cells", "role"),
    [
        ("资金兑现率", ["61%", "70.5%"], "completion"),
        ("资金兑现情况", ["兑现奖补310万元"], "cumulative"),
        ("目前堵点", ["缺口80万元"], "other"),
        ("市里要求", ["不少于5处"], "target"),
        ("四季度打算", ["再建3处"], "other"),
        ("产值增长率", ["6.1%"], None),
    ],
)
def test_head_and_cells_tell(head: str, cells: list[str], role: str | None) -> None:
    sign = column_sign(head, cells)
    assert (sign.role if sign else None) == role


def test_a_wrong_example_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "column_signs.yaml"
    text = COLUMN_SIGNS_FILE.read_text(encoding="utf-8")
    file.write_text(text.replace("head: 任务来源,", "head: 年度目标,"), encoding="utf-8")
    with pytest.raises(RuleMistake, match="年度目标"):
        load_column_signs(file)
