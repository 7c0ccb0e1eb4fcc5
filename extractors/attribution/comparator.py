"""Whether a figure is stated as such, as at least, at most, more, less or about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.fact import Comparator
from rules.words import any_of, words

_VERBS = r"(?:实现|完成|达到|达|安排|新增|建设|建成|设立|开展|为|有|增长|在|至|到|于|每年)?"
_OF_WHAT = "|占[^，；：]{2,16}"
_OF_A_WORD = r"[签合节预公特契履违解附临邻靠]"
"""With these 约 and 近 make a word of their own: 签约34.6万人."""
_FLIPPED: dict[Comparator, Comparator] = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparator and what is left of the words before and after the quantity."""

    comparator: Comparator
    left: str
    right: str
    stated: bool


@cache
def _before() -> tuple[tuple[regex.Pattern[str], Comparator], ...]:
    known = words()
    done = rf"(?:{_VERBS}|{any_of(known.verbs)})"
    meanings: tuple[tuple[tuple[str, ...], Comparator], ...] = (
        (known.less, "le"),
        (known.more, "ge"),
        (known.above, "gt"),
        (known.below, "lt"),
        (known.about, "approx"),
    )
    return tuple(
        (
            regex.compile(
                rf"(?<!{_OF_A_WORD if meaning == 'approx' else '^(?!)'}){any_of(listed)}"
                rf"(?P<verb>{done if meaning in ('ge', 'le') else _VERBS}{_OF_WHAT if meaning == 'approx' else ''})$"
            ),
            meaning,
        )
        for listed, meaning in meanings
    )


@cache
def _after() -> tuple[tuple[regex.Pattern[str], Comparator], ...]:
    known = words()
    meanings: tuple[tuple[tuple[str, ...], Comparator], ...] = (
        (known.after_at_least, "ge"),
        (known.after_at_most, "le"),
        (known.after_about, "approx"),
    )
    return tuple((regex.compile(any_of(listed)), meaning) for listed, meaning in meanings)


@cache
def _ahead() -> tuple[tuple[regex.Pattern[str], Comparator], ...]:
    """Bounds that stand before a description of the figure: 不超过[批准支出预算数]319.9亿元."""
    known = words()
    meanings: tuple[tuple[tuple[str, ...], Comparator], ...] = ((known.less, "le"), (known.more, "ge"))
    return tuple(
        (regex.compile(rf"{any_of(word for word in listed if word.startswith('不'))}[^，；：]{{1,20}}$"), meaning)
        for listed, meaning in meanings
    )


@cache
def _any_bound() -> regex.Pattern[str]:
    """Any of the bounds before a figure: most figures have none, and one search says so."""
    patterns = (*(pattern for pattern, _ in _before()), *(pattern for pattern, _ in _ahead()), _OF_A_BASE)
    return regex.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns))


_OF_A_BASE = regex.compile(
    r"(?<!不)(?P<word>不足|不到|未达到?|超过|突破|接近|近|约)(?P<base>(?:去年|上年|20\d\d年|[年全]年?|年初|调整|预算|任务|目标|计划)[^，；：]{0,14}?(?<=预算|任务|目标|计划|数|额|同期|全年|上年|去年)的)$"
)
_BOUNDS: dict[str, Comparator] = {"超过": "gt", "突破": "gt", "接近": "approx", "近": "approx", "约": "approx"}
_OTHER_CLASSIFIER = regex.compile(r"^（\p{Han}{1,2}）(?=以|左右|上下|之)")
"""台（套）以上: a second classifier that stands between a figure and its bound."""
_CAP = regex.compile(r"控制在$")


def compare(left: str, right: str, more: bool) -> Compared:
    """Read the comparator from the words around a quantity; `more` is 余 or 多 inside the printed form."""
    comparator: Comparator = "gt" if more else "eq"
    right = _OTHER_CLASSIFIER.sub("", right, 1) if right.startswith("（") else right
    for pattern, meaning in _after():
        if match := pattern.match(right):
            comparator, right = meaning, right[match.end() :]
            break
    if not _any_bound().search(left):
        return Compared(comparator, left, right, comparator != "eq")
    for pattern, meaning in _before():
        if match := pattern.search(left):
            capped = _CAP.search(match.group())
            left = left[: match.start()] + match["verb"]
            if comparator in ("eq", "gt") or not capped:
                comparator = meaning
            break
    else:
        if comparator == "eq" and (of_base := _OF_A_BASE.search(left)):
            comparator = _BOUNDS.get(of_base["word"], "lt")
            left = left[: of_base.start()] + "为" + of_base["base"]
        for pattern, meaning in _ahead():
            if comparator == "eq" and (match := pattern.search(left)):
                comparator, left = meaning, left[: match.start()]
    return Compared(comparator, left, right, comparator != "eq")


def flipped(comparator: Comparator) -> Comparator:
    """The comparator of the negated value: a cut of at least 10% is growth of at most -10%."""
    return _FLIPPED.get(comparator, comparator)
