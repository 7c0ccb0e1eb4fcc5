"""What stands over a value table and holds for all of it: units of measure, period, scope, the metric it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.attribution.scopes import scope_mentions
from extractors.document import Block, Paragraph
from extractors.fact import Period
from extractors.metadata.who import region_in_words
from extractors.periods import Anchor
from extractors.prose import prose
from extractors.text import Text
from extractors.time_words import time_mentions
from extractors.value_table.head_words import read_head
from extractors.value_table.measure_unit import MeasureUnit, unit_named, units_stated
from rules.metrics import catalogue
from rules.phrasings import phrasings
from rules.table_heads import Measure

_LONGEST_LINE = 60
_MOST_LINES = 6
_STEM = regex.compile(
    r"(?P<stem>一般公共预算|公共财政预算|政府性基金预算|政府性基金|国有资本经营预算|社会保险基金预算|社会保险基金|财政)(?:收支|收入和支出|收入支出)"
)
_TABLE_TAIL = regex.compile(
    r"(?:分地区|分县区|分区县|分科目|分税种|分项目|分行业|分级次|主要|重点)*(?:完成|执行|进度|支出进度|发展|运行)*"
    r"(?:情况)?(?:统计|对比|比较|汇总|明细|一览|快报|月报|简|通报|排名|调度)*表?(?:（[^（）]*）)?$"
)
_TABLE_HEAD = regex.compile(
    r"^(?:附[件表]?|表)\s*[\d一二三四五六七八九十\-—.]*[：:、.\s]*|^[（(]?[一二三四五六七八九十\d]+[）)、.]+"
)
_WHERE = regex.compile(r"^(?:各)?(?:区县|县区|市州|县市区|区、县|地区|部门|单位|镇街|街道|乡镇|银行)")
_NOTE = regex.compile(r"^\s*(?:附?注|备注|说明)\s*\d*\s*[：:]")


@dataclass(frozen=True, slots=True)
class Caption:
    """`stem` is what 收入 and 支出 are of in a table of both (一般公共预算); `basis` is that of its growth rates."""

    units: tuple[MeasureUnit, ...] = ()
    period: Period | None = None
    scope: str | None = None
    subject: str = ""
    stem: str = ""
    measure: Measure | None = None
    basis: str | None = None


def caption_of(
    blocks: Sequence[Block], position: int, inside: Sequence[str], title: str | None, anchor: Anchor
) -> Caption:
    """The caption of the table at `position` of `blocks`; `inside` are its own lines over the heads.

    Nearer lines go before farther ones, the report's title last. Units are also looked for in a note behind.
    """
    near = [*reversed(inside), *_lines_before(blocks, position)]
    lines = [*near, *([title] if title and title not in near else [])]
    notes, noted = _notes_behind(blocks, position), phrasings().basis_in_notes
    units: tuple[MeasureUnit, ...] = next((found for line in near if (found := _units_in(line))), ())
    units = units or next((found for line in notes if (found := units_stated(line))), ())
    named = [line for line in lines if not _units_in(line)]
    stem = next((match["stem"] for line in named if (match := _STEM.search("".join(line.split())))), "")
    return Caption(
        units=units,
        period=next((period for line in named if (period := _period_in(line, anchor))), None),
        scope=next((scope for line in named if (scope := _scope_in(line))), None),
        subject=next((subject for line in named if (subject := _subject_in(line))), ""),
        stem=stem,
        measure=next((m for line in named[:2] if (m := read_head([_plain(line)]).measure)), None),
        basis=next((code for line in notes for code, said in noted if said.compiled.search(line)), None),
    )


def _lines_before(blocks: Sequence[Block], position: int) -> list[str]:
    """The short lines right before the table, from the nearest up."""
    lines: list[str] = []
    for block in reversed(blocks[:position]):
        if not isinstance(block, Paragraph) or len(lines) >= _MOST_LINES:
            break
        text = block.text.chars.strip()
        if block.note or not text or _NOTE.match(text):
            continue
        found = [line.strip() for line in text.split("\n") if line.strip()]
        if any(len(line) > _LONGEST_LINE or line.endswith(("。", "；")) for line in found):
            break
        lines.extend(reversed(found))
        if block.heading and len(lines) > 1:
            break
    return lines


def _notes_behind(blocks: Sequence[Block], position: int) -> list[str]:
    lines: list[str] = []
    for block in blocks[position + 1 : position + 4]:
        if not isinstance(block, Paragraph):
            break
        text = block.text.chars.strip()
        if not _NOTE.match(text) and not lines:
            break
        lines.append(text)
    return lines


def _units_in(line: str) -> tuple[MeasureUnit, ...]:
    if stated := units_stated(line):
        return stated
    alone = unit_named(line.strip("（()） "))
    return (alone,) if alone else ()


def _plain(line: str) -> str:
    string = prose(Text(line, (None,) * len(line))).string.replace("\n", "").replace(" ", "")
    string = regex.sub(r"（?\p{Han}{0,4}单位[：:][^）]*）?", "", string)
    return _TABLE_HEAD.sub("", string)


def _period_in(line: str, anchor: Anchor) -> Period | None:
    times = [time for time in time_mentions(_plain(line)) if time.relation == "own" and time.kind != "deadline"]
    periods = [period for time in times if (period := time.period(anchor)) is not None]
    return periods[-1] if periods else None


def _scope_in(line: str) -> str | None:
    found = [mention.scope for mention in scope_mentions(_plain(line))]
    return found[0] if found and not _WHERE.match(found[0]) else None


def _subject_in(line: str) -> str:
    """The metric that a title is about: the only catalogued one, else what is left without place, time and 表."""
    string = _plain(line)
    if _STEM.search(string):
        return ""
    names = {match.group() for match in catalogue().names.finditer(string)}
    metrics = {catalogue().by_name[name].code for name in names}
    if len(metrics) == 1:
        return max(names, key=len)
    if len(metrics) > 1:
        return ""
    if region := region_in_words(string):
        string = string.removeprefix(region)
    for time in reversed(time_mentions(string)):
        string = string[: time.start] + string[time.end :]
    for mention in reversed(scope_mentions(string)):
        string = string[: mention.start] + string[mention.end :]
    if region := region_in_words(string):
        string = string.removeprefix(region)
    string = _WHERE.sub("", string)
    phrase = read_head([_TABLE_TAIL.sub("", string)]).phrase
    return phrase if 2 <= len(phrase) <= 24 else ""
