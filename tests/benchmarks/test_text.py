"""Running text is compared with its truth: values by place, periods of the figure or of the time before it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from benchmarks.right_text import compared
from benchmarks.text_truth import TrueFigure, TrueText, made_texts, work_report_texts

MONTH = (date(2023, 2, 1), date(2023, 2, 28))
TEXT = TrueText(
    ("2月，税收54亿元，增长7.6%，八成来自园区，共3项。",),
    (
        TrueFigure(0, 5, 9, "amount", Fraction(54 * 10**8), MONTH),
        TrueFigure(0, 12, 16, "percent", Fraction("7.6"), MONTH),
    ),
    date(2023, 3, 1), ((0, 25, 27),), frozenset({Fraction(80)}),
)  # fmt: skip
SAID = {"times": [[0, 0, 2, "2023-02-01", "2023-02-28"]]}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"amounts": [[0, 5, 9, "5400000000.00"]], "percents": [[0, 12, 16, "-7.6"]], **SAID}, (1, 1, 0, 0, 2)),
        ({"amounts": [[0, 5, 9, "54"]], "percents": [[0, 17, 19, "80"]], "times": []}, (0, 0, 1, 0, 0)),
        ({"amounts": [[0, 25, 27, "3"]], "percents": [[0, 0, 2, "7.6"]], **SAID}, (0, 0, 0, 1, 2)),
        ({"amounts": [], "percents": [], "periods": [[0, 5, 9, "2023-02-01", "2023-02-28"]]}, (0, 0, 0, 0, 1)),
    ],
)
def test_what_is_right_and_what_is_read_beside(answer: dict[str, Any], expected: tuple[int, ...]) -> None:
    right = compared([TEXT], [answer])
    counts = (right.right["amount"], right.right["percent"], right.beside["amount"], right.beside["percent"])
    assert (*counts, right.right_periods) == expected


def test_the_last_time_before_a_figure_is_taken() -> None:
    later = ["2023-01-01", "2023-02-28"]
    times = [*SAID["times"], [0, 10, 11, *later]]
    right = compared([TEXT], [{"amounts": [], "percents": [], "times": times}])
    assert (right.periods, right.right_periods, right.said) == (2, 1, 2)


def test_every_true_figure_stands_where_its_text_says_it() -> None:
    texts = [*made_texts("test", 1), *work_report_texts()]
    assert sum(len(text.figures) for text in texts) > 500
    for text in texts:
        for figure in text.figures:
            said = text.paragraphs[figure.paragraph][figure.start : figure.end]
            assert said[0].isdigit()
            assert said.rstrip(",").endswith(("元", "%", "百分点")) or said[-1].isdigit()
