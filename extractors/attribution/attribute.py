"""Reads a block of text into facts, clause by clause, with what the text before leaves to be inherited."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.attribution.against import average_of, measured_against
from extractors.attribution.bare_number import amount_by_name
from extractors.attribution.clause_words import (
    basis_in,
    basis_of_growth,
    is_frame,
    is_frame_of_all,
    is_frame_of_places,
    lists_aims,
    looks_ahead,
    note_words,
)
from extractors.attribution.comparator import Compared, compare
from extractors.attribution.fact_maker import Placed, make_fact
from extractors.attribution.kind import read_kind
from extractors.attribution.known_things import names_behind
from extractors.attribution.lead import lead_of
from extractors.attribution.lists import distributed
from extractors.attribution.naming import Naming
from extractors.attribution.own_time import (
    without_own_time,
)
from extractors.attribution.parts import Parts
from extractors.attribution.per_head import per_head
from extractors.attribution.ranked import as_growth
from extractors.attribution.reading import Reading
from extractors.attribution.respective import respective_subjects, respective_times
from extractors.attribution.said import Said
from extractors.attribution.sentences import Clause, Sentence, clauses, sentences
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.attribution.succession import Before
from extractors.attribution.timing import Timing
from extractors.attribution.written import Written, in_percent, written
from extractors.fact import Fact
from extractors.periods import TimeMention
from extractors.quantities.quantity import Quantity
from extractors.text import Text

_AMONG = regex.compile(r"其中[：，]?|[，；]?(?:包括|分别为)[：]")
_LEFT_OVER = regex.compile(r"(?:及?以上|及?以下|以内|左右|的?标准)?[、，]?(?:的(?=标准))?")
_GROWN = ("growth", "change", "change_pp")
_HAS_BASIS = ("growth", "change", "amount", "change_pp")


class Attribution:
    """One pass over one block of text. `block` is its key, unique in the report; sentences count on from `first`."""

    def __init__(self, text: Text, block: str, setting: Setting, memory: Memory, first: int) -> None:
        self.text: Written = written(text, setting.region)
        if setting.column == "completion":
            self.text = in_percent(self.text)
        self.block = block
        self.setting = setting
        self.memory = memory
        self.sentence_number = first

    def read(self) -> list[Fact]:
        """All facts of the block, in the order of print."""
        facts: list[Fact] = []
        last = self.text.quantity_starts[-1] if self.text.quantities else -1
        first_read = False
        for sentence in sentences(self.text.string):
            among = first_read and self.text.string.startswith("其中", sentence.start)
            self.memory.new_sentence(self.setting.item is not None, among=among)
            first_read = True
            if sentence.end <= last and self.memory.lead is None and self.setting.item is None:
                self.memory.lead = lead_of(self.text, sentence)
            if self.text.quantities_in(sentence.start, sentence.end):
                facts.extend(self._read_sentence(sentence))
            else:
                self._note_sentence(sentence, sentence.end <= last)
            self.sentence_number += 1
        self.memory.end_block(self.setting.document_period, bool(self.text.quantities))
        return facts

    def _note_sentence(self, sentence: Sentence, figures_follow: bool) -> None:
        """What a sentence without figures leaves to those behind it, in this block and, times and scopes, beyond."""
        said = self.text.times_in(sentence.start, sentence.end) or self.text.scopes_in(sentence.start, sentence.end)
        if not said and not figures_follow:
            return
        self.timing = Timing(Said(self.text, self.setting, self.memory, Parts(self.memory)))
        for clause in clauses(self.text.string, sentence):
            if figures_follow and looks_ahead(self.text.string[clause.start : clause.end]):
                self.memory.ahead = True
            if said:
                self._note_time_and_scope(clause)

    def _read_sentence(self, sentence: Sentence) -> list[Fact]:
        self.said = Said(self.text, self.setting, self.memory, Parts(self.memory))
        self.naming, self.timing = Naming(self.said), Timing(self.said)
        self.before: Before | None = None
        self.basis_leads = False
        self.growth_list: bool | None = None
        self.last_times: dict[int, TimeMention] = {}
        facts: list[Fact] = []
        for number, clause in enumerate(clauses(self.text.string, sentence)):
            if among := _AMONG.match(self.text.string, clause.start):
                self.said.parts.among = True
                self.said.parts.among_all = number == 0 or among.group().endswith("：") or clause.after == "："
            facts.extend(self._read_clause(clause, number))
            self.said.earlier.append(clause)
        return facts

    def _read_clause(self, clause: Clause, number: int) -> list[Fact]:
        inside = self.text.quantities_in(clause.start, clause.end)
        words = self.text.string[clause.start : clause.end]
        note_words(self.memory, words, bool(inside), self.setting.default_role != "actual")
        if not inside:
            if basis := basis_in(words):
                self.memory.basis, self.basis_leads = basis, True
            self.said.by_place = self.said.by_place or is_frame_of_places(words)
            self.memory.lists_aims = self.memory.lists_aims or (clause.after == "：" and lists_aims(words))
            self._note_time_and_scope(clause)
            return self._end_of(clause, [])
        earlier = self.said.earlier
        named = [subject for subject, _ in self.said.named]
        subjects = respective_subjects(self.text, self.memory, clause, inside, earlier, self.said.subjects, named)
        self.times = respective_times(self.text, clause, inside, earlier)
        if not self.times and len(self.last_times) == len(inside) and self._only_respectively(clause, inside):
            self.times = dict(enumerate(self.last_times.values()))
        self.last_times = self.times
        facts: list[Fact] = []
        cursor = clause.start
        for position, quantity in enumerate(inside):
            end = inside[position + 1].start if position + 1 < len(inside) else clause.end
            cursor = self._inside_bracket(cursor, quantity.start)
            cursor = max(cursor, self.text.class_ends.get(quantity.start, cursor))
            made, cursor = self._read_quantity(clause, number, quantity, cursor, end, subjects.get(position), position)
            facts.extend(made)
        return self._end_of(clause, facts)

    def _only_respectively(self, clause: Clause, inside: tuple[Quantity, ...]) -> bool:
        """Whether a clause says no more than 分别增长 of what the list before it was said of."""
        words = self.text.string[clause.start : inside[0].start]
        return "分别" in words and not self.text.times_in(clause.start, clause.end) and len(words) < 10

    def _end_of(self, clause: Clause, facts: list[Fact]) -> list[Fact]:
        if clause.after == "；":
            self.memory.stretch = self.memory.planned = False
            self.said.parts.semicolon()
        return facts

    def _note_time_and_scope(self, clause: Clause) -> None:
        """What a clause without figures leaves to those behind it."""
        self.timing.times_until(clause.start, clause.end)
        if is_frame_of_all(self.text.string[clause.start : clause.end]):
            self.timing.of_the_whole_time()
        scopes = self.text.scopes_in(clause.start, clause.end)
        if scopes and is_frame(self.text.string[clause.start : clause.end]):
            self.memory.divided = True
        elif scopes:
            self.memory.new_scope(scopes[-1].scope)

    def _read_quantity(
        self, clause: Clause, number: int, quantity: Quantity, cursor: int, end: int,
        subject: Subject | None, position: int,
    ) -> tuple[list[Fact], int]:  # fmt: skip
        """The facts of one quantity, and where the words of the next one begin."""
        string = self.text.string
        times_behind = self.text.times_in(quantity.end, end)
        end = min(end, times_behind[0].start) if times_behind else end
        left, right = without_own_time(self.text, cursor, quantity.start), string[quantity.end : end]
        left = self.text.words_before(quantity, cursor) if left.startswith("）") else left
        compared = compare(left, right, quantity.more)
        self.said.parts.bracketed = self.text.in_brackets(quantity)
        mention = self.timing.times_until(cursor, quantity.start)
        mention = self.times.get(position, mention)
        before = self.before
        reading: Reading | None
        taken = 0
        apart = self._without_times(cursor, quantity.start) if mention else left
        goes_on = before is not None and _goes_on(before, quantity, left, apart, told=mention is not None)
        if before is not None and (known := self._said_of(before, clause, quantity, left, right, compared)):
            reading, subject = known
        elif before is not None and goes_on:
            lost = before.reading.negative and before.reading.kind != "amount"  # 由亏损4.2亿元转为盈利6.8亿元
            reading = replace(before.reading, left="", baseline=False, skipped=0, negative=lost)
            said_of_both = compared.stated or before.quantity.end < clause.start  # 突破600亿元，达618.5亿元
            compared = compared if said_of_both else replace(compared, comparator=before.comparator)
            if subject is None and not names_behind(compared.right):
                subject = before.subject
        else:
            reading = read_kind(quantity, compared.left, compared.right, self.setting.column)
            reading = reading or amount_by_name(quantity, compared)
            reading, self.growth_list = as_growth(
                reading, self.text, clause, quantity, self.said.earlier, self.growth_list
            )
            self.said.by_place = self.said.by_place or self.growth_list is not None
        if reading is None:
            return [], quantity.end
        if subject is None and before is not None and self.text.says_the_base(quantity):
            subject = before.subject
        behind = self.text.string[quantity.end : quantity.end + 1]
        if subject is None and before is not None and before.counted_besides(left, quantity, behind):
            subject = before.subject
        if subject is None:
            subject, taken = self.naming.subject(reading, compared, cursor, clause, quantity)
        if self.memory.stretch and before is not None and subject.metric != before.subject.metric and not goes_on:
            self.memory.stretch = "力争" in string[clause.start : quantity.start]
        of_part = subject if reading.whole else None
        if reading.whole == "share":
            subject = replace(subject, metric=reading.base or subject.metric, parent=None)
        if quantity.dimension == "rank":
            among = before.subject if before and before.quantity.dimension == "rank" and goes_on else subject
            subject = replace(subject, scope=quantity.field or among.scope)
            compared = replace(compared, comparator="le") if string[quantity.start] == "前" else compared
        reading = before.price_again(reading, quantity) if before else reading
        reading = per_head(reading, subject.metric)
        role, when = self.timing.role_and_time(clause, quantity, reading, compared, left, right, mention, before)
        base = before.base if before and goes_on else None if reading.whole else self.naming.base(reading, subject)
        if not reading.whole and not reading.against:
            self.naming.remember(reading, subject, quantity)
        self.before = Before(quantity, reading, compared.comparator, subject, when, base, role, of_part)
        each_named = self.naming.amounts_done(reading, left) or distributed(subject, left, reading, compared.comparator)
        self.naming.keep_list(reading, subject, left)
        placed = Placed(self.text.prose, self.block, self.sentence_number, number, self.text.evidence(clause))
        basis = self._basis(quantity, reading, left)
        if role == "actual" and reading.kind in _GROWN:
            year = when.period.end.year if when.period else self.setting.anchor.year
            basis = basis_of_growth(left, reading.base, year) or basis
        facts = [
            make_fact(
                placed, quantity, reading, each, index, role, compared.comparator, when, base, basis, self.setting
            )
            for index, each in enumerate(each_named)
        ]
        left_over = _LEFT_OVER.match(string, quantity.end + taken)
        return facts, left_over.end() if left_over and left_over.group(0).strip("、，") else quantity.end + taken

    def _said_of(
        self, before: Before, clause: Clause, quantity: Quantity, left: str, right: str, compared: Compared
    ) -> tuple[Reading, Subject] | None:
        """What a figure says of the one before it: a part, the aim, the points between them, the same once more."""
        if of_whole := before.part_of_whole(left, quantity):
            return of_whole, before.of_part or before.subject
        if aim := measured_against(quantity, self.text.string[clause.start : quantity.start], right):
            return before.as_aim(aim), replace(before.subject, scope=average_of(aim) or before.subject.scope)
        if over := before.points_over(quantity):
            return over, self.said.subjects[-1] if self.said.subjects else before.subject
        once_more = before.once_more(compared.left, quantity)
        return (once_more, before.subject) if once_more else None

    def _without_times(self, start: int, end: int) -> str:
        """The words of a list between two figures without the time that the second is of: 、[上半年]达到."""
        words, cut = self.text.string, start
        kept = ""
        for time in self.text.times_in(start, end):
            kept, cut = kept + words[cut : time.start], min(time.end, end)
        return kept + words[cut:end]

    def _basis(self, quantity: Quantity, reading: Reading, left: str) -> str | None:
        """The basis of a figure: named before it, or by a clause in front (按同口径计算，…), until another amount."""
        memory = self.memory
        named = basis_in(left)
        if self.text.in_brackets(quantity):
            return named if reading.kind in _HAS_BASIS else None
        if named:
            memory.basis, self.basis_leads = named, False
        elif reading.kind == "amount" and not self.basis_leads:
            memory.basis = None
        return memory.basis if reading.kind in _HAS_BASIS else None

    def _inside_bracket(self, cursor: int, start: int) -> int:
        """Where the words of a quantity begin that stands in an open （."""
        bracket = self.text.string.rfind("（", cursor, start)
        return bracket + 1 if bracket >= 0 and self.text.string.find("）", bracket, start) < 0 else cursor


def _goes_on(before: Before, quantity: Quantity, left: str, apart: str, *, told: bool) -> bool:
    """Whether a figure is the next of the list or level that the one before it belongs to; `apart` are the words
    before it without their times, `told` says that there is one."""
    return (
        before.list_goes_on(left, quantity)
        or before.level_goes_on(left, quantity)
        or (apart.startswith("、") and before.list_goes_on(apart, quantity))
        or (told and before.told_again(compare(apart, "", False).left, quantity))
    )
