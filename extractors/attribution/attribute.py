"""Reads a block of text into facts, clause by clause, with what the text before leaves to be inherited."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractors.attribution.comparator import Compared, compare
from extractors.attribution.fact_maker import Placed, catalogued, make_fact
from extractors.attribution.kind import Reading, per_something, read_kind
from extractors.attribution.lists import distributed
from extractors.attribution.naming import Naming, names_behind
from extractors.attribution.period import Dated, dated
from extractors.attribution.role import role_of
from extractors.attribution.sentences import Clause, Sentence, sentences
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.attribution.subject import noun_phrase
from extractors.attribution.written import Written, written
from extractors.fact import Comparator, Fact
from extractors.periods import TimeMention
from extractors.quantities.quantity import Quantity
from extractors.text import Text

_AMONG = regex.compile(r"其中[：，]?|[，；]?(?:包括|分别为)[：]")
_LIST_JOINT = regex.compile(r"(?:及?以上|及?以下|以内|左右)?(?:[、，]|和|与|及|以及)?")
_BASES = (
    (regex.compile(r"(?:扣除|剔除|还原|考虑)[^，。；]{0,10}留抵退税"), "excl_vat_refund"),
    (regex.compile(r"同口径|可比口径|可比价|按可比|可比"), "comparable"),
    (regex.compile(r"自然口径"), "natural"),
    (regex.compile(r"(?:剔除|扣除)[^，。；]{1,16}(?:因素|影响)?"), "adjusted"),
)
_BUDGET_YEAR = regex.compile(r"年初(?:部门)?预算|年度预算|全年预算|部门预算")
_FLOATED = regex.compile(r"[上下]浮(?:幅度|比例)?(?:为|达)?$")
_BECAME = regex.compile(r"(?:左右)?(?:提高|提升|上升|增加|增长|扩大|下降|降低|降|减少|压减|升|增)(?:到|至|为)")
_STRIVE = regex.compile(r"争取(?:达到?|实现|突破|完成|增长|超过|提高|保持)")
_ASIDE = regex.compile(r"（[^（）]*）")
_DONE = regex.compile(r"已|累计|完成|实际")
_LEFT_OVER = regex.compile(r"(?:及?以上|及?以下|以内|左右|的?标准)?[、，]?(?:的(?=标准))?")
_ZERO_OF = regex.compile(r"(?:结余|结余数|收入|支出|资金|余额|赤字|差额|净额)$")
_HAS_BASIS = ("growth", "change", "amount", "change_pp")


@dataclass(frozen=True, slots=True)
class _Before:
    """The quantity just before in the sentence, for lists that say their words once (增长6.6%、8%)."""

    quantity: Quantity
    reading: Reading
    comparator: Comparator
    subject: Subject
    dated: Dated
    base: str | None


class Attribution:
    """One pass over one block of text. `block` is its key, unique in the report; sentences count on from `first`."""

    def __init__(self, text: Text, block: str, setting: Setting, memory: Memory, first: int) -> None:
        self.text: Written = written(text)
        self.block = block
        self.setting = setting
        self.memory = memory
        self.sentence_number = first

    def read(self) -> list[Fact]:
        """All facts of the block, in the order of print."""
        facts: list[Fact] = []
        for sentence in sentences(self.text.string):
            self.memory.new_sentence(self.setting.item is not None)
            facts.extend(self._read_sentence(sentence))
            self.sentence_number += 1
        return facts

    def _read_sentence(self, sentence: Sentence) -> list[Fact]:
        self.naming = Naming(self.text, self.setting, self.memory)
        self.title: TimeMention | None = None
        self.before: _Before | None = None
        facts: list[Fact] = []
        for number, clause in enumerate(sentence.clauses):
            if _AMONG.match(self.text.string, clause.start):
                self.naming.among = True
            facts.extend(self._read_clause(clause, number))
            self.naming.earlier.append(clause)
        return facts

    def _read_clause(self, clause: Clause, number: int) -> list[Fact]:
        inside = self.text.quantities_in(clause.start, clause.end)
        self._note_words(clause, bool(inside))
        respective = self.naming.respective(clause, inside)
        facts: list[Fact] = []
        cursor = clause.start
        for position, quantity in enumerate(inside):
            end = inside[position + 1].start if position + 1 < len(inside) else clause.end
            made, cursor = self._read_quantity(clause, number, quantity, cursor, end, respective.get(position))
            facts.extend(made)
        if clause.after == "；":
            self.memory.stretch = self.memory.planned = False
        return facts

    def _note_words(self, clause: Clause, has_figures: bool) -> None:
        """What a clause says for itself and those behind it: basis, stretch, and, without figures, time and scope."""
        words = self.text.string[clause.start : clause.end]
        for pattern, basis in _BASES:
            if pattern.search(words):
                self.memory.basis = basis
                break
        aiming = self.setting.default_role != "actual"
        if ("力争" in words and (has_figures or aiming)) or (aiming and _STRIVE.search(words)):
            self.memory.stretch = True
        if has_figures:
            return
        self._times_until(clause.start, clause.end)
        if scopes := self.text.scopes_in(clause.start, clause.end):
            self.memory.new_scope(scopes[-1].scope)
        if _BUDGET_YEAR.search(words):
            self.memory.year_budget = True

    def _read_quantity(
        self, clause: Clause, number: int, quantity: Quantity, cursor: int, end: int, subject: Subject | None
    ) -> tuple[list[Fact], int]:
        """The facts of one quantity, and where the words of the next one begin."""
        string = self.text.string
        cursor = self._inside_bracket(cursor, quantity.start)
        left, right = string[cursor : quantity.start], string[quantity.end : end]
        compared = compare(left, right, quantity.more)
        self.naming.bracketed = self.text.in_brackets(quantity)
        mention = self._times_until(cursor, quantity.start)
        before = self._list_goes_on(left, quantity) or self._level_goes_on(left, quantity)
        if before:
            reading: Reading | None = replace(before.reading, left="", baseline=False)
            compared = compared if compared.stated else replace(compared, comparator=before.comparator)
        else:
            reading = read_kind(quantity, compared.left, compared.right, self.setting.column)
            reading = reading or self._unit_from_metric(quantity, compared)
        if reading is None:
            return [], quantity.end
        taken = 0
        if before and subject is None and not names_behind(compared.right):
            subject = before.subject
        if subject is None:
            subject, taken = self.naming.subject(reading, compared, cursor, clause, quantity)
        if quantity.dimension == "rank" and quantity.field:
            subject = replace(subject, scope=quantity.field)
        if quantity.dimension == "rank" and string[quantity.start] == "前":
            compared = replace(compared, comparator="le")
        reading = _per_head(self._price_again(reading, quantity), subject)
        words_before = self._words_before(clause, quantity)
        role = role_of(reading, compared, words_before, right, self.setting, self.memory)
        if role in ("arranged", "budget") and _BUDGET_YEAR.search(words_before):
            self.memory.year_budget = True
        happened = role == "actual" and bool(_DONE.search(left))
        when = dated(reading.kind, role, happened, mention, self.title, self.setting, self.memory)
        if role in ("arranged", "budget") and self.memory.period and self.memory.period.kind == "year":
            self.memory.period, self.memory.year_budget = None, True
        if reading.kind == "growth" and self.before is not None and _FLOATED.search(left):
            when = self.before.dated
        base = before.base if before else self.naming.base(reading, subject)
        self.naming.remember(reading, subject)
        self.before = _Before(quantity, reading, compared.comparator, subject, when, base)
        each_named = self.naming.amounts_done(reading, left) or distributed(
            subject, left, reading, role, compared.comparator
        )
        self.naming.keep_list(reading, subject, left)
        placed = Placed(self.text.prose, self.block, self.sentence_number, number, self.text.evidence(clause))
        basis = self.memory.basis if reading.kind in _HAS_BASIS else None
        facts = [
            make_fact(
                placed, quantity, reading, each, index, role, compared.comparator, when, base, basis, self.setting
            )
            for index, each in enumerate(each_named)
        ]
        left_over = _LEFT_OVER.match(string, quantity.end + taken)
        return facts, left_over.end() if left_over and left_over.group(0).strip("、，") else quantity.end + taken

    def _words_before(self, clause: Clause, quantity: Quantity) -> str:
        """The words of the clause before a quantity, without what is said aside: 结余（含安排…）>=0."""
        return _ASIDE.sub("", self.text.string[clause.start : quantity.start])

    def _inside_bracket(self, cursor: int, start: int) -> int:
        """Where the words of a quantity begin that stands in an open （."""
        bracket = self.text.string.rfind("（", cursor, start)
        return bracket + 1 if bracket >= 0 and self.text.string.find("）", bracket, start) < 0 else cursor

    def _list_goes_on(self, left: str, quantity: Quantity) -> _Before | None:
        """The quantity before, where this one only goes on its list: 8%、45%; 0.6个和4.4个百分点."""
        before = self.before
        if before is None or before.quantity.dimension != quantity.dimension or not left:
            return None
        if quantity.dimension == "count" and before.quantity.unit != quantity.unit:
            return None
        return before if _LIST_JOINT.fullmatch(left) else None

    def _level_goes_on(self, left: str, quantity: Quantity) -> _Before | None:
        """The level before, where this one only says what became of it: 由上年的78.2%提高到81.5%."""
        before = self.before
        if before is None or before.reading.kind not in ("share", "completion", "ratio", "count"):
            return None
        return before if before.quantity.unit == quantity.unit and _BECAME.fullmatch(left) else None

    def _price_again(self, reading: Reading, quantity: Quantity) -> Reading:
        """由每人每月180元提高到200元: the second amount is a price as the first."""
        before = self.before
        if before is None or reading.kind != "amount" or reading.left or before.reading.kind != "unit_price":
            return reading
        same_unit = before.quantity.unit == quantity.unit
        return replace(reading, kind="unit_price", per=before.reading.per) if same_unit else reading

    def _unit_from_metric(self, quantity: Quantity, compared: Compared) -> Reading | None:
        """A bare number behind a sign of comparison (>=0) is of the unit of the metric before it."""
        if quantity.dimension != "bare" or not compared.stated:
            return None
        phrase = noun_phrase(compared.left)
        money = catalogued(phrase) is not None or _ZERO_OF.search(phrase)
        return Reading("amount", compared.left) if money else None

    def _times_until(self, start: int, end: int) -> TimeMention | None:
        """The last time of its own that is written in `[start, end)`; it holds for what follows, too."""
        own = None
        for time in self.text.times_in(start, end):
            if self.text.in_title_of_a_plan(time):
                self.title = time
            if time.relation != "own" or self.text.dates_a_base(time):
                continue
            own = time
            period = time.period(self.setting.anchor)
            if period is not None and not self.text.in_brackets(time):
                self.memory.new_time(period)
        return own


def _per_head(reading: Reading, subject: Subject) -> Reading:
    """A figure of a metric that is by name per head is a price or a ratio, also where the name is inherited."""
    if reading.kind == "count" and per_something(subject.metric):
        return replace(reading, kind="ratio")
    if reading.kind == "amount" and "人均" in subject.metric:
        return replace(reading, kind="unit_price", per="人")
    return reading
