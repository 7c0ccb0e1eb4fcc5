"""Cuts the string of a Prose into sentences and clauses, by their offsets."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_SENTENCE_END = regex.compile(
    r"[。！？\n]+[”’」』）]*|；(?=\s?(?:\d{1,2}[.、]|[一二三四五六七八九]是|（\d))|(?=\d)(?<=[^\d])(?=\d{1,2}\.(?=\p{Han}))"
)
_CLAUSE_END = regex.compile(r"[，；：]")
_LIST_INDEX = regex.compile(
    r"\s*(?:\d{1,2}[.、](?!\d)|\d{1,2}\.(?=(?:19|20)\d{2}年)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.](?![一二三四五六七八九](?:、|产业))|[①-⑳]|[●○■◆▪•·★☆]"
    r"|[一二三四五六七八九]是|第[一二三四五六七八九十]，|首先|其次|再次|最后)+"
)
_BEGINS_INDEX = frozenset(char for char in _LIST_INDEX.pattern if _LIST_INDEX.match(char, partial=True))
"""What a list index may begin with, besides a digit or white space: looked up before the pattern is tried."""
_LONGEST = 2000
"""A sentence longer than this is cut, so that the cost stays linear in the length of the text."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in `[start, end)` of the string; `after` is the mark that ends it ('，', '；', '：' or '')."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in `[start, end)`; the index of a list entry (`2.`, 一是) is left out."""

    start: int
    end: int


def sentences(string: str) -> tuple[Sentence, ...]:
    """All sentences of `string`; nothing but white space and list indices is left out."""
    cut: list[Sentence] = []
    start = 0
    for match in _SENTENCE_END.finditer(string):
        if match.start() > start:
            cut.extend(_sentences_between(string, start, match.start()))
        start = match.end()
    if start < len(string):
        cut.extend(_sentences_between(string, start, len(string)))
    return tuple(cut)


def _sentences_between(string: str, start: int, end: int) -> list[Sentence]:
    parts = []
    while end - start > _LONGEST:
        middle = max(string.rfind(mark, start, start + _LONGEST) for mark in "，；、 ") + 1
        middle = middle if middle > start else start + _LONGEST
        parts.append(_sentence(string, start, middle))
        start = middle
    return [*parts, _sentence(string, start, end)]


def _sentence(string: str, start: int, end: int) -> Sentence:
    first = string[start]
    may_begin = first in _BEGINS_INDEX or first.isdigit() or first.isspace()
    index = _LIST_INDEX.match(string, start, end) if may_begin else None
    return Sentence(index.end() if index else start, end)


def clauses(string: str, sentence: Sentence) -> tuple[Clause, ...]:
    """The clauses of a sentence of `string`; marks inside brackets do not end one."""
    begin, end = sentence.start, sentence.end
    cut = []
    clause_start = begin
    bracketed = any(string.find(left, begin, end) >= 0 for left in "（《")
    for match in _CLAUSE_END.finditer(string, begin, end):
        if bracketed and _inside_brackets(string, begin, match.start()):
            continue
        if match.start() > clause_start:
            cut.append(Clause(clause_start, match.start(), match.group()))
        clause_start = match.end()
    if end > clause_start:
        cut.append(Clause(clause_start, end, ""))
    return tuple(cut)


def _inside_brackets(string: str, start: int, position: int) -> bool:
    return any(
        string.rfind(left, start, position) > string.rfind(right, start, position) for left, right in ("（）", "《》")
    )
