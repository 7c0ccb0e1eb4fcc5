"""Which metric a figure is of: named before it, named behind it, or left unsaid and inherited."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import regex

from extractors.attribution.comparator import Compared
from extractors.attribution.fact_maker import catalogued
from extractors.attribution.kind import without_glue
from extractors.attribution.known_things import (
    before_bracket,
    counted_together,
    given_away,
    handed_to,
    metric_in,
    name_by_known,
    names_behind,
    only_an_aim,
    paid_out,
    stage_behind,
)
from extractors.attribution.parts import Parts
from extractors.attribution.places import is_place, named_in, of_place
from extractors.attribution.reading import Reading
from extractors.attribution.scopes import scope_mentions
from extractors.attribution.sentences import Clause
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.attribution.subject import (
    done_to,
    names_money,
    noun_phrase,
    only_respect,
    only_verb,
    other_side,
    part_of,
    phrase_behind,
    stage_of,
)
from extractors.attribution.written import Written
from extractors.quantities.quantity import Quantity
from rules.metrics import catalogue
from rules.words import words

_SAID_OF = regex.compile(
    r"(?P<what>.{2,40}?)(?:均|都|已|全部|正在|大幅|明显|略有|小幅|逐[步月季]|企稳|由.转.|下滑|下降|增长|回落|回升|保持|稳步|平稳|持续|有所|较快|快速|继续|呈现?|运行|总体|完成|落实|增势|再创|实现)"
)
_SHARE_NAMED = regex.compile(r".{2,}?占(?P<base>.{2,}?)的?(?:比重|比例|比)$")
_GOES_ON = regex.compile(r"[、]|以及|和|及|与")
_OF_ALL = regex.compile(r"(?:资金)?(?:均|都)?已?(?:经)?(?:全部)?")
_ALIKE = regex.compile(r"[，、]?(?:同比|环比|比上年)?(?:均|都)")
_BASE_LEAD = regex.compile(r"^(?:到|了|约)")
_FIRST_WORDS = regex.compile(r"[^\d，；：]*|.{0,12}")
_SAID_OF_ANOTHER = ("growth", "change", "completion", "change_pp", "gap_pp", "rank")
_ACHIEVED = ("完成", "实现", "入库", "征收")
_NAMED_BY = ("amount", "count", "unit_price", "growth", "change", "ratio", "multiple")


@dataclass(slots=True)
class Naming:
    """Names the figures of one sentence. `subjects` are the metrics named so far, `named` pairs each with its unit."""

    text: Written
    setting: Setting
    memory: Memory
    parts: Parts
    earlier: list[Clause] = field(default_factory=list)
    amounts: list[Subject] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    named: list[tuple[Subject, str]] = field(default_factory=list)
    by_item: bool = False

    def subject(
        self, reading: Reading, compared: Compared, cursor: int, clause: Clause, quantity: Quantity
    ) -> tuple[Subject, int]:
        """The metric of a figure whose words begin at `cursor`; and how many characters behind it the name takes."""
        self.by_item = False
        start = cursor + reading.skipped
        end = start + len(reading.left)
        scope = self._scope(cursor, end)
        phrase = noun_phrase(reading.left, self.text.apart_from_phrase(start, end))
        if self._only_respect(phrase, quantity):
            phrase = ""
        behind = phrase_behind(compared.right) if reading.metric_after or not phrase else ""
        taken = self.text.string.find(behind, quantity.end) + len(behind) - quantity.end if behind else 0
        alike = [subject.metric for subject, unit in self.named if unit == quantity.unit]
        may_be_behind = reading.kind == "count" and (not phrase or reading.metric_after)
        if may_be_behind and (stage := stage_behind(compared.right, alike)):
            return Subject(stage, None, scope), 0
        if reading.kind == "count" and (counted := counted_together(self.text, reading, quantity, clause)):
            return Subject(counted, None, scope), 0
        if reading.metric_after and behind and not self._named_for_next(phrase, quantity, compared.right):
            head = phrase if reading.kind == "unit_price" else ""
            return self._named(head + behind, scope, reading, quantity), taken
        spoken_of = bool(alike or self.memory.lead or self.setting.item)
        if reading.kind in _NAMED_BY and spoken_of and only_an_aim(phrase):
            phrase = ""
        if reading.kind == "amount" and handed_to(reading.left):
            phrase = ""
        if not phrase and reading.kind == "amount" and (given := given_away(reading.left)):
            phrase = given
        if not phrase and not reading.left and self.text.in_brackets(quantity):
            phrase = before_bracket(self.text, clause, quantity)
        if phrase:
            return self._named(phrase, scope, reading, quantity), 0
        if reading.kind in ("amount", "count", "unit_price", "share") and behind and names_behind(compared.right):
            return self._named(behind, scope, reading, quantity), taken
        if reading.kind in ("change_pp", "gap_pp") and self.subjects:
            return self.subjects[-1], 0
        if quantity.dimension == "rank" and quantity.field and len(quantity.field) > 4 and not self.subjects:
            return Subject(quantity.field, None, scope), 0
        return self._inherited(scope, clause, reading, quantity), 0

    def _only_respect(self, phrase: str, quantity: Quantity) -> bool:
        if quantity.dimension == "rank":
            return bool(phrase and quantity.field and phrase in quantity.field)
        return only_respect(phrase) and (bool(self.subjects) or self.memory.main_before is not None)

    def _named_for_next(self, phrase: str, quantity: Quantity, right: str) -> bool:
        """Whether the words behind a count name the money behind them: 重点企业100户[入库税收]4.86亿元."""
        if quantity.dimension != "count" or len(phrase) < 3 or not names_money(right):
            return False
        behind = self.text.quantities_in(quantity.end, quantity.end + len(right) + 1)
        return bool(behind) and behind[0].dimension == "money"

    def base(self, reading: Reading, subject: Subject) -> str | None:
        """What a share or completion is of, what a growth is against, as printed."""
        if reading.base and reading.metric_after:
            scopes = [(scope.start, scope.end) for scope in scope_mentions(reading.base)]
            return noun_phrase(reading.base, scopes) or reading.base
        if reading.base:
            return _BASE_LEAD.sub("", reading.base)
        if reading.kind == "share" and (named := _SHARE_NAMED.match(subject.metric)):
            return named["base"]
        if not reading.base_of_parent:
            return None
        return subject.parent or self._whole_said_before(subject)

    def remember(self, reading: Reading, subject: Subject, quantity: Quantity) -> None:
        """Keep the metric for what follows without one."""
        if self.by_item:
            return  # named by its row for want of words: nothing to hand on
        measured = reading.kind in _NAMED_BY
        self.parts.keep(subject, quantity.unit, measured)
        self.named.append((subject, quantity.unit))
        if not self.subjects or self.subjects[-1] != subject:
            self.subjects.append(subject)
        if reading.kind == "share" and subject.metric and not reading.base_of_parent and reading.base is None:
            self.memory.last = subject
        if not measured:
            return
        self.memory.last, self.memory.last_is_part = subject, self.parts.among
        if self.parts.among:
            return
        if (metric := catalogued(subject.metric)) is not None:
            self.memory.topic = subject
            if metric.of is None and reading.kind == "amount" and metric.name.endswith(("收入", "支出")):
                self.memory.whole = subject
        if self.memory.main is None or reading.kind == "amount":
            self.memory.main = subject
            self.memory.main_unit = quantity.unit

    def keep_list(self, reading: Reading, subject: Subject, left: str) -> None:
        """Keep the amounts that a list joins with 、: what follows may be said of each of them."""
        if reading.kind != "amount":
            self.amounts = []
        elif _GOES_ON.match(left):
            self.amounts.append(subject)
        else:
            self.amounts = [subject]

    def amounts_done(self, reading: Reading, left: str) -> list[Subject]:
        """The amounts of a list that is said to be done as a whole: A资金8000万元、B资金6000万元已100%拨付."""
        if len(self.amounts) < 2:
            return []
        done = reading.kind == "completion" and _OF_ALL.fullmatch(left)
        alike = (
            reading.kind in ("growth", "share", "completion") and not without_glue(reading.left) and _ALIKE.match(left)
        )
        return list(self.amounts) if done or alike else []

    def _scope(self, start: int, end: int) -> str | None:
        """The scope written in `[start, end)`, which then holds on (not from inside （…）), else the last."""
        scopes = self.text.scopes_in(start, end)
        if not scopes:
            return self.memory.scope
        if not self.text.in_brackets(scopes[-1]):
            self.memory.new_scope(scopes[-1].scope)
        return scopes[-1].scope

    def _named(self, phrase: str, scope: str | None, reading: Reading, quantity: Quantity) -> Subject:
        phrase, whole = part_of(phrase)
        alike = [subject.metric for subject, unit in self.named if unit == quantity.unit]
        if not alike and reading.kind == "amount" and self.memory.main_before_unit == quantity.unit:
            alike = [self.memory.main_before.metric] if self.memory.main_before else []
        about = self.memory.lead.metric if self.memory.lead else self.setting.item
        if of_known := name_by_known(phrase, reading, alike, about):
            whole = whole or self.parts.whole_of(of_known, reading, quantity)
            return Subject(of_known, whole, scope)
        if reading.kind != "count" and (in_place := of_place(phrase, self.memory)):
            return in_place
        if opposite := other_side(phrase, self.memory.main or self.memory.main_before):
            return Subject(opposite, None, scope)
        if self.memory.scope_from_before and catalogued(phrase) is None:
            scope = None
        whole = whole or self.parts.whole_of(phrase, reading, quantity)
        return Subject(phrase, whole, scope)

    def _inherited(self, scope: str | None, clause: Clause, reading: Reading, quantity: Quantity) -> Subject:
        if just_said := self._just_said(scope):
            return just_said
        if self.subjects and reading.kind != "count" and self.subjects[-1].metric in words().places_at_large:
            return of_place(self.subjects[-1].metric, self.memory) or self.subjects[-1]
        if reading.kind in ("amount", "unit_price") and (paid := paid_out(self.text, self.earlier)):
            return Subject(paid, None, scope)
        alike = [subject for subject, unit in self.named if unit == quantity.unit]
        verb = only_verb(reading.left)
        if alike and ((reading.kind == "amount" and verb) or (reading.kind == "unit_price" and "平均" in reading.left)):
            keep = alike[-1].scope == scope or scope is None or self.memory.scope_from_before
            return alike[-1] if keep else replace(alike[-1], scope=scope)
        if verb in _ACHIEVED and scope and reading.kind == "amount" and not self.subjects and not self.setting.item:
            spoken = self.memory.main or self.memory.main_before
            if spoken is not None and quantity.unit == (
                self.memory.main_unit if self.memory.main else self.memory.main_before_unit
            ):
                return replace(spoken, scope=scope, parent=None)
        if reading.kind == "count" and alike and (stage := stage_of(reading.left, alike[-1].metric)):
            return replace(alike[-1], metric=stage, parent=None)
        if reading.kind == "count" and alike and verb:
            return replace(alike[-1], metric=done_to(verb, alike[-1].metric), parent=None)
        if reading.kind == "change" and alike:
            return alike[-1]
        if reading.kind == "rank" and self.subjects:
            return self.subjects[-1]
        for known in (self.memory.last if self.subjects else None, self.memory.main):
            if known is not None:
                keep = known.scope == scope or scope is None or self.memory.scope_from_before
                # 市本级20.4亿元；西堰区21.6亿元，增长3%: the growth is that of the place just named.
                keep = keep or (is_place(known.scope or "") and not self.text.scopes_in(clause.start, clause.end))
                return known if keep else replace(known, scope=scope)
        if self.subjects:
            return self.subjects[-1]
        for earlier in reversed(self.earlier):
            if said := metric_in(self.text, earlier):
                return Subject(said, None, scope)
        said_before = self.memory.main_before
        if reading.kind == "amount" and verb and said_before and self.memory.main_before_unit == quantity.unit:
            return said_before
        if self.memory.last is not None:
            return replace(self.memory.last, scope=scope)
        if self.memory.lead is not None and reading.kind in _NAMED_BY:
            return replace(self.memory.lead, scope=scope)
        if verb or self.setting.item:
            self.by_item = not verb
            return Subject(verb or self.setting.item or "", None, scope)
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
        if (place := named_in(words_of)) and (found := of_place(place, self.memory)):
            said_of = metric_in(self.text, clause)
            return replace(found, metric=said_of) if said_of else found
        said = _SAID_OF.match(self.text.string, clause.start, clause.end)
        if said is None:
            return None
        removed = self.text.apart_from_phrase(clause.start, said.end("what"))
        phrase = noun_phrase(said["what"], removed)
        return Subject(phrase, None, scope) if 2 <= len(phrase) <= 24 else None

    def _whole_said_before(self, subject: Subject) -> str | None:
        """The whole of which 占比 speaks: the sentence's own metric, else the usual whole where it was mentioned."""
        metric = catalogued(subject.metric)
        whole = catalogue().by_code[metric.of] if metric and metric.of else None
        for main in (self.memory.main, self.memory.main_before, self.memory.topic):
            if main is None or main.metric == subject.metric:
                continue
            if whole is None and main is self.memory.main:
                return main.metric if self._measured_alike(subject) else None
            if whole is not None and (catalogued(main.metric) == whole or main.metric.endswith(whole.name[-2:])):
                return main.metric
        return whole.name if whole and whole.name in self.text.string else None

    def _measured_alike(self, subject: Subject) -> bool:
        """Whether `subject` may be a part of the sentence's main metric: measured in its unit, or named next to it."""
        units = [unit for known, unit in self.named if known == subject and unit not in ("%", "pp")]
        return units[-1] == self.memory.main_unit if units else self.parts.among or not self.parts.divided
