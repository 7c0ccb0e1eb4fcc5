"""Reads a stretch of text into facts, clause by clause, with what the text before leaves to be inherited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.attribution.comparator import Compared, compare
from extractors.attribution.fact_maker import Placed, catalogued, make_fact
from extractors.attribution.kind import Reading, read_kind
from extractors.attribution.period import Dated, dated
from extractors.attribution.role import role_of
from extractors.attribution.sentences import Clause, Sentence, sentences
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.attribution.subject import (
    ScopeMention,
    listed,
    noun_phrase,
    part_of,
    phrase_behind,
    scope_mentions,
)
from extractors.fact import Comparator, Fact, FactRole
from extractors.periods import TimeMention
from extractors.prose import Prose, prose
from extractors.quantities.quantity import Quantity
from extractors.quantities.scanner import scan
from extractors.text import Text
from extractors.time_words import time_mentions
from rules.metrics import catalogue

_AMONG = regex.compile(r"其中[：，]?|[，；]?(?:包括|分别为)[：]")
_ITEM_JOINT = regex.compile(r"(?:及?以上|及?以下|以内|左右)?(?:[、，]|和|与|及|以及)?")
_BASIS = (
    (regex.compile(r"(?:扣除|剔除|还原|考虑)[^，。；]{0,10}留抵退税"), "excl_vat_refund"),
    (regex.compile(r"同口径|可比口径|可比价|按可比|可比"), "comparable"),
    (regex.compile(r"自然口径"), "natural"),
    (regex.compile(r"(?:剔除|扣除)[^，。；]{1,16}(?:因素|影响)?"), "adjusted"),
)
_BUDGET_YEAR = regex.compile(r"年初(?:部门)?预算|年度预算|全年预算|部门预算")
_SAID_OF = regex.compile(
    r"(?P<what>.{2,40}?)(?:均|都|已|全部|正在|保持|稳步|平稳|持续|有所|较快|快速|继续|呈现?|运行|总体|完成|落实|增势|再创|实现)"
)
_FIRST_WORDS = regex.compile(r"[^\d，；：]*|.{0,12}")
_LEVEL_MOVED = regex.compile(r"[上下]浮(?:幅度|比例)?(?:为|达)?$")
_PLAN_TITLE = regex.compile(r"计划|预算|安排|方案|任务")


@dataclass(slots=True)
class _Last:
    """The reading of the quantity just before, for lists that say it once (增长6.6%、8%)."""

    quantity: Quantity
    reading: Reading
    comparator: Comparator
    subject: Subject
    role: FactRole
    dated: Dated
    base: str | None


class Attribution:
    """One pass over one block of text; `facts` grows as `read` goes on."""

    def __init__(self, text: Text, block: str, setting: Setting, memory: Memory, first_sentence: int) -> None:
        self.prose: Prose = prose(text)
        self.string = self.prose.string
        self.block = block
        self.setting = setting
        self.memory = memory
        self.sentence_number = first_sentence
        self.times = time_mentions(self.string)
        self.quantities = scan(self.string, [(time.start, time.end) for time in self.times])
        self.scopes = scope_mentions(self.string)
        self.facts: list[Fact] = []

    def read(self) -> list[Fact]:
        """All facts of the block, in the order of print."""
        for sentence in sentences(self.string):
            self.memory.new_sentence(self.setting.item is not None)
            self._read_sentence(sentence)
            self.sentence_number += 1
        return self.facts

    def _read_sentence(self, sentence: Sentence) -> None:
        self.among = False
        self.earlier: list[Clause] = []
        self.subjects: list[Subject] = []
        self.title: TimeMention | None = None
        self.last: _Last | None = None
        for number, clause in enumerate(sentence.clauses):
            inside = [q for q in self.quantities if clause.start <= q.start < clause.end]
            if _AMONG.match(self.string, clause.start):
                self.among = True
            self._read_clause(clause, number, inside)
            self.earlier.append(clause)

    def _read_clause(self, clause: Clause, number: int, inside: list[Quantity]) -> None:
        cursor = clause.start
        written = self.string[clause.start : clause.end]
        self._note_basis(written)
        if "力争" in written or "争取" in written and self.setting.default_role != "actual":
            self.memory.stretch = self.memory.stretch or bool(inside) or self.setting.default_role != "actual"
        respective = self._respective(clause, inside)
        for position, quantity in enumerate(inside):
            end = inside[position + 1].start if position + 1 < len(inside) else clause.end
            cursor = self._read_quantity(clause, number, quantity, cursor, end, respective.get(position))
        if not inside:
            self._note_clause(clause)
        if clause.after == "；":
            self.memory.stretch = False

    def _note_clause(self, clause: Clause) -> None:
        """A clause without figures may still say the time, the scope and what the next clause is about."""
        self._times_until(clause.start, clause.end)
        scopes = self._scopes_within(clause.start, clause.end)
        if scopes:
            self.memory.new_scope(scopes[-1].scope)
        if _BUDGET_YEAR.search(self.string, clause.start, clause.end):
            self.memory.year_budget = True

    # --- one quantity -------------------------------------------------------------------------------------------

    def _read_quantity(
        self, clause: Clause, number: int, quantity: Quantity, cursor: int, end: int, subject: Subject | None
    ) -> int:
        """Make the facts of one quantity; returns where the words of the next one begin."""
        raw_left = self.string[cursor : quantity.start]
        right = self.string[quantity.end : end]
        bracket = raw_left.rfind("（")
        if bracket >= 0 and "）" not in raw_left[bracket:]:
            cursor, raw_left = cursor + bracket + 1, raw_left[bracket + 1 :]
        compared = compare(raw_left, right, quantity.more)
        mention = self._times_until(cursor, quantity.start)
        again = self._goes_on(raw_left, quantity, compared)
        if again:
            reading: Reading | None = replace(again.reading, left="")
            compared = replace(compared, comparator=again.comparator if not compared.stated else compared.comparator)
        else:
            reading = read_kind(quantity, compared.left, compared.right, self.setting.column)
        if reading is None:
            reading = self._symbolic(quantity, compared)
            if reading is None:
                return quantity.end
        if again and _LEVEL_MOVED.search(raw_left):
            again = None
        if again and subject is None and not self._names_behind(compared.right):
            subject = again.subject
        taken = 0
        if subject is None:
            subject, taken = self._subject(reading, compared, cursor, clause, quantity)
        if quantity.dimension == "rank" and quantity.field:
            subject = replace(subject, scope=quantity.field)
        if reading.kind == "amount" and not reading.left and self._raised_price(quantity):
            reading = replace(reading, kind="unit_price", per=self.last.reading.per if self.last else None)
        role = role_of(reading, compared, self.string[clause.start : quantity.start], right, self.setting, self.memory)
        if role in ("arranged", "budget") and _BUDGET_YEAR.search(self.string, clause.start, quantity.start):
            self.memory.year_budget = True
        when = dated(reading.kind, role, mention, self.title, self.setting, self.memory)
        if reading.kind == "growth" and self.last is not None and _LEVEL_MOVED.search(raw_left):
            when = self.last.dated
        base = again.base if again else self._base(reading, subject)
        self._remember(reading, subject, role, when)
        self.last = _Last(quantity, reading, compared.comparator, subject, role, when, base)
        placed = Placed(self.prose, self.block, self.sentence_number, number, self._evidence(clause))
        for index, each in enumerate(self._distributed(subject, raw_left)):
            self.facts.append(
                make_fact(
                    placed, quantity, reading, each, index, role, compared.comparator, when, base,
                    self.memory.basis if reading.kind in ("growth", "change", "amount", "change_pp") else None,
                    self.setting,
                )
            )  # fmt: skip
        return quantity.end + taken

    def _goes_on(self, raw_left: str, quantity: Quantity, compared: Compared) -> _Last | None:
        """The quantity before, where this one only goes on its list: 8%、45%; 0.6个和4.4个百分点."""
        last = self.last
        if last is None or last.quantity.dimension != quantity.dimension or last.quantity.dimension == "count":
            return last if self._same_list(last, raw_left, quantity) else None
        return last if raw_left and _ITEM_JOINT.fullmatch(raw_left) else None

    def _same_list(self, last: _Last | None, raw_left: str, quantity: Quantity) -> bool:
        same = (
            last is not None and last.quantity.dimension == quantity.dimension and last.quantity.unit == quantity.unit
        )
        return same and bool(raw_left) and bool(_ITEM_JOINT.fullmatch(raw_left))

    def _raised_price(self, quantity: Quantity) -> bool:
        """由每人每月180元提高到200元: the second amount is a price as the first."""
        last = self.last
        return last is not None and last.reading.kind == "unit_price" and last.quantity.unit == quantity.unit

    def _symbolic(self, quantity: Quantity, compared: Compared) -> Reading | None:
        """A bare number behind a sign of comparison (>=0) is of the unit of the metric before it."""
        if quantity.dimension != "bare" or not compared.stated:
            return None
        metric = catalogued(noun_phrase(compared.left))
        return Reading("amount", compared.left) if metric is not None else None

    def _subject(
        self, reading: Reading, compared: Compared, cursor: int, clause: Clause, quantity: Quantity
    ) -> tuple[Subject, int]:
        """The metric of a figure, and how many characters behind the figure it takes up."""
        removed = [(t.start - cursor, t.end - cursor) for t in self.times if t.start >= cursor]
        scopes = self._scopes_within(cursor, cursor + len(reading.left))
        removed += [(scope.start - cursor, scope.end - cursor) for scope in scopes]
        removed = [(max(0, a), min(len(reading.left), b)) for a, b in removed if a < len(reading.left)]
        if scopes:
            self.memory.new_scope(scopes[-1].scope)
        scope = self.memory.scope
        phrase = noun_phrase(reading.left, removed)
        behind = phrase_behind(compared.right) if reading.metric_after or not phrase else ""
        taken = self.string.find(behind, quantity.end) + len(behind) - quantity.end if behind else 0
        if reading.metric_after and behind:
            head = phrase if reading.kind == "unit_price" else ""
            return self._whole_of(head + behind, scope), taken
        if phrase:
            return self._whole_of(phrase, scope), 0
        if reading.kind in ("amount", "count", "unit_price", "share") and behind and self._names_behind(compared.right):
            return self._whole_of(behind, scope), taken
        return self._inherited(scope, clause), 0

    def _names_behind(self, right: str) -> bool:
        return bool(regex.match(r"的?[“《\p{Han}]", right)) and not regex.match(
            r"[、，]|和|及|与|以上|以下|以内|左右|并|拨付|到位|已|的?(?:标准|比例)", right
        )

    def _whole_of(self, phrase: str, scope: str | None) -> Subject:
        phrase, whole = part_of(phrase)
        if self.memory.scope_from_before and catalogued(phrase) is None:
            scope = None
        main = self.memory.main or self.memory.main_before
        if whole is None and self.among and main is not None and main.metric != phrase:
            whole = main.metric
        return Subject(phrase, whole, scope)

    def _inherited(self, scope: str | None, clause: Clause) -> Subject:
        just_said = self._just_said(scope)
        if just_said is not None:
            return just_said
        for known in (self.memory.last if self.subjects else None, self.memory.main):
            if known is not None:
                keep = known.scope == scope or scope is None or self.memory.scope_from_before
                return known if keep else replace(known, scope=scope)
        for earlier in reversed(self.earlier):
            metric = catalogue().find(self.string[earlier.start : earlier.end])
            if metric is not None:
                return Subject(metric.name, None, scope)
        if self.memory.last is not None:
            return replace(self.memory.last, scope=scope)
        if self.setting.item:
            return Subject(self.setting.item, None, scope)
        if self.memory.topic is not None and self._scopes_within(clause.start, clause.end):
            return replace(self.memory.topic, scope=scope)
        first = _FIRST_WORDS.match(self._evidence(clause))
        return Subject(first[0] if first else "", None, scope)

    def _just_said(self, scope: str | None) -> Subject | None:
        """What the clause before, itself without figures, says something of: 年初预算均已落实，完成进度100%."""
        if not self.earlier:
            return None
        clause = self.earlier[-1]
        if any(clause.start <= quantity.start < clause.end for quantity in self.quantities):
            return None
        written = self.string[clause.start : clause.end]
        said = _SAID_OF.match(written)
        if said is None:
            return None
        removed = [(t.start - clause.start, t.end - clause.start) for t in self.times if t.start >= clause.start]
        removed += [(s.start - clause.start, s.end - clause.start) for s in self.scopes if s.start >= clause.start]
        phrase = noun_phrase(said["what"], [(a, b) for a, b in removed if b <= len(said["what"])])
        return Subject(phrase, None, scope) if 2 <= len(phrase) <= 24 else None

    def _base(self, reading: Reading, subject: Subject) -> str | None:
        if reading.base and reading.metric_after:
            scopes = [(scope.start, scope.end) for scope in scope_mentions(reading.base)]
            return noun_phrase(reading.base, scopes) or reading.base
        if reading.base:
            return regex.sub(r"^(?:到|了|约)", "", reading.base)
        if not reading.base_of_parent:
            return None
        if subject.parent:
            return subject.parent
        metric = catalogued(subject.metric)
        whole = catalogue().by_code[metric.of] if metric and metric.of else None
        for main in (self.memory.main, self.memory.main_before, self.memory.topic):
            if main is None or main.metric == subject.metric:
                continue
            if main is self.memory.main or whole is not None and catalogued(main.metric) == whole:
                return main.metric
        return whole.name if whole and whole.name in self.string else None

    def _distributed(self, subject: Subject, raw_left: str) -> list[Subject]:
        members = listed(subject.metric)
        if (
            len(members) > 1
            and regex.search(r"均|都(?!市)|各(?:自|增|减|下)?", raw_left)
            and "等" not in subject.metric
        ):
            return [replace(subject, metric=member) for member in members]
        return [subject]

    def _respective(self, clause: Clause, inside: list[Quantity]) -> dict[int, Subject]:
        """Subjects for the quantities behind 分别, in order, where the two lists are equally long."""
        at = self.string.find("分别", clause.start, clause.end)
        after = [index for index, quantity in enumerate(inside) if quantity.start > at]
        if at < 0 or len(after) < 2:
            return {}
        cursor = inside[after[0] - 1].end if after[0] else clause.start
        scopes = self._scopes_within(cursor, at)
        removed = [(t.start - cursor, t.end - cursor) for t in self.times if cursor <= t.start < at]
        members = listed(noun_phrase(self.string[cursor:at], removed))
        if len(members) == len(after):
            scope = scopes[-1].scope if scopes else self.memory.scope
            return {index: Subject(member, None, scope) for index, member in zip(after, members, strict=True)}
        if len(self.subjects) >= len(after):
            return dict(zip(after, self.subjects[-len(after) :], strict=True))
        return {}

    # --- what is remembered -------------------------------------------------------------------------------------

    def _remember(self, reading: Reading, subject: Subject, role: FactRole, when: Dated) -> None:
        if not self.subjects or self.subjects[-1] != subject:
            self.subjects.append(subject)
        if reading.kind in ("amount", "count", "unit_price", "growth", "change", "ratio", "multiple"):
            self.memory.last = subject
            if catalogued(subject.metric) is not None and not self.among:
                self.memory.topic = subject
            if not self.among:
                self.memory.main = subject if self.memory.main is None or reading.kind == "amount" else self.memory.main

    def _note_basis(self, written: str) -> None:
        for pattern, basis in _BASIS:
            if pattern.search(written):
                self.memory.basis = basis
                return

    def _times_until(self, start: int, end: int) -> TimeMention | None:
        """The last time of its own that is written in `[start, end)`; it holds for what follows, too."""
        own = None
        for time in self.times:
            if not start <= time.start < end:
                continue
            if time.relation == "title" and _PLAN_TITLE.search(self._title_around(time)):
                self.title = time
            if time.relation != "own" or self._dates_a_base(time):
                continue
            own = time
            period = time.period(self.setting.anchor)
            if period is not None and not self._in_brackets(time):
                self.memory.new_time(period)
        return own

    def _dates_a_base(self, time: TimeMention) -> bool:
        """为2018年初预算的64%: the year belongs to what the figure is compared with."""
        return bool(regex.match(r"(?:初|年初)?(?:代编|调整)?预算(?:数)?的", self.string[time.end : time.end + 10]))

    def _title_around(self, time: TimeMention) -> str:
        start = self.string.rfind("《", 0, time.start)
        end = self.string.find("》", time.end)
        return self.string[start : end if end >= 0 else None]

    def _in_brackets(self, time: TimeMention) -> bool:
        return self.string.rfind("（", 0, time.start) > self.string.rfind("）", 0, time.start)

    def _scopes_within(self, start: int, end: int) -> Sequence[ScopeMention]:
        return [scope for scope in self.scopes if start <= scope.start and scope.end <= end]

    def _evidence(self, clause: Clause) -> str:
        return self.string[clause.start : clause.end].strip()
