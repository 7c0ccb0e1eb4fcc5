"""The heads of a table whose cells come one after another: where they stand and how many they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.readers.plain_text.decoding import SourceLine
from extractors.text import Text, join
from rules.heads import HeadEntry, begins_head, head_entry

_WORD = re.compile(r"\S+")
_MOST_TOKENS = 60
_MOST_PARTS = 8
_MOST_TRIES = 300
_LONGEST_UNKNOWN = 10
_PROGRESS = frozenset({"current", "cumulative", "completion"})


@dataclass(frozen=True, slots=True)
class DumpHead:
    """One head: its text, joined of the tokens it was wrapped into, and its meaning (None where unknown)."""

    text: Text
    entry: HeadEntry | None


@dataclass(frozen=True, slots=True)
class HeadBlock:
    """The heads in the lines from index `first` to `end` (exclusive) of a file."""

    first: int
    end: int
    heads: tuple[DumpHead, ...]

    @property
    def compact(self) -> str:
        """All heads in one string, by which their repetition on later pages is known."""
        return "".join(head.text.compact() for head in self.heads)


@dataclass(frozen=True, slots=True)
class _Token:
    text: Text
    line: int

    @property
    def chars(self) -> str:
        return self.text.chars


def find_head_block(lines: Sequence[SourceLine]) -> HeadBlock | None:
    """The first block of heads of a progress sheet: heads one a line, several on a line, or wrapped over lines.

    A block holds a name and progress and at least three known heads; at most two heads may be unknown.
    """
    tokens = [token for index, line in enumerate(lines) for token in _tokens(line, index)]
    tries = 0
    for start, token in enumerate(tokens):
        within_line = start > 0 and tokens[start - 1].line == token.line
        if within_line or len(token.chars) > 14 or not begins_head(token.chars):
            continue
        block = _block(tokens, start)
        if block:
            return block
        tries += 1
        if tries == _MOST_TRIES:
            break
    return None


def repeats(lines: Sequence[SourceLine], index: int, block: HeadBlock) -> int:
    """How many lines from `index` on repeat the heads of `block`: 0 where they do not."""
    wanted, met, count = block.compact, "", 0
    while index + count < len(lines) and len(met) < len(wanted):
        text = lines[index + count].text.compact()
        if not wanted.startswith(met + text):
            return 0
        met += text
        count += 1
    return count if met == wanted else 0


def _tokens(line: SourceLine, index: int) -> Iterator[_Token]:
    for word in _WORD.finditer(line.text.chars):
        yield _Token(line.text[word.start() : word.end()], index)


def _block(tokens: Sequence[_Token], start: int) -> HeadBlock | None:
    """The longest row of heads from token `start` on, of the fewest heads.

    best[k] is (unknown heads, heads) of the first k tokens, with the number of tokens of the last head.
    """
    window = tokens[start : start + _MOST_TOKENS]
    best: list[tuple[int, int, int] | None] = [(0, 0, 0)] + [None] * len(window)
    entries: dict[tuple[int, int], HeadEntry | None] = {}
    for end in range(1, len(window) + 1):
        for size in range(1, min(_MOST_PARTS, end) + 1):
            before = best[end - size]
            if before is None:
                continue
            part = window[end - size : end]
            text = "".join(token.chars for token in part)
            if len(text) > 24:
                break
            entry = head_entry(text)
            if entry is None and (size > 1 or not 2 <= len(text) <= _LONGEST_UNKNOWN or end == 1):
                continue
            if entry is not None and size < end and _is_label(tokens, start + end - size, size):
                continue
            if entry is not None and _are_heads(part):
                continue
            unknown = before[0] + (entry is None)
            found = best[end]
            if unknown <= 2 and (found is None or (unknown, before[1] + 1) < found[:2]):
                best[end] = (unknown, before[1] + 1, size)
                entries[end, size] = entry
    for end in range(len(window), 2, -1):
        reached = best[end]
        if reached and entries[end, reached[2]] is not None and _ends_line(tokens, start + end):
            parts = _parts(best, end)
            if _is_sheet([entries[part] for part in parts]) and _distinct(window, parts):
                heads = tuple(DumpHead(_text(window, part), entries[part]) for part in parts)
                return HeadBlock(window[0].line, window[end - 1].line + 1, heads)
    return None


def _ends_line(tokens: Sequence[_Token], after: int) -> bool:
    return after >= len(tokens) or tokens[after].line != tokens[after - 1].line


def _is_label(tokens: Sequence[_Token], first: int, size: int) -> bool:
    """Whether single characters that spell a head are rather a label of the first row, which comes again below.

    Vertical labels such as 工⏎作⏎目⏎标 are spelled like heads; heads that repeat have the same neighbour before them.
    """
    if size < 2 or any(len(token.chars) > 1 for token in tokens[first : first + size]):
        return False
    word = [token.chars for token in tokens[first : first + size]]
    before = tokens[first - 1].chars if first else ""
    for index in range(first + size, len(tokens) - size + 1):
        same = [token.chars for token in tokens[index : index + size]] == word
        if same and tokens[index - 1].chars != before:
            return True
    return False


def _are_heads(part: Sequence[_Token]) -> bool:
    """Whether tokens that spell one long head are several: 年度目标⏎完成情况, but not 目标⏎名称."""
    if len(part) == 1 or sum(len(token.chars) for token in part) <= 6:
        return False
    return all(head_entry(token.chars) for token in part)


def _parts(best: Sequence[tuple[int, int, int] | None], end: int) -> list[tuple[int, int]]:
    """The heads of the first `end` tokens, each as (its end, its number of tokens)."""
    parts: list[tuple[int, int]] = []
    while end > 0:
        reached = best[end]
        assert reached is not None
        parts.append((end, reached[2]))
        end -= reached[2]
    return parts[::-1]


def _text(window: Sequence[_Token], part: tuple[int, int]) -> Text:
    end, size = part
    return join([token.text for token in window[end - size : end]])


def _distinct(window: Sequence[_Token], parts: Sequence[tuple[int, int]]) -> bool:
    return len({_text(window, part).chars for part in parts}) == len(parts)


def _is_sheet(entries: Sequence[HeadEntry | None]) -> bool:
    known = [entry for entry in entries if entry]
    roles = {entry.role for entry in known} | {entry.otherwise for entry in known}
    return len(known) >= 3 and "name" in roles and bool(roles & _PROGRESS)
