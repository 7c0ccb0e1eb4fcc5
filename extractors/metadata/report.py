"""Puts a report's own data together, saying for each field where it came from."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Final

import regex

from extractors.document import Document
from extractors.fact import Period
from extractors.metadata.issued import DATE, issued_on
from extractors.metadata.title import DOCUMENT_NUMBER, first_lines, last_lines, prose_of, title_of
from extractors.metadata.when import period_in_file_name, period_in_words, period_of_months, usual_year
from extractors.metadata.who import region_in_words, unit_in_source_line, unit_in_words
from extractors.periods import Anchor
from extractors.prose import prose
from extractors.report import Hints, Metadata, ReportKind
from extractors.sheet.item import Item
from extractors.text import Text
from extractors.time_words import time_mentions
from rules.phrasings import phrasings

_NUMBERED = regex.compile(r"[一二三四五六七八九十]+[、.]|（[一二三四五六七八九十]）|\d+[.、]")
_NUMBER_ALONE = regex.compile(rf"(?P<number>{DOCUMENT_NUMBER.pattern})(?:签发人.*)?")
_NUMBER_NAMED = regex.compile(rf"(?:发文字号|发文编号|文号|字号)[：:](?P<number>{DOCUMENT_NUMBER.pattern})")
_BEGINNING = 20
"""How many characters of the first paragraph may tell how far the report goes."""
_KINDS: Final[dict[str, ReportKind]] = {
    "hands_money_out": "policy",
    "issues_a_plan": "plan",
    "tells_what_came_of_it": "statistics",
    "regulates": "policy",
    "plans": "plan",
    "gives_figures": "statistics",
    "tells": "narrative",
}
"""What a report is whose title has that turn of phrase."""


def report_metadata(document: Document, items: tuple[Item, ...], hints: Hints) -> Metadata:
    """All that the file says of itself; what it does not say comes from the hints, then from the file name."""
    source: dict[str, str] = {}
    lines = first_lines(document)
    head = [line.string for line in lines]
    tail = [line.string for line in last_lines(document)]
    title = title_of(document, lines)
    if title:
        source["title"] = "printed"
    number = _document_number(head)
    if number:
        source["document_number"] = "printed"
    issued = issued_on(head, tail)
    if issued:
        source["issued_on"] = "printed"
    kind = _kind(document, items, title, number, hints, source)
    unit = _unit(title, head, tail, hints, source)
    period = _period(document, items, title, head, hints, source)
    region = _region(unit, title, head, source)
    return Metadata(kind, title, unit, region, period, issued, number, source)


def hands_money_out(title: str | None) -> bool:
    """Whether a notice by that title hands money out, so that its figures are what has been done."""
    return phrasings().title.hands_money_out.compiled.search("".join((title or "").split())) is not None


def _document_number(head: list[str]) -> str | None:
    for line in head:
        plain = prose_of(line)
        if match := _NUMBER_ALONE.fullmatch(plain) or _NUMBER_NAMED.search(plain):
            return match["number"]
    return None


def _kind(
    document: Document,
    items: tuple[Item, ...],
    title: str | None,
    number: str | None,
    hints: Hints,
    source: dict[str, str],
) -> ReportKind:
    source["kind"] = "printed"
    if items:
        return "progress_sheet"
    plain = "".join((title or "").split())
    if plain:
        for said, phrasing in phrasings().title:
            if phrasing.compiled.search(plain):
                return _KINDS[said]
    if hints.kind is not None:
        source["kind"] = hints.source_of("kind")
        return hints.kind
    source["kind"] = "derived"
    if number:
        return "policy"
    if document.tables and not document.paragraphs:
        return "statistics"
    return "narrative"


def _unit(title: str | None, head: list[str], tail: list[str], hints: Hints, source: dict[str, str]) -> str | None:
    source["unit"] = "printed"
    for line in head:
        if unit := unit_in_source_line(line):
            return unit
    for line in [title or "", *(line for line in head[:6] if _is_letterhead(line))]:
        if len(line) <= 80 and (unit := unit_in_words(line)):
            return unit
    for line in tail:
        if len(line) <= 30 and (unit := unit_in_words(line)):
            return unit
    if hints.unit:
        source["unit"] = hints.source_of("unit")
        return hints.unit
    stem = PurePosixPath(hints.source_name).stem
    if unit := unit_in_words(stem):
        source["unit"] = "file_name"
        return unit
    del source["unit"]
    return None


def _is_letterhead(line: str) -> bool:
    """Whether a line stands for itself: neither an addressee (各县人民政府：) nor a sentence of the text."""
    return len(line) <= 40 and not regex.search(r"[，。；：]", line)


def _period(
    document: Document,
    items: tuple[Item, ...],
    title: str | None,
    head: list[str],
    hints: Hints,
    source: dict[str, str],
) -> Period | None:
    source["period"] = "printed"
    if title and (period := period_in_words(title)):
        return _as_far_as_told(_with_months_from_head(period, head), document)
    for line in head[:4]:
        if len(line) <= 40 and not DATE.search(line) and (period := period_in_words(line)):
            return _with_months_from_head(period, head)
    heads = [text for item in items[:1] for text in item.heads.values()]
    for text in heads:
        if period := period_in_words(text):
            return period
    if hints.period is not None:
        source["period"] = hints.source_of("period")
        return hints.period
    stem = PurePosixPath(hints.source_name).stem
    if period := period_in_file_name(stem):
        source["period"] = "file_name"
        return period
    year = usual_year([prose(paragraph.text).string for paragraph in document.paragraphs] + _cells(items))
    source["period"] = "derived"
    if year is None:
        del source["period"]
        return None
    mentions = [m for text in heads for m in time_mentions(prose(Text(text, (None,) * len(text))).string)]
    if items:
        mentions += [m for text in _cells(items) for m in time_mentions(text)]
        if period := period_of_months(mentions, year):
            return period
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def _with_months_from_head(period: Period, head: list[str]) -> Period:
    """A title or an issue's number that names the year alone may have the months in a line of its own below it:
    （2021年6月）, 前三季度税收分析."""
    if period.kind != "year":
        return period
    for line in head[:8]:
        if len(line) > 40 or "。" in line or _NUMBERED.match(line):
            return period
        if DATE.search(line) or (len(line) > 20 and regex.search(r"20\d\d", line)):
            continue
        finer = period_in_words(line, period.end.year)
        if finer and finer.kind != "year" and finer.end.year == period.end.year:
            return finer
    return period


def _as_far_as_told(period: Period, document: Document) -> Period:
    """A report on a year that begins with 截至11月末 or 1-11月 is on the year as far as that."""
    if period.kind != "year":
        return period
    paragraph = next((prose(each.text).string for each in document.paragraphs if "。" in each.text.chars), "")
    for mention in time_mentions(paragraph[:_BEGINNING]):
        told = mention.period(Anchor(year=period.end.year)) if mention.months and mention.relation == "own" else None
        if told and mention.kind in ("instant", "ytd") and told.end < period.end and told.end.year == period.end.year:
            return Period(period.start, told.end, "ytd")
    return period


def _cells(items: tuple[Item, ...]) -> list[str]:
    return [prose(text).string for item in items for text in (item.current, item.cumulative)]


def _region(unit: str | None, title: str | None, head: list[str], source: dict[str, str]) -> str | None:
    for words in (unit or "", title or ""):
        if region := region_in_words(words):
            source["region"] = "derived"
            return region
    if any("全国" in line for line in [title or "", *head]):
        source["region"] = "derived"
        return "全国"
    return None
