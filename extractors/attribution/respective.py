"""分别: which of two or more figures in a row is whose, and of when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from extractors.attribution.lists import listed
from extractors.attribution.places import is_place, named_in
from extractors.attribution.sentences import Clause
from extractors.attribution.setting import Memory, Subject
from extractors.attribution.subject import noun_phrase, only_respect
from extractors.attribution.written import Written
from extractors.periods import TimeMention
from extractors.quantities.quantity import Quantity
from rules.metrics import catalogue
from rules.words import words

_RATE_ONLY = regex.compile(r"\p{Han}{0,4}(?:总量|总额|规模|增幅|增速|增量|占比|比重)")
_SECTORS = regex.compile(r"[一二三四五六七八九]、(?:[一二三四五六七八九]、)*[一二三四五六七八九]\p{Han}")
"""一、二、三产业: what looks like the number of a heading is a list."""
_RESPECTIVELY = regex.compile(r"分别|各(?=是|为|减少|增加|增长|下降|达到|完成)")
_BETWEEN_TIMES = regex.compile(r"[、，]|和|及|与|以及|底|末")


def respective_subjects(
    text: Written, memory: Memory, clause: Clause, inside: tuple[Quantity, ...],
    earlier: Sequence[Clause], subjects: Sequence[Subject], by_figure: Sequence[Subject] = (),
) -> dict[int, Subject]:  # fmt: skip
    """Subjects for the quantities behind 分别, by their index, where the two lists are equally long.

    `subjects` are the metrics named so far, each once in a row; `by_figure` those of every figure so far.
    """
    found = _behind_respectively(text, clause, inside)
    if found is None:
        return {}
    at, after = found
    cursor = inside[after[0] - 1].end if after[0] else clause.start
    topic = memory.main or memory.main_before
    levels = listed(text.string[cursor:at])
    if len(levels) == len(after) and memory.main and set(levels) <= set(words().scopes):
        main = memory.main
        return {index: replace(main, scope=level) for index, level in zip(after, levels, strict=True)}
    if of_scopes := _one_metric_by_scope(text, cursor, at, len(after)):
        return dict(zip(after, of_scopes, strict=True))
    members = listed(noun_phrase(text.string[cursor:at], text.apart_from_phrase(cursor, at)))
    rates = listed(text.string[cursor:at])
    if len(rates) == len(after) and all(_RATE_ONLY.fullmatch(rate) for rate in rates):
        members = rates  # 总量和增速分别居全省第3位和第5位
    if len(members) == 1 and only_respect(members[0]):
        members = []  # …、…、…，占比分别为
    if len(members) != len(after) and len(rates) == len(after) and _SECTORS.match(text.string, cursor):
        members = rates
    if not members and earlier and not text.quantities_in(earlier[-1].start, earlier[-1].end):
        said = text.string[earlier[-1].start : earlier[-1].end]
        members = listed(named_in(said) or noun_phrase(said))
    if len(members) == len(after):
        if all(is_place(member) for member in members):
            before = text.string[earlier[-1].start : earlier[-1].end] if earlier else ""
            named = catalogue().find(before if named_in(before) else "")
            about = Subject(named.name) if named else topic
            if about is not None:
                return {index: replace(about, scope=place) for index, place in zip(after, members, strict=True)}
        scopes = text.scopes_in(cursor, at)
        scope = scopes[-1].scope if scopes else memory.scope
        return {index: Subject(member, None, scope) for index, member in zip(after, members, strict=True)}
    if not subjects and topic is not None and len(listed(topic.metric)) == len(after):
        return {index: replace(topic, metric=name) for index, name in zip(after, listed(topic.metric), strict=True)}
    if not members and earlier and len(text.quantities_in(earlier[-1].start, earlier[-1].end)) == len(after):
        of_clause = by_figure[-len(after) :]  # 发放贷款1.16万笔、52.9亿元，同比分别下降…: both of the loans
        if len(of_clause) == len(after) and len(set(of_clause)) == 1:
            return dict(zip(after, of_clause, strict=True))
    distinct = list(dict.fromkeys(subjects))
    if len(distinct) >= len(after) and not members:
        return dict(zip(after, distinct[-len(after) :], strict=True))
    return {}


def respective_times(
    text: Written, clause: Clause, inside: tuple[Quantity, ...], earlier: Sequence[Clause]
) -> dict[int, TimeMention]:
    """Times for the quantities behind 分别: 到2022年、2023年、2025年，使用率分别达到70%、85%和98%."""
    found = _behind_respectively(text, clause, inside)
    if found is None:
        return {}
    at, after = found
    start = clause.start
    for before in reversed(earlier):
        if text.quantities_in(before.start, before.end):
            break
        start = before.start
    times = [time for time in text.times_in(start, at) if time.relation == "own"]
    if len(times) != len(after):
        return {}
    for one, other in pairwise(times):
        between = text.string[one.end : other.start]
        if between and not _BETWEEN_TIMES.fullmatch(between):
            return {}
    kind = times[0].kind
    alike = [replace(time, kind=kind) if kind == "deadline" and time.kind == "year" else time for time in times]
    return dict(zip(after, alike, strict=True))


def _one_metric_by_scope(text: Written, start: int, end: int, wanted: int) -> list[Subject]:
    """全市、市本级一般公共预算收入[分别]: one metric of as many scopes as there are figures."""
    scopes = text.scopes_in(start, end)
    if len(scopes) != wanted or wanted < 2:
        return []
    joined = all(text.string[one.end : other.start] in ("、", "和", "及", "与") for one, other in pairwise(scopes))
    phrase = noun_phrase(text.string[scopes[-1].end : end]) if joined else ""
    return [Subject(phrase, None, scope.scope) for scope in scopes] if phrase else []


def _behind_respectively(text: Written, clause: Clause, inside: tuple[Quantity, ...]) -> tuple[int, list[int]] | None:
    word = _RESPECTIVELY.search(text.string, clause.start, clause.end)
    if word is None:
        return None
    after = [index for index, quantity in enumerate(inside) if quantity.start > word.start()]
    return (word.start(), after) if len(after) > 1 else None
