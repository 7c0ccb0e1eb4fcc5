"""Places named where a metric would stand: 吉川市12.3亿元，增长5%; 增幅最大的是吉川市."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from extractors.attribution.fact_maker import catalogued
from extractors.attribution.setting import Memory, Subject
from rules.metrics import catalogue
from rules.words import any_of, words

_NAMED = regex.compile(r".*(?:的是|依次是|依次为|分别是|分别为)(?P<named>[^，；：]{2,40})$")

_BARE_NAME = regex.compile(r"\p{Han}{2,4}")


@cache
def _place() -> regex.Pattern[str]:
    return regex.compile(rf"\p{{Han}}{{1,6}}{any_of(words().place_ends)}")


def is_place(phrase: str) -> bool:
    """Whether `phrase` is the name of one place and nothing else (小区 and 城市 are none)."""
    if not _place().fullmatch(phrase) or len(phrase) > 8 or phrase in words().scopes:
        return False
    return not phrase.endswith(words().not_places)


def told_by_place(memory: Memory) -> Subject | None:
    """The metric that a sentence is about that goes place by place: its own, its paragraph's, else the report's."""
    return memory.main or memory.block_main or memory.whole or memory.main_before


def _may_be_place(phrase: str) -> bool:
    if not _BARE_NAME.fullmatch(phrase) or catalogued(phrase) is not None or phrase in words().generic_nouns:
        return False
    return not phrase.endswith((*words().money_words, *words().rate_ends))


def named_in(clause: str) -> str:
    """What a clause like 降幅最大的是景陶市 names at its end; '' where it is none."""
    match = _NAMED.match(clause)
    return match["named"] if match else ""


@cache
def _in_front() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<place>\p{{Han}}{{1,6}}?{any_of(words().place_ends)})(?P<rest>\p{{Han}}{{2,}})")


def place_in_front(phrase: str, region: str | None) -> tuple[str, str] | None:
    """A place other than `region` and the catalogued metric behind it: 云溪县税收收入; None where there is none."""
    match = _in_front().match(phrase)
    if match is None or not is_place(match["place"]) or match["place"] == region:
        return None
    metric = catalogue().by_name.get(match["rest"])
    return (match["place"], match["rest"]) if metric is not None else None


def of_place(phrase: str, memory: Memory, *, by_place: bool = False) -> Subject | None:
    """The metric that the text is about, in a place that stands where a metric would: 吉川市12.3亿元.

    `by_place` tells that the sentence goes place by place, so that a bare name is one of a place, too.
    """
    known_place = is_place(phrase) or phrase in words().scopes or phrase in words().places_at_large
    if not known_place and not (by_place and _may_be_place(phrase)):
        return None
    if phrase in words().scopes:
        memory.new_scope(phrase)
    whole = None if memory.main else (memory.block_main if by_place else None) or memory.whole
    known = (whole, memory.main, memory.main_before, memory.topic)
    about = [subject for subject in known if subject is not None and not is_place(subject.metric)]
    best = next((subject for subject in about if catalogued(subject.metric)), about[0] if about else None)
    return replace(best, scope=phrase, parent=None) if best else Subject(phrase, None, phrase)
