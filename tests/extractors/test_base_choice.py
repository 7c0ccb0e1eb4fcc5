"""A completion whose words fit several targets is of the one whose equation holds; figures stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.base_choice import FLAG, with_chosen_bases
from extractors.document import Document, Paragraph
from extractors.reading import understand
from extractors.report import Hints
from extractors.text import LinePlace, Text

TITLE = "云岭市2024年6月财政收支情况"
TWO = "全年一般公共预算收入预期160亿元，力争168亿元。"


def document(*paragraphs: str) -> Document:
    texts = [
        Text(words, tuple(LinePlace(line, at) for at in range(len(words)))) for line, words in enumerate(paragraphs)
    ]
    return Document("text/plain", tuple(Paragraph(text) for text in texts))


def flags(*paragraphs: str) -> list[bool]:
    """Of each completion whether its base was told by arithmetic."""
    facts = understand(document(TITLE, *paragraphs), Hints("云岭市2024年6月.txt")).facts
    return [FLAG in fact.flags for fact in facts if fact.kind == "completion"]


@pytest.mark.parametrize(
    ("paragraphs", "chosen"),
    [
        # one of the two fits
        ((TWO + "1-6月，全市完成一般公共预算收入93.21亿元，为预期数的58.3%。",), True),
        ((TWO + "1-6月，全市完成一般公共预算收入93.21亿元，为预期数的55.5%。",), True),
        ((TWO, "1-6月，全市一般公共预算收入93.21亿元，完成年度任务的58.3%。"), True),
        ((TWO, "1-6月，全市一般公共预算收入93.21亿元，占全年目标的55.5%。"), True),
        ((TWO, "上半年，全市一般公共预算收入完成93.21亿元，完成全年计划的58.3%，增长6.1%。"), True),
        ((TWO, "1-6月，全市一般公共预算收入932100万元，达到年度目标的58.3%。"), True),
        # neither fits: that is for the checks to say
        ((TWO, "1-6月，全市一般公共预算收入93.21亿元，完成年度任务的61.2%。"), False),
        # both fit as printed
        (("全年一般公共预算收入预期160亿元，力争161亿元。1-6月完成一般公共预算收入93亿元，为预期数的58%。",), False),
        # only one there
        (("全年一般公共预算收入预期160亿元。1-6月，全市一般公共预算收入93.21亿元，为预期数的58.3%。",), False),
        # the same one twice
        ((TWO.replace("168", "160"), "1-6月，全市一般公共预算收入93.21亿元，为预期数的58.3%。"), False),
        # the words tell it
        ((TWO, "1-6月，全市一般公共预算收入93.21亿元，为力争目标的55.5%。"), False),
        # targets of another metric, of another year
        (("全年税收收入预期160亿元，力争168亿元。", "1-6月，全市非税收入93.21亿元，为预期数的58.3%。"), False),
        (
            (
                "2025年一般公共预算收入预期160亿元，力争168亿元。",
                "1-6月，全市一般公共预算收入93.21亿元，为预期数的58.3%。",
            ),
            False,
        ),
        # nothing done is stated, or two different figures are
        ((TWO, "1-6月，全市一般公共预算收入为预期数的58.3%。"), False),
    ],
)
def test_one_target_fits(paragraphs: tuple[str, ...], chosen: bool) -> None:
    assert flags(*paragraphs) == [chosen]


@pytest.mark.parametrize(
    ("base", "share", "chosen"),
    [
        ("预算", "55.5%", True),
        ("预算", "58.3%", True),
        ("年初预算", "58.3%", False),
        ("调整预算", "55.5%", False),
    ],
)
def test_a_budget_and_the_adjusted_one(base: str, share: str, chosen: bool) -> None:
    budgets = "全年一般公共预算支出年初预算数160亿元。经批准，一般公共预算支出调整预算数168亿元。"
    assert flags(budgets, f"1-6月，全市一般公共预算支出93.21亿元，为{base}的{share}。") == [chosen]


def test_a_sheet_says_its_targets_in_one_column() -> None:
    facts = understand(
        document(TITLE, TWO, "1-6月，全市一般公共预算收入93.21亿元，为预期数的58.3%。"), Hints("x.txt")
    ).facts
    of_sheet = [
        replace(fact, item="财政收入", column="target" if fact.role != "actual" else "cumulative") for fact in facts
    ]
    assert [FLAG in fact.flags for fact in with_chosen_bases([replace(fact, flags=()) for fact in of_sheet])] == [
        False, False, False, True,
    ]  # fmt: skip


def test_no_figure_is_changed() -> None:
    facts = understand(
        document(TITLE, TWO, "1-6月，全市一般公共预算收入93.21亿元，为预期数的58.3%。"), Hints("x.txt")
    ).facts
    plain = [replace(fact, flags=()) for fact in facts]
    assert [replace(fact, flags=()) for fact in with_chosen_bases(plain)] == plain
    assert facts[-1].base == "预期数"
