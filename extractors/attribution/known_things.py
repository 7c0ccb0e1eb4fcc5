"""Names figures by things said before: stages of what was counted, averages of sums, funds that were spent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors.attribution.reading import Reading
from extractors.attribution.sentences import Clause
from extractors.attribution.subject import noun_phrase, only_verb, phrase_behind, stage_of
from extractors.attribution.written import Written
from extractors.quantities.quantity import Quantity
from rules.metrics import catalogue
from rules.phrasings import NamePhrasings, phrasings
from rules.words import any_of, words


def _known() -> NamePhrasings:
    return phrasings().names


def name_by_known(phrase: str, reading: Reading, alike: Sequence[str], about: str | None) -> str:
    """The full name where `phrase` is a stage of what was counted (完工), an average of a sum (户均), or funds spent.

    `alike` are the metrics before it that are measured in the same unit, `about` what the text or the row is about.
    '' where the phrase is a name of its own.
    """
    if reading.kind == "count":
        phrase = _known().aim.compiled.sub("", phrase)
        if stage := _stage_at_end(reading.left, phrase):
            things = alike[-1] if alike else about
            return stage_of(stage, things) if things else ""
        return alike[-1] if alike and len(phrase) > 1 and alike[-1].startswith(phrase) else ""
    if not alike:
        named = _known().average_named.compiled.search(reading.left) if reading.kind == "unit_price" else None
        return named.group() if named and _known().average.compiled.fullmatch(phrase) else ""
    if (
        reading.kind == "amount"
        and _known().spent.compiled.fullmatch(reading.left)
        and _known().funds.compiled.search(alike[-1])
    ):
        return alike[-1] + phrase
    if reading.kind == "unit_price" and _known().average.compiled.fullmatch(phrase) and phrase not in alike[-1]:
        return phrase + alike[-1]
    return ""


def only_an_aim(phrase: str) -> bool:
    """Whether a phrase says no more than that a figure is a task or an aim: 年度任务, 目标任务."""
    return _known().aim_only.compiled.fullmatch(phrase) is not None


def size_class(phrase: str) -> bool:
    """Whether a phrase says only how large the things are that are counted: 收入过亿元, 增幅超10%."""
    return _known().size_class.compiled.search(phrase) is not None


def stage_behind(right: str, alike: Sequence[str]) -> str:
    """尚有18个[未开工]: the stage stands behind the count; '' where there is none."""
    match = _stage_after().match(right)
    return stage_of(match["stage"], alike[-1]) if match and alike else ""


def counted_together(text: Written, reading: Reading, quantity: Quantity, clause: Clause) -> str:
    """4类[18个问题], 惠及6个乡镇42个村5.8万人: counts without a joint, of which only some are named behind."""
    inside = text.quantities_in(clause.start, clause.end)
    at = inside.index(quantity)
    following = inside[at + 1] if at + 1 < len(inside) else None
    if following is not None and following.start == quantity.end and text.string[quantity.start - 1] == "的":
        return phrase_behind(text.string[following.end : clause.end]) if following.dimension == "count" else ""
    if reading.left or not at or quantity.unit not in words().people:
        return ""
    between = text.string[inside[at - 1].end : quantity.start]
    named = 0 < len(between) <= 6 and regex.fullmatch(r"\p{Han}+", between)
    return only_verb(text.string[clause.start : inside[0].start]) if named else ""


def before_bracket(text: Written, clause: Clause, quantity: Quantity) -> str:
    """What stands before a bracket that holds nothing but a figure (滨江大道（3.2公里）); '' behind another figure."""
    at = text.string.rfind("（", clause.start, quantity.start)
    earlier = text.quantities_in(clause.start, max(clause.start, at))
    start = earlier[-1].end if earlier else clause.start
    if at < 0 or at + 1 != quantity.start or at == start:
        return ""
    if named := _known().those_are.compiled.search(text.string, start, at):
        start = named.end()
    return noun_phrase(text.string[start:at], text.apart_from_phrase(start, at))


def given_away(left: str) -> str:
    """The noun that would be a verb but for the one before it: 发放[补助]; '' where there is none."""
    match = _given().search(left)
    return match["noun"] if match else ""


def handed_to(left: str) -> bool:
    """Whether the words before an amount say only to whom it went: 已拨付到项目单位[15.74亿元]."""
    return _known().handed_to.compiled.search(left) is not None


def metric_in(text: Written, clause: Clause) -> str:
    """The metric that a clause without figures speaks of, as printed: [工业税收]增速由负转正."""
    end = catalogue().last_end(text.string[clause.start : clause.end])
    if end is None:
        return ""
    end += clause.start
    return noun_phrase(text.string[clause.start : end], text.apart_from_phrase(clause.start, end))


def paid_out(text: Written, earlier: Sequence[Clause]) -> str:
    """What the clause before says is paid out (为6.8万名老人发放高龄津贴，每人每月100元); '' where it says nothing."""
    if not earlier:
        return ""
    clause = earlier[-1]
    inside = [each for each in text.quantities_in(clause.start, clause.end) if each.dimension != "bare"]
    if not inside or inside[-1].dimension != "count":
        return ""
    match = _payment().search(text.string, inside[-1].end, clause.end)
    return match["noun"] if match else ""


def _stage_at_end(left: str, phrase: str) -> str:
    """The stage with which `left` ends, where `phrase` names nothing but it; '' where there is none."""
    ends = [stage for stage in words().stages if left.endswith(stage) and phrase.removeprefix("已") in stage]
    return max(ends, key=len, default="")


@cache
def _stage_after() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?:项目|工程)?(?:已经?|正在|全部|尚)?(?P<stage>未?{any_of(words().stages)})(?=[，。；、）]|$)"
    )


@cache
def _given() -> regex.Pattern[str]:
    return regex.compile(rf"{any_of(words().payments)}(?:了)?(?P<noun>补助|奖励|资助|奖补|补贴)$")


@cache
def _payment() -> regex.Pattern[str]:
    return regex.compile(rf".*{any_of(words().payments)}(?:了)?(?P<noun>\p{{Han}}{{2,12}})$")


def names_behind(right: str) -> bool:
    """Whether the words behind a figure begin with a name."""
    return bool(_known().names_behind.compiled.match(right))
