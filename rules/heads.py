"""What the columns of progress sheets mean, by the words at their top: the typed loader of heads.yaml."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import Lines, RuleModel, load_yaml_and_lines

HeadRole = Literal[
    "category", "name", "target", "attribute", "deadline", "current", "cumulative", "completion", "light", "other"
]
Holds = Literal["label", "text", "percent", "date", "number", "word"]
Figures = Literal["actual", "target"]

HEADS_FILE = Path(__file__).with_name("heads.yaml")

_YEAR = r"(?:(?:20)?\d{2}年(?:度)?)"
_RANGE = r"[-—–－~～至到]"
_WORK = r"(?:工作|任务|目标|指标|投资|支出|收入|数|值|额|量)*"
_PROGRESS = rf"{_WORK}(?:(?:完成|进展|进度|推进|落实|实施|执行|情况|成效|实绩|动态){_WORK})+"
_FRAGMENTS = {
    "{year}": _YEAR,
    "{month}": rf"(?:{_YEAR}?(?:\d{{1,2}}|十?[一二三四五六七八九十])月份?|当月|本月|本期|当期)",
    "{quarter}": rf"(?:{_YEAR}?第?[一二三四1-4]季度?|本季度?|当季度?)",
    "{ytd}": (
        rf"(?:{_YEAR}?[1一]月?份?{_RANGE}{_YEAR}?(?:\d{{1,2}}|十?[一二三四五六七八九十])月份?"
        rf"|{_YEAR}?(?:上半年|前[三二3]季度?|前\d{{1,2}}个?月)|截[至止](?:到)?{_YEAR}?(?:\d{{1,2}}月(?:份|底|末|\d{{1,2}}日)?|目前|当前)"
        rf"|年初至今|年初以来|今年以来)"
    ),
    "{years}": r"(?:20\d\d年?[-—–~～至到]20\d\d年?)",
    "{progress}": _PROGRESS,
}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BRACKETED_PERCENT = regex.compile(r"[(\[【〔]%[)\]】〕]")
_BRACKETS = regex.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")


class HeadEntry(RuleModel):
    """One kind of column: its role, what its cells hold, and the heads that announce it.

    `figures` tells whether figures in a column without a role of its own have happened or are aimed at.
    """

    role: HeadRole
    holds: Holds
    pattern: str
    otherwise: HeadRole | None = None
    figures: Figures = "actual"
    examples: tuple[str, ...] = Field(min_length=1)
    not_: tuple[str, ...] = Field(default=(), alias="not")

    def takes(self, head: str) -> bool:
        """Whether `head`, as `plain_head` returns it, is a head of this kind."""
        return compiled(self.pattern).fullmatch(head) is not None


def plain_head(head: str) -> str:
    """`head` without white space, in half-width characters, without brackets; a bracketed % stays as %."""
    text = "".join(head.split()).translate(_FULL_WIDTH).lower()
    text = _BRACKETED_PERCENT.sub("%", text)
    text = _BRACKETS.sub("", text)
    return text.strip(":;,。、·*★☆“”\"'")


def head_entry(head: str, entries: tuple[HeadEntry, ...] | None = None) -> HeadEntry | None:
    """The first entry that takes `head`, or None when no entry knows it."""
    if len(head) > 100:
        return None
    return _known_entry(head) if entries is None else _entry(head, entries)


@lru_cache(maxsize=4096)
def _known_entry(head: str) -> HeadEntry | None:
    return _entry(head, head_entries())


def _entry(head: str, entries: tuple[HeadEntry, ...]) -> HeadEntry | None:
    text = plain_head(head)
    if not text or len(text) > 30:
        return None
    return next((entry for entry in entries if entry.takes(text)), None)


def begins_head(text: str) -> bool:
    """Whether `text` is a head or the beginning of one; quick, for use on every word of a file."""
    return _any_head().fullmatch(plain_head(text), partial=True) is not None


@cache
def _any_head() -> regex.Pattern[str]:
    return compiled("|".join(f"(?:{entry.pattern})" for entry in head_entries()))


@cache
def head_entries() -> tuple[HeadEntry, ...]:
    """The entries of the file that comes with the project."""
    return load_heads(HEADS_FILE)


def load_heads(file: Path) -> tuple[HeadEntry, ...]:
    """The entries of `file`, each checked against its own examples.

    Raises RuleMistake with the line of an entry whose pattern is no regular expression, that does not take one of
    its examples (or an earlier entry takes it first), or that takes one of its `not`.
    """
    listed, lines = load_yaml_and_lines(file, list[HeadEntry])
    entries = tuple(listed)
    for index, entry in enumerate(entries):
        _check_pattern(file, lines(index, "pattern"), entry)
    for index, entry in enumerate(entries):
        _check_examples(file, lines.of(index), entry, entries)
    return entries


def _check_pattern(file: Path, line: int, entry: HeadEntry) -> None:
    try:
        compiled(entry.pattern)
    except regex.error as error:
        raise RuleMistake(
            file, line, f"pattern 不是有效的正则表达式：{error}", "检查括号是否成对、反斜杠是否写成两个。"
        ) from error


def _check_examples(file: Path, lines: Lines, entry: HeadEntry, entries: tuple[HeadEntry, ...]) -> None:
    for example in entry.examples:
        taken_by = head_entry(example, entries)
        if taken_by is not entry:
            reason = "没有条目认得" if taken_by is None else f"先被前面的 {taken_by.role} 条目认走"
            raise RuleMistake(
                file, lines("examples"), f"例子“{example}”{reason}", "修改 pattern，或调整条目的先后次序。"
            )
    for example in entry.not_:
        if head_entry(example, entries) is entry:
            raise RuleMistake(file, lines("not"), f"反例“{example}”被本条目认作表头", "把 pattern 写得更严一些。")


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """`pattern` with {month}, {ytd} and the like written out. Raises regex.error."""
    return regex.compile(expanded(pattern))


def expanded(pattern: str) -> str:
    """`pattern` with {month}, {ytd} and the like written out."""
    for name, fragment in _FRAGMENTS.items():
        pattern = pattern.replace(name, fragment)
    return pattern
