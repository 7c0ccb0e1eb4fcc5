"""The checks that stand in rules/checks, and mistakes in a check that somebody writes."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from extractors import fact, report
from rules import check_text
from rules.check import FOLDER, load_checks
from rules.errors import RuleMistake

GOOD = """\
- id: part_of_whole
  family: share
  severity: error
  title: 占比
  explain: 占比等于部分除以整体。
  for_each: [report, period]
  facts:
    share: {label: 占比, kind: share}
    part: {label: 部分, kind: amount}
    whole: {label: 整体, kind: amount, match: {metric: share.base}}
  equation: share = 100 * part / whole
  message: "{place}：{part}÷{whole}＝{100 * part / whole as share}，写{share}，相差{gap}。"
  examples:
    holds: [{share: 25%, part: 3亿元, whole: 12亿元}]
    violated: [{share: 52%, part: 3亿元, whole: 12亿元}]
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "written.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_checks_in_force_load_with_their_examples() -> None:
    checks = load_checks()
    assert len({check.id for check in checks}) == len(checks) > 15
    assert {check.file.name for check in checks} == {file.name for file in FOLDER.glob("*.yaml")}


def test_a_good_check_is_compiled(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (check,) = load_checks(tmp_path)
    assert (check.id, check.reported, check.line) == ("part_of_whole", "share", 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("share = 100 * part / whole", "share = 100 * part / total", "total"),
        ("share = 100 * part / whole", "share + part = whole + 1", "两边都是算式"),
        ("share = 100 * part / whole", "share == 100 * (part", "不是算式"),
        ("share = 100 * part / whole", "share < part", "只能用"),
        ("52%, part", "25%, part", "相反"),
        ("{share: 25%, part: 3亿元, whole: 12亿元}", "{share: 25%, part: 3亿元}", "whole"),
        ("{share: 25%, part: 3亿元, whole: 12亿元}", "{share: 25%, part: 3亿元, whole: 0亿元}", "含零"),
        ("{share: 25%, part: 3亿元, whole: 12亿元}", "{share: 25%, part: 三亿, whole: 12亿元}", "读不出数"),
        ("kind: amount}", "kind: amount, metric: 没有的指标}", "没有的指标"),
        ("match: {metric: share.base}", "match: {metric: shore.base}", "shore.base"),
        ("match: {metric: share.base}", "match: {metric: share.bass}", "share.bass"),
        ("{gap}", "{gup}", "gup"),
        ("{part}÷", "{part.colour}÷", "colour"),
        ("severity: error", "severity: fatal", "severity"),
        ("family: share", "famliy: share", "family"),
        ("    part: {", "    if: {label: 假如}\n    part: {", "if"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    file = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(RuleMistake) as caught:
        load_checks(tmp_path)
    assert said in caught.value.message
    assert caught.value.file == file
    assert caught.value.line
    assert caught.value.remedy


def test_a_number_is_used_only_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD + GOOD)
    with pytest.raises(RuleMistake, match="重复") as caught:
        load_checks(tmp_path)
    assert caught.value.line == 16


def test_a_folder_without_checks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleMistake, match="没有任何规则"):
        load_checks(tmp_path)


def test_the_words_of_checks_are_those_of_facts() -> None:
    for ours, theirs in (
        (check_text.FactKind, (*get_args(fact.Kind), "task")),
        (check_text.FactRole, get_args(fact.FactRole)),
        (check_text.FactColumn, (*get_args(fact.Column), "none")),
        (check_text.FactComparator, get_args(fact.Comparator)),
        (check_text.PeriodKind, (*get_args(fact.PeriodKind), "none")),
        (check_text.PeriodSource, (*get_args(fact.PeriodSource), "none")),
        (check_text.ReportKind, get_args(report.ReportKind)),
    ):
        assert set(get_args(ours)) == set(theirs)
