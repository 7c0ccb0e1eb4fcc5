"""What a figure without a name of its own is about: asked of its sentence, then of the text before, row and verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.attribution.known_things import metric_in, paid_out
from extractors.attribution.places import is_place, named_in, of_place, told_by_place
from extractors.attribution.reading import Reading
from extractors.attribution.said import NAMED_BY, Said
from extractors.attribution.sentences import Clause
from extractors.attribution.setting import Subject
from extractors.attribution.subject import done_to, noun_phrase, only_verb, stage_of
from extractors.quantities.quantity import Quantity
from rules.words import words

_SAID_OF = regex.compile(
    r"(?P<what>.{2,40}?)(?:均|都|已|全部|正在|大幅|明显|略有|小幅|逐[步月季]|企稳|由.转.|下滑|下降|增长|回落|回升|保持|稳步|平稳|持续|有所|较快|快速|继续|滞后|缓慢|[偏较]慢|[偏较]低|[偏较]高|偏紧|突出|承压|呈现?|运行|总体|完成|落实|压缩|缩短|提前|增势|再创|实现|突破|首破|跨越|跨上|迈上|站上|跃上)"
)
_GIVES_A_REASON = regex.compile(r"这?主要(?:是|由于|原因|因|受|系)|由于|受(?!理|益|灾|训|助|托)|原因")
_WHO_SHALL = regex.compile(r"^各|应于?$|[须必]须?$|于$")
_FIRST_WORDS = regex.compile(r"[^\d，；：]*|.{0,12}")
_SAID_OF_ANOTHER = ("growth", "change", "completion", "change_pp", "gap_pp", "rank")


def inherited(said: Said, scope: str | None, clause: Clause, reading: Reading, quantity: Quantity) -> Subject:
    """The first answer of those that may know, from the nearest to the farthest."""
    alike = [subject for subject, unit in said.named if unit == quantity.unit]
    unnamed = _Unnamed(said, scope, clause, reading, quantity, alike, only_verb(reading.left))
    return next(answer for answer in unnamed.answers() if answer is not None)


@dataclass(frozen=True, slots=True)
class _Unnamed:
    """The figure in its place. `alike` are the subjects of its sentence in its unit, `verb` is what its words consist
    of where they are no more than that."""

    said: Said
    scope: str | None
    clause: Clause
    reading: Reading
    quantity: Quantity
    alike: list[Subject]
    verb: str

    def answers(self) -> Iterator[Subject | None]:
        """Each is asked only if none before it knew."""
        yield self._just_said()
        yield self._of_a_place()
        yield self._paid_or_done()
        yield self._achieved_there()
        yield self._counted() if self.reading.kind == "count" else None
        yield self._of_the_same_unit()
        yield self._of_the_sentence()
        yield self._of_the_text_before()
        yield self._of_the_row()
        yield Subject(self.verb, None, self.scope) if self.verb else None
        yield self._of_what_all_is_about()
        yield self._of_its_own_words()

    def _just_said(self) -> Subject | None:
        """What the clause before, itself without figures, says something of: 年初预算均已落实，完成进度100%."""
        text, earlier = self.said.text, self.said.earlier
        if not earlier or text.quantities_in(earlier[-1].start, earlier[-1].end):
            return None
        clause = earlier[-1]
        words_of = text.string[clause.start : clause.end]
        if _GIVES_A_REASON.match(words_of):
            return None
        if (place := named_in(words_of)) and (found := of_place(place, self.said.memory)):
            said_of = metric_in(text, clause)
            return replace(found, metric=said_of) if said_of else found
        said = _SAID_OF.match(text.string, clause.start, clause.end)
        if said is None:
            return None
        removed = text.apart_from_phrase(clause.start, said.end("what"))
        phrase = noun_phrase(said["what"], removed)
        named = 2 <= len(phrase) <= 24 and not _WHO_SHALL.search(phrase)
        return Subject(phrase, None, self.scope) if named else None

    def _of_a_place(self) -> Subject | None:
        """What is told of a place where the last name was no more than that of one."""
        subjects = self.said.subjects
        if not subjects or self.reading.kind == "count" or subjects[-1].metric not in words().places_at_large:
            return None
        return of_place(subjects[-1].metric, self.said.memory) or subjects[-1]

    def _paid_or_done(self) -> Subject | None:
        """What money was paid for, or what the same verb was said of before."""
        kind, memory = self.reading.kind, self.said.memory
        if kind in ("amount", "unit_price") and (paid := paid_out(self.said.text, self.said.earlier)):
            return Subject(paid, None, self.scope)
        same_deed = (kind == "amount" and self.verb) or (kind == "unit_price" and "平均" in self.reading.left)
        return self._here(memory.deeds.get(self.verb, self.alike[-1])) if self.alike and same_deed else None

    def _achieved_there(self) -> Subject | None:
        """What the text is about, where a sentence names a place and that so much was achieved there."""
        said, memory = self.said, self.said.memory
        if not self._is_achieved() or not self.scope or said.subjects or said.setting.item:
            return None
        if said.by_place and (about := told_by_place(memory)):
            return replace(about, scope=self.scope, parent=None)
        spoken, unit = memory.main, memory.main_unit
        if not spoken:
            spoken, unit = memory.main_before, memory.main_before_unit
        same = spoken is not None and self.quantity.unit == unit
        return replace(spoken, scope=self.scope, parent=None) if spoken is not None and same else None

    def _counted(self) -> Subject | None:
        """What was counted before, at the stage or with the deed that the words tell."""
        if self.alike:
            last = self.alike[-1]
            if stage := stage_of(self.reading.left, last.metric):
                return replace(last, metric=stage, parent=None)
            if self.verb:
                return replace(last, metric=done_to(self.verb, last.metric), parent=None)
            return None
        if self.verb:
            return Subject(self.verb, None, self.scope) if self.verb in words().done_to_people else None
        counted = self.said.memory.counted.get(self.quantity.unit)
        return replace(counted, scope=self.scope or counted.scope) if counted else None

    def _of_the_same_unit(self) -> Subject | None:
        of_a_class = self.quantity.start in self.said.text.class_ends
        return self.alike[-1] if self.alike and (self.reading.kind == "change" or of_a_class) else None

    def _of_the_sentence(self) -> Subject | None:
        """What the sentence is about, at the place that holds for the figure; else what it named last."""
        said = self.said
        if self.reading.kind == "rank" and said.subjects:
            return said.subjects[-1]
        known = (said.memory.last if said.subjects else None) or said.memory.main
        if known is None:
            return said.subjects[-1] if said.subjects else None
        # 市本级20.4亿元；西堰区21.6亿元，增长3%: the growth is that of the place just named.
        placed = is_place(known.scope or "") or (said.by_place and known.scope)
        if placed and not said.text.scopes_in(self.clause.start, self.clause.end):
            return known
        return self._here(known)

    def _of_the_text_before(self) -> Subject | None:
        """What clauses without figures named, then what the sentences before were about."""
        said, memory = self.said, self.said.memory
        for earlier in reversed(said.earlier):
            if metric := metric_in(said.text, earlier):
                return Subject(metric, None, self.scope)
        before = memory.main_before
        if self.reading.kind == "amount" and self.verb and before and memory.main_before_unit == self.quantity.unit:
            before = memory.deeds.get(self.verb, before)
            keep = self.scope is None or memory.scope_from_before
            return before if keep else replace(before, scope=self.scope)
        if memory.last is not None:
            return replace(memory.last, scope=self.scope)
        if memory.lead is not None and self.reading.kind in NAMED_BY:
            return replace(memory.lead, scope=self.scope)
        return None

    def _of_the_row(self) -> Subject | None:
        setting = self.said.setting
        if self._is_achieved() and setting.row_amount:
            return Subject(setting.row_amount, None, self.scope)
        if setting.item and (not self.verb or self.verb in words().achieved):
            self.said.by_item = True  # 完成3.2亿元 in the row of 一般公共预算收入
            return Subject(setting.item, None, self.scope)
        return None

    def _of_what_all_is_about(self) -> Subject | None:
        memory = self.said.memory
        if memory.topic is not None and self.said.text.scopes_in(self.clause.start, self.clause.end):
            return replace(memory.topic, scope=self.scope)
        same_unit = memory.main_before_unit == self.quantity.unit
        spoken_of = memory.main_before or memory.topic
        return spoken_of if same_unit or self.reading.kind in _SAID_OF_ANOTHER else None

    def _of_its_own_words(self) -> Subject:
        if len(self.reading.word) > 2:
            return Subject(self.reading.word, None, self.scope)
        first = _FIRST_WORDS.match(self.said.text.evidence(self.clause))
        return Subject(first[0] if first else "", None, self.scope)

    def _is_achieved(self) -> bool:
        return self.verb in words().achieved and self.reading.kind == "amount"

    def _here(self, subject: Subject) -> Subject:
        """The subject at the scope of the figure, where that was said of it."""
        keep = subject.scope == self.scope or self.scope is None or self.said.memory.scope_from_before
        return subject if keep else replace(subject, scope=self.scope)
