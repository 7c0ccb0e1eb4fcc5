"""其中 and （…）: which figures are parts, and of which whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.attribution.fact_maker import catalogued
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Memory, Subject
from extractors.quantities.quantity import Quantity
from rules.words import words

_MEASURED = ("amount", "count", "unit_price", "change")


@dataclass(slots=True)
class Parts:
    """What is known of wholes and parts within one sentence.

    `among` is true behind 其中, `among_all` where that reaches over a ；; `bracketed` is true inside （…）, where
    figures are parts of `outside`, the metric before the bracket. `wholes` are the metrics that a 其中 may take
    apart. Each metric is paired with the unit of its figure. `divided` tells that a ； stands since the last of them,
    `before_semicolon` how many of them stand before the last ；.
    """

    memory: Memory
    among: bool = False
    among_all: bool = False
    bracketed: bool = False
    divided: bool = False
    outside: tuple[Subject, str] | None = None
    wholes: list[tuple[Subject, str]] = field(default_factory=list)
    before_semicolon: int = 0

    def keep(self, subject: Subject, unit: str, is_whole: bool) -> None:
        """Keep a metric that others may turn out to be parts of."""
        if self.bracketed:
            return
        self.outside = (subject, unit)
        if is_whole and not self.among:
            self.divided = False
            if not self._is_a_stage(subject, unit):
                self.wholes.append((subject, unit))

    def _is_a_stage(self, subject: Subject, unit: str) -> bool:
        """Whether a count says how many of those counted before have come so far (已完工165个): no whole of its own."""
        counted_before = any(known == unit for _, known in self.wholes)
        return counted_before and subject.metric.removeprefix("已").startswith(words().stages)

    def semicolon(self) -> None:
        """A ；: a 其中 that was said in passing ends here."""
        self.among = self.among and self.among_all
        self.divided = True
        self.before_semicolon = len(self.wholes)

    def whole_of(self, phrase: str, reading: Reading, quantity: Quantity) -> str | None:
        """The metric that `phrase` is a part of; None where it is none."""
        if self.bracketed and self.outside is not None:
            outside, unit = self.outside
            comparable = reading.kind not in _MEASURED or quantity.unit == unit
            if outside.metric != phrase and comparable:
                return outside.metric
        if not self.among:
            return self._usual_whole(phrase)
        if reading.kind == "ratio" or _stands_alone(phrase) or _is_a_rate(phrase, reading):
            return None
        taken_apart = self._taken_apart(reading, quantity)
        if reading.kind == "share" and phrase.endswith(words().persons) and self.memory.main_unit not in words().people:
            return None  # 公办园14所，公办园在园幼儿占比: children are no part of what is counted in schools
        return taken_apart.metric if taken_apart is not None and taken_apart.metric != phrase else None

    def _usual_whole(self, phrase: str) -> str | None:
        """The whole named in this sentence, where the catalogue says that `phrase` is a part of it."""
        metric = catalogued(phrase)
        if metric is None or metric.of is None:
            return None
        for subject, _ in reversed(self.wholes):
            whole = catalogued(subject.metric)
            if whole is not None and whole.code == metric.of:
                return subject.metric
        return None

    def _taken_apart(self, reading: Reading, quantity: Quantity) -> Subject | None:
        """The whole of which 其中 names the parts: the last before it that is measured in the same unit."""
        memory = self.memory
        if reading.kind not in ("amount", "count"):
            return memory.main or memory.main_before
        # What stands before a ； is taken apart only where nothing else was said behind it.
        near = self.wholes[self.before_semicolon :] or self.wholes
        for subject, unit in reversed(near):
            if unit == quantity.unit:
                return subject
        if self.wholes or (memory.main_before_unit and memory.main_before_unit != quantity.unit):
            return None
        return memory.main or memory.main_before


def _is_a_rate(phrase: str, reading: Reading) -> bool:
    """Whether a share is a rate with a name of its own (取证率): part of nothing but what the catalogue says."""
    return reading.kind in ("share", "completion") and phrase.endswith("率") and catalogued(phrase) is None


def _stands_alone(phrase: str) -> bool:
    """Whether a metric is the revenue or the expenditure of a whole budget, so no part of the one before it."""
    metric = catalogued(phrase)
    return metric is not None and metric.of is None and metric.name.endswith(("收入", "支出"))
