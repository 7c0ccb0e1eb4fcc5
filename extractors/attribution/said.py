"""What a sentence has named so far, and what a figure without a name of its own inherits from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import regex

from extractors.attribution.fact_maker import catalogued
from extractors.attribution.known_things import metric_in, paid_out
from extractors.attribution.parts import Parts
from extractors.attribution.places import is_place, named_in, of_place, told_by_place
from extractors.attribution.reading import Reading
from extractors.attribution.sentences import Clause
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.attribution.subject import done_to, noun_phrase, only_verb, stage_of
from extractors.attribution.written import Written
from extractors.quantities.quantity import Quantity
from rules.metrics import Metric, catalogue
from rules.words import words

_SAID_OF = regex.compile(
    r"(?P<what>.{2,40}?)(?:均|都|已|全部|正在|大幅|明显|略有|小幅|逐[步月季]|企稳|由.转.|下滑|下降|增长|回落|回升|保持|稳步|平稳|持续|有所|较快|快速|继续|滞后|缓慢|[偏较]慢|[偏较]低|[偏较]高|偏紧|突出|承压|呈现?|运行|总体|完成|落实|压缩|缩短|提前|增势|再创|实现)"
)
_GIVES_A_REASON = regex.compile(r"这?主要(?:是|由于|原因|因|受|系)|由于|受(?!理|益|灾|训|助|托)|原因")
_WHO_SHALL = regex.compile(r"^各|应于?$|[须必]须?$|于$")
_FIRST_WORDS = regex.compile(r"[^\d，；：]*|.{0,12}")
_SAID_OF_ANOTHER = ("growth", "change", "completion", "change_pp", "gap_pp", "rank")
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

    def inherited(self, scope: str | None, clause: Clause, reading: Reading, quantity: Quantity) -> Subject:
        if just_said := self._just_said(scope):
            return just_said
        if self.subjects and reading.kind != "count" and self.subjects[-1].metric in words().places_at_large:
            return of_place(self.subjects[-1].metric, self.memory) or self.subjects[-1]
        if reading.kind in ("amount", "unit_price") and (paid := paid_out(self.text, self.earlier)):
            return Subject(paid, None, scope)
        alike = [subject for subject, unit in self.named if unit == quantity.unit]
        verb = only_verb(reading.left)
        if alike and ((reading.kind == "amount" and verb) or (reading.kind == "unit_price" and "平均" in reading.left)):
            done = self.memory.deeds.get(verb, alike[-1])
            keep = done.scope == scope or scope is None or self.memory.scope_from_before
            return done if keep else replace(done, scope=scope)
        achieved = verb in words().achieved and reading.kind == "amount"
        if achieved and scope and not self.subjects and not self.setting.item:
            if self.by_place and (about := told_by_place(self.memory)):
                return replace(about, scope=scope, parent=None)
            spoken = self.memory.main or self.memory.main_before
            if spoken is not None and quantity.unit == (
                self.memory.main_unit if self.memory.main else self.memory.main_before_unit
            ):
                return replace(spoken, scope=scope, parent=None)
        if reading.kind == "count" and alike and (stage := stage_of(reading.left, alike[-1].metric)):
            return replace(alike[-1], metric=stage, parent=None)
        if reading.kind == "count" and alike and verb:
            return replace(alike[-1], metric=done_to(verb, alike[-1].metric), parent=None)
        if alike and (reading.kind == "change" or quantity.start in self.text.class_ends):
            return alike[-1]
        if reading.kind == "count" and not alike and not verb and (counted := self.memory.counted.get(quantity.unit)):
            return replace(counted, scope=scope or counted.scope)
        if reading.kind == "count" and verb and not alike and verb in words().done_to_people:
            return Subject(verb, None, scope)
        if reading.kind == "rank" and self.subjects:
            return self.subjects[-1]
        for known in (self.memory.last if self.subjects else None, self.memory.main):
            if known is not None:
                keep = known.scope == scope or scope is None or self.memory.scope_from_before
                # 市本级20.4亿元；西堰区21.6亿元，增长3%: the growth is that of the place just named.
                placed = is_place(known.scope or "") or (self.by_place and known.scope)
                keep = keep or bool(placed and not self.text.scopes_in(clause.start, clause.end))
                return known if keep else replace(known, scope=scope)
        if self.subjects:
            return self.subjects[-1]
        for earlier in reversed(self.earlier):
            if said := metric_in(self.text, earlier):
                return Subject(said, None, scope)
        said_before = self.memory.main_before
        if reading.kind == "amount" and verb and said_before and self.memory.main_before_unit == quantity.unit:
            said_before = self.memory.deeds.get(verb, said_before)
            keep = scope is None or self.memory.scope_from_before
            return said_before if keep else replace(said_before, scope=scope)
        if self.memory.last is not None:
            return replace(self.memory.last, scope=scope)
        if self.memory.lead is not None and reading.kind in NAMED_BY:
            return replace(self.memory.lead, scope=scope)
        if verb in words().achieved and reading.kind == "amount" and self.setting.row_amount:
            return Subject(self.setting.row_amount, None, scope)
        if self.setting.item and (not verb or verb in words().achieved):
            self.by_item = True  # 完成3.2亿元 in the row of 一般公共预算收入
            return Subject(self.setting.item, None, scope)
        if verb:
            return Subject(verb, None, scope)
        if self.memory.topic is not None and self.text.scopes_in(clause.start, clause.end):
            return replace(self.memory.topic, scope=scope)
        spoken_of = self.memory.main_before or self.memory.topic
        same_unit = self.memory.main_before_unit == quantity.unit
        if spoken_of is not None and (same_unit or reading.kind in _SAID_OF_ANOTHER):
            return spoken_of
        if len(reading.word) > 2:
            return Subject(reading.word, None, scope)
        first = _FIRST_WORDS.match(self.text.evidence(clause))
        return Subject(first[0] if first else "", None, scope)

    def _just_said(self, scope: str | None) -> Subject | None:
        """What the clause before, itself without figures, says something of: 年初预算均已落实，完成进度100%."""
        if not self.earlier or self.text.quantities_in(self.earlier[-1].start, self.earlier[-1].end):
            return None
        clause = self.earlier[-1]
        words_of = self.text.string[clause.start : clause.end]
        if _GIVES_A_REASON.match(words_of):
            return None
        if (place := named_in(words_of)) and (found := of_place(place, self.memory)):
            said_of = metric_in(self.text, clause)
            return replace(found, metric=said_of) if said_of else found
        said = _SAID_OF.match(self.text.string, clause.start, clause.end)
        if said is None:
            return None
        removed = self.text.apart_from_phrase(clause.start, said.end("what"))
        phrase = noun_phrase(said["what"], removed)
        named = 2 <= len(phrase) <= 24 and not _WHO_SHALL.search(phrase)
        return Subject(phrase, None, scope) if named else None

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
