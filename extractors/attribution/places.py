"""Places named where a metric would stand: 吉川市12.3亿元，增长5%; 增幅最大的是吉川市."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from extractors.attribution.fact_maker import catalogued
from extractors.attribution.setting import Memory, Subject
from rules.words import any_of, words

_NAMED = regex.compile(r".*(?:的是|依次是|依次为|分别是|分别为)(?P<named>[^，；：]{2,40})$")


@cache
def _place() -> regex.Pattern[str]:
    return regex.compile(rf"\p{{Han}}{{1,6}}{any_of(words().place_ends)}")


def is_place(phrase: str) -> bool:
    """Whether `phrase` is the name of one place and nothing else (小区 and 城市 are none)."""
    if not _place().fullmatch(phrase) or len(phrase) > 8 or phrase in words().scopes:
        return False
    return not phrase.endswith(words().not_places)


def named_in(clause: str) -> str:
    """What a clause like 降幅最大的是景陶市 names at its end; '' where it is none."""
    match = _NAMED.match(clause)
    return match["named"] if match else ""


def of_place(phrase: str, memory: Memory) -> Subject | None:
    """The metric that the text is about, in a place that stands where a metric would: 吉川市12.3亿元."""
    if not is_place(phrase) and phrase not in words().scopes and phrase not in words().places_at_large:
        return None
    if phrase in words().scopes:
        memory.new_scope(phrase)
    whole = None if memory.main else memory.whole
    known = (whole, memory.main, memory.main_before, memory.topic)
    about = [subject for subject in known if subject is not None and not is_place(subject.metric)]
    best = next((subject for subject in about if catalogued(subject.metric)), about[0] if about else None)
    return replace(best, scope=phrase, parent=None) if best else Subject(phrase, None, phrase)
