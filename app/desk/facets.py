"""The choices by which the queue is narrowed, each with how many findings it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.desk.words import Words
from pipeline.review.queue_counts import QueueCounts
from pipeline.review.queue_filter import EVERY, NOBODY, OPEN, QueueFilter
from pipeline.wording.labels import FAMILY, SEVERITY, STATUS, label

_MOST: Final = 300
"""Choices of one kind that are listed, the most frequent of them; the search finds the others."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: what it is called in an address and for people, and its count (None where that says nothing)."""

    value: str
    said: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of the filter with its choices."""

    name: str
    title: str
    options: tuple[Option, ...]


def facets_of(counts: QueueCounts, asked: QueueFilter, names: Mapping[str, str], words: Words) -> list[Facet]:
    """The fields of the queue; `names` are the people's shown names by account. What is chosen is always listed."""
    months = sorted((month for month in counts.month if month is not None), reverse=True)
    everybody = [(name, names.get(name, name), number) for name, number in counts.assignee.items() if name is not None]
    statuses = [(code, words(said), counts.status.get(code, 0)) for code, said in STATUS.items()]
    return [
        _facet("severity", words("程度"), _coded(counts.severity, SEVERITY, words), asked.severity, words),
        _facet("unit", words("单位"), _most(counts.unit), asked.unit, words),
        _facet(
            "month",
            words("月份"),
            [(f"{month:%Y-%m}", _month(month, words), counts.month[month]) for month in months[:_MOST]],
            None if asked.month is None else f"{asked.month:%Y-%m}",
            words,
        ),
        _facet("family", words("类别"), _coded(counts.family, FAMILY, words), asked.family, words),
        Facet(
            "status",
            words("状态"),
            tuple(
                Option(code, said, number, code == asked.status)
                for code, said, number in (
                    (OPEN, words("待处理"), counts.status.get(OPEN, 0)),
                    *(one for one in statuses if one[2] or one[0] == asked.status),
                    (EVERY, words("全部"), sum(number for code, number in counts.status.items() if code != OPEN)),
                )
            ),
        ),
        _facet(
            "assignee",
            words("指派"),
            [(NOBODY, words("没有指派"), counts.assignee.get(None, 0)), *everybody],
            asked.assignee,
            words,
        ),
    ]


def _facet(name: str, title: str, found: Iterable[tuple[str, str, int]], chosen: str | None, words: Words) -> Facet:
    options = [Option(value, said, number, value == chosen) for value, said, number in found]
    if chosen is not None and not any(option.chosen for option in options):
        options.append(Option(chosen, chosen, 0, True))
    return Facet(name, title, (Option("", words("不限"), None, chosen is None), *options))


def _coded(counts: Mapping[str, int], said: dict[str, str], words: Words) -> list[tuple[str, str, int]]:
    order = list(said)
    codes = sorted(counts, key=lambda code: (order.index(code) if code in order else len(order), code))
    return [(code, words(label(said, code)), counts[code]) for code in codes]


def _most(counts: Mapping[Any, int]) -> list[tuple[str, str, int]]:
    """The most frequent names, by name."""
    kept = sorted((name for name in counts if name is not None), key=lambda name: (-counts[name], name))[:_MOST]
    return [(name, name, counts[name]) for name in sorted(kept)]


def _month(month: date, words: Words) -> str:
    return words("{year}年{month}月", year=month.year, month=month.month)
