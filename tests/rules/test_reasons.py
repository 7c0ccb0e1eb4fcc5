"""The reasons for which a finding may be an accepted exception."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import RuleMistake
from rules.reasons import load_reasons, read_reasons


def test_the_usual_reasons_are_there_and_the_last_asks_for_words() -> None:
    names = [reason.name for reason in load_reasons().values()]
    assert {"口径调整", "数据修订", "舍位误差"} <= set(names)
    assert [reason.code for reason in load_reasons().values() if reason.note] == ["other"]
    assert names[-1] == "其他"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reasons: []\n", "reasons"),
        ("reasons:\n  - {code: a, name: 甲, explain: 乙}\n  - {code: a, name: 丙, explain: 丁}\n", "写了两次"),
        ("reasons:\n  - {code: a, name: 甲, explain: 乙}\n  - {code: b, name: 甲, explain: 丁}\n", "写了两次"),
        ("reasons:\n  - {code: A b, name: 甲, explain: 乙}\n", "code"),
    ],
)
def test_mistakes_are_told_with_their_file(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "reasons.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleMistake, match=said):
        read_reasons(file)
