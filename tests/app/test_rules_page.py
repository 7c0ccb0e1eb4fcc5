"""The page of checks is that of the checks in force, and its words are those of the field."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from app.rule_words import KEY, relation_words
from app.rules_page import rules_page
from rules.check_text import CheckText, Key
from rules.compiled_check import compile_check


def test_the_page_is_up_to_date(project: Path) -> None:
    kept = (project / "docs" / "rules.md").read_text(encoding="utf-8")
    assert kept == rules_page(), "run: python -m app.rules_page > docs/rules.md"


def test_every_key_has_a_word() -> None:
    assert set(KEY) == set(get_args(Key))


@pytest.mark.parametrize(
    ("equation", "said"),
    [
        ("a = 100 * b / c", "甲＝100×乙÷丙"),
        ("a = b - (c - 1)", "甲＝乙－（丙－1）"),
        ("a = b / (c * 2)", "甲＝乙÷（丙×2）"),
        ("a = (b + c) * 2", "甲＝（乙＋丙）×2"),
        ("a = b + c * 2", "甲＝乙＋丙×2"),
        ("a = -(b + c)", "甲＝－（乙＋丙）"),
        ("a >= b ± 0.5", "甲≥乙±0.5"),
        ("a <= b * c.months / 12", "甲≤乙×丙的过了几个月÷12"),
    ],
)
def test_equations_in_words(tmp_path: Path, equation: str, said: str) -> None:
    text = CheckText.model_validate(
        {
            "id": "x", "family": "sum", "severity": "error", "title": "", "explain": "", "for_each": ["report"],
            "facts": {"a": {"label": "甲"}, "b": {"label": "乙"}, "c": {"label": "丙"}}, "equation": equation,
            "message": "", "examples": {"holds": [{"a": 1}], "violated": [{"a": 2}]},
        }
    )  # fmt: skip
    assert relation_words(compile_check(text, tmp_path / "x.yaml", 1)) == said
