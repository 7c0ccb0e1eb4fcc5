"""What is said of reports that are owed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.coverage import FILE, load_coverage_rules
from rules.errors import RuleMistake


def test_the_rules_in_force_say_what_they_are_given() -> None:
    rules = load_coverage_rules()
    said = rules["report_late"].say(
        unit="甲局", period="2024年5月", kind="进度表", due="6月10日", arrived="6月12日收到"
    )
    assert all(word in said for word in ("甲局", "2024年5月", "进度表", "6月10日", "6月12日收到"))


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("{unit}：{period}的{kind}应在{due}前报送，还没有收到。", "{units}没有报送", "括号写得不对"),
        ("severity: notice", "severity: error", "severity"),
        ("- id: report_late", "- id: report_missing", "应各写一次"),
    ],
)
def test_a_mistake_is_refused(before: str, after: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "coverage.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(RuleMistake, match=problem):
        load_coverage_rules(file)
