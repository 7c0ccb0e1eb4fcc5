"""Which metric a figure is of: named before it, named behind it, or left unsaid and inherited."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import regex

from extractors.attribution.comparator import Compared
from extractors.attribution.fact_maker import catalogued
from extractors.attribution.inherited import inherited
from extractors.attribution.kind import without_glue
from extractors.attribution.known_things import (
    before_bracket,
    counted_together,
    given_away,
    handed_to,
    name_by_known,
    names_behind,
    only_an_aim,
    size_class,
    stage_behind,
)
from extractors.attribution.places import is_place, named_in, of_place, place_in_front
from extractors.attribution.reading import Reading
from extractors.attribution.said import NAMED_BY, Said
from extractors.attribution.scopes import level_that_pays, scope_mentions
from extractors.attribution.sentences import Clause
from extractors.attribution.setting import Subject
from extractors.attribution.subject import (
    SIDES,
    bare_side,
    names_money,
    noun_phrase,
    only_respect,
    part_of,
    phrase_behind,
    verbs_in,
)
from extractors.quantities.quantity import Quantity
from rules.words import words

_SHARE_NAMED = regex.compile(r".{2,}?占(?P<base>.{2,}?)的?(?:比重|比例|比)$")
_GOES_ON = regex.compile(r"[、]|以及|和|及|与")
_OF_ALL = regex.compile(r"(?:资金)?(?:均|都)?已?(?:经)?(?:全部)?")
_ALIKE = regex.compile(r"[，、]?(?:同比|环比|比上年)?(?:均|都)")
_NO_COUNTS = ("CNY", "USD", "%", "pp", "倍", "位")
_MONEY = (*words().generic_nouns, "投资")
_BASE_LEAD = regex.compile(r"^(?:到|了|约)")


@dataclass(slots=True)
class Naming:
    """Names the figures of one sentence, of which `said` keeps what was named. `amounts` is the list that goes on."""

    said: Said
    amounts: list[Subject] = field(default_factory=list)

    def subject(
        self, reading: Reading, compared: Compared, cursor: int, clause: Clause, quantity: Quantity
    ) -> tuple[Subject, int]:
        """The metric of a figure whose words begin at `cursor`; and how many characters behind it the name takes."""
        self.said.by_item = False
        start = cursor + reading.skipped
        end = start + len(reading.left)
        scope = self._scope(cursor, end)
        phrase = noun_phrase(reading.left, self.said.text.apart_from_phrase(start, end))
        only_measure = reading.kind in ("change", "growth") and phrase in words().measured_by
        if only_measure or self._only_respect(phrase, quantity):
            phrase = ""
        phrase = self._money_of_things(phrase, reading, cursor)
        behind = phrase_behind(compared.right) if reading.metric_after or (not phrase and not reading.baseline) else ""
        taken = self.said.text.string.find(behind, quantity.end) + len(behind) - quantity.end if behind else 0
        alike = [subject.metric for subject, unit in self.said.named if unit == quantity.unit]
        may_be_behind = reading.kind == "count" and (not phrase or reading.metric_after)
        if may_be_behind and (stage := stage_behind(compared.right, alike)):
            return Subject(stage, None, scope), 0
        if reading.kind == "count" and (of_size := self._of_a_size(phrase, scope, clause, quantity)):
            return of_size, 0
        if reading.kind == "count" and (counted := counted_together(self.said.text, reading, quantity, clause)):
            return Subject(counted, None, scope), 0
        if reading.metric_after and behind and not self._named_for_next(phrase, quantity, compared.right):
            head = phrase if reading.kind == "unit_price" else ""
            return self._named(head + behind, scope, reading, quantity), taken
        spoken_of = bool(alike or self.said.memory.lead or self.said.setting.item)
        if reading.kind in NAMED_BY and spoken_of and only_an_aim(phrase):
            phrase = ""
        if reading.kind == "amount" and handed_to(reading.left):
            phrase = ""
        if not phrase and reading.kind == "amount" and (given := given_away(reading.left)):
            phrase = given
        if not phrase and not reading.left and self.said.text.in_brackets(quantity):
            phrase = before_bracket(self.said.text, clause, quantity)
        if phrase:
            return self._named(phrase, scope, reading, quantity), 0
        if reading.kind in ("amount", "count", "unit_price", "share") and behind and names_behind(compared.right):
            return self._named(behind, scope, reading, quantity), taken
        if reading.kind in ("change_pp", "gap_pp") and self.said.subjects:
            return self.said.subjects[-1], 0
        if quantity.dimension == "rank" and quantity.field and len(quantity.field) > 4 and not self.said.subjects:
            return Subject(quantity.field, None, scope), 0
        return inherited(self.said, scope, clause, reading, quantity), 0

    def _of_a_size(self, phrase: str, scope: str | None, clause: Clause, quantity: Quantity) -> Subject | None:
        """What is counted by its size (收入过亿元的有3个, 增幅超10%的有5个): the things named before, else the size.

        None where the things themselves are named (收入过亿元的乡镇有3个).
        """
        text, said = self.said.text, self.said
        begin = quantity.start if phrase else text.class_ends.get(quantity.start, 0)
        if phrase and not size_class(phrase):
            return None
        if not begin:
            return None
        earlier = [each.end for each in text.quantities_in(clause.start, quantity.start)]
        size = phrase or noun_phrase(text.string[max([clause.start, *earlier]) : begin])
        if not size_class(size):
            return None
        said.measured_in = next((side for side in SIDES if side in size), said.measured_in)
        things = [subject for subject, unit in said.named if unit == quantity.unit and not size_class(subject.metric)]
        counted = things[-1] if things else said.memory.counted.get(quantity.unit)
        return counted if counted and not size_class(counted.metric) else Subject(size, None, scope)

    def _money_of_things(self, phrase: str, reading: Reading, cursor: int) -> str:
        """The full name of the money of what was just counted: 产业类项目102个、[资金]1.6亿元."""
        listed = self.said.text.string[cursor : cursor + 1] == "、"
        if reading.kind != "amount" or phrase not in _MONEY or not listed or not self.said.named:
            return phrase
        things, unit = self.said.named[-1]
        return things.metric + phrase if unit not in _NO_COUNTS and things.metric else phrase

    def _only_respect(self, phrase: str, quantity: Quantity) -> bool:
        if quantity.dimension == "rank":
            return bool(phrase and quantity.field and phrase in quantity.field)
        return only_respect(phrase) and (bool(self.said.subjects) or self.said.memory.main_before is not None)

    def _named_for_next(self, phrase: str, quantity: Quantity, right: str) -> bool:
        """Whether the words behind a count name the money behind them: 重点企业100户[入库税收]4.86亿元."""
        if quantity.dimension != "count" or len(phrase) < 3 or not names_money(right):
            return False
        behind = self.said.text.quantities_in(quantity.end, quantity.end + len(right) + 1)
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
        return subject.parent or self.said.whole_before(subject)

    def remember(self, reading: Reading, subject: Subject, quantity: Quantity) -> None:
        """Keep the metric for what follows without one."""
        if self.said.by_item:
            return  # named by its row for want of words: nothing to hand on
        measured = reading.kind in NAMED_BY
        self.said.parts.keep(subject, quantity.unit, measured)
        self.said.named.append((subject, quantity.unit))
        if reading.kind == "amount":
            self.said.memory.deeds.update(dict.fromkeys(verbs_in(reading.left), subject))
        if not self.said.subjects or self.said.subjects[-1] != subject:
            self.said.subjects.append(subject)
        if reading.kind == "share" and subject.metric and not reading.base_of_parent and reading.base is None:
            self.said.memory.last = subject
        if not measured:
            return
        self.said.memory.last, self.said.memory.last_is_part = subject, self.said.parts.among
        if self.said.parts.among:
            return
        if (metric := catalogued(subject.metric)) is not None:
            self.said.memory.topic = subject
            if metric.of is None and reading.kind == "amount" and metric.name.endswith(("收入", "支出")):
                self.said.memory.whole = subject
        if reading.kind == "count":
            self.said.memory.counted[quantity.unit] = subject
        if reading.kind == "amount" and self.said.memory.block_main is None:
            self.said.memory.block_main = subject
        if self.said.memory.main is None or reading.kind == "amount":
            self.said.memory.main = subject
            self.said.memory.main_unit = quantity.unit

    def keep_list(self, reading: Reading, subject: Subject, left: str) -> None:
        """Keep the amounts that a list joins with 、: what follows may be said of each of them."""
        if reading.kind != "amount":
            self.amounts = []
        elif _GOES_ON.match(left):
            self.amounts.append(subject)
            self.said.side_by_side.update(each.metric for each in self.amounts)
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
        scopes = self.said.text.scopes_in(start, end)
        if not scopes:
            return self.said.memory.scope
        if not self.said.text.in_brackets(scopes[-1]):
            self.said.memory.new_scope(scopes[-1].scope)
        return scopes[-1].scope

    def _named(self, phrase: str, scope: str | None, reading: Reading, quantity: Quantity) -> Subject:
        phrase, whole = part_of(phrase)
        alike = [subject.metric for subject, unit in self.said.named if unit == quantity.unit]
        if not alike and reading.kind == "amount" and self.said.memory.main_before_unit == quantity.unit:
            alike = [self.said.memory.main_before.metric] if self.said.memory.main_before else []
        about = self.said.memory.lead.metric if self.said.memory.lead else self.said.setting.item
        if of_known := name_by_known(phrase, reading, alike, about):
            whole = whole or self.said.parts.whole_of(of_known, reading, quantity)
            return Subject(of_known, whole, scope)
        if (listed_first := named_in(phrase)) and is_place(listed_first):
            phrase = listed_first  # 总量前三位分别为城关镇
        if reading.kind != "count" and (in_place := of_place(phrase, self.said.memory, by_place=self.said.by_place)):
            side = self.said.measured_in  # 收入过亿元的有3个，…，前三位分别为城关镇2.31亿元
            return in_place if in_place.metric.endswith(side) else replace(in_place, metric=side)
        if in_front := place_in_front(phrase, self.said.setting.region):
            scope, phrase = in_front
            self.said.memory.scope = scope
        spoken = self.said.memory.main or self.said.memory.main_before
        if spoken is not None and (full := bare_side(phrase, spoken)):
            own = self.said.memory.scope_from_before and catalogued(full) is None
            return Subject(full, None, spoken.scope if own else scope)
        if level := level_that_pays(phrase):
            scope = level
        elif self.said.memory.scope_from_before and catalogued(phrase) is None:
            scope = None
        whole = whole or self.said.parts.whole_of(phrase, reading, quantity)
        return Subject(phrase, whole, scope)
