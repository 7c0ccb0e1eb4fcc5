"""Scopes and classifiers that count as the same."""

from __future__ import annotations

import pytest

from rules.joining import load_joining


@pytest.mark.parametrize(
    ("printed", "one"), [("人/年", "人"), ("名", "人"), ("每人", "人"), ("户", "户"), ("吨", "吨")]
)
def test_classifiers(printed: str, one: str) -> None:
    assert load_joining().classifier(printed) == one


def test_a_scope_and_the_larger_one() -> None:
    joining = load_joining()
    assert joining.above(joining.scope("市级")) == "全市"
    assert joining.above("全市") is None


def test_no_word_belongs_to_two_groups() -> None:
    joining = load_joining()
    for groups in (joining.same_scopes, joining.same_classifiers):
        words = [word for group in groups for word in group]
        assert len(words) == len(set(words))
