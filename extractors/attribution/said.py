"""What a sentence has named so far, and the whole that a share in it is of."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.attribution.fact_maker import catalogued
from extractors.attribution.parts import Parts
from extractors.attribution.sentences import Clause
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.attribution.written import Written
from rules.metrics import Metric, catalogue
from rules.words import words

NAMED_BY = ("amount", "count", "unit_price", "growth", "change", "ratio", "multiple")
"""The kinds of figures that name a metric for those behind them."""


@dataclass(slots=True)
class Said:
    """One sentence so far: its clauses read (`earlier`), the metrics named (`subjects`), each with its unit (`named`).

    `by_item` tells that the last figure was named by its row for want of words, `by_place` that the sentence goes
    place by place (分区县看), `measured_in` is the side that places are told by (收入过亿元的有3个).
    `side_by_side` are the amounts that lists have joined: none is a part of another.
    """

    text: Written
    setting: Setting
    memory: Memory
    parts: Parts
    earlier: list[Clause] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    named: list[tuple[Subject, str]] = field(default_factory=list)
    by_item: bool = False
    by_place: bool = False
    measured_in: str = ""
    side_by_side: set[str] = field(default_factory=set)

    def whole_before(self, subject: Subject) -> str | None:
        """The whole of which 占比 speaks: the sentence's own metric, else the usual whole where it was mentioned."""
        metric = catalogued(subject.metric)
        whole = catalogue().by_code[metric.of] if metric and metric.of else None
        for main in (self.memory.main, self.memory.main_before, self.memory.topic):
            if main is not None and {main.metric, subject.metric} <= self.side_by_side:
                continue
            if main is None or main.metric == subject.metric or _beside(main.metric, whole):
                continue
            if whole is None and main is self.memory.main:
                of_heads = subject.metric.endswith(words().persons) and self.memory.main_unit not in words().people
                return main.metric if self._measured_alike(subject) and not of_heads else None
            if whole is not None and (catalogued(main.metric) == whole or main.metric.endswith(whole.name[-2:])):
                return main.metric
        return whole.name if whole and whole.name in self.text.string else None

    def _measured_alike(self, subject: Subject) -> bool:
        """Whether `subject` may be a part of the sentence's main metric: measured in its unit, or named next to it."""
        units = [unit for known, unit in self.named if known == subject and unit not in ("%", "pp")]
        return units[-1] == self.memory.main_unit if units else self.parts.among or not self.parts.divided


def _beside(metric: str, whole: Metric | None) -> bool:
    """Whether `metric` is itself a part of `whole`: 税收占比 behind 非税收入 is no share of that."""
    known = catalogued(metric)
    return whole is not None and known is not None and known.of == whole.code
