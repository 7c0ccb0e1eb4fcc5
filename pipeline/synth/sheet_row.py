"""A row of a progress sheet, and what all rows say in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.synth.draft import Draft
from pipeline.synth.equations import completion_by_judgement


@dataclass(frozen=True, slots=True)
class Row:
    """Texts of one row, with marks; `completion` is a mark, a word, or nothing."""

    name: str
    target: str
    current: str
    cumulative: str
    completion: str


def so_far_words(draft: Draft) -> str:
    """January to this month, as the cumulative column says it."""
    return draft.phrase(
        "sheet so far", f"1-{draft.month}月，", f"1—{draft.month}月", f"截至{draft.month}月末，累计", "累计"
    )


def now_words(draft: Draft) -> str:
    """This month, as the current column says it."""
    return draft.phrase("sheet now", f"{draft.month}月份，", f"{draft.month}月", "本月", "当月")


def completion_cell(draft: Draft, key: str, done: Fraction, item: str) -> str:
    """The last column: `done` percent, which is what was done since January over the target, both already written."""
    mark = draft.completion_cell(f"{key}.column", done, item)
    places = [draft.place(f"{key}.{part}") for part in ("column", "ytd", "goal")]
    draft.must(completion_by_judgement(f"{key}.column", places[0], places[1], places[2]))
    return mark
