"""What a clause says for itself and for those behind it: basis, stretch, the year of a budget, its frame."""

from __future__ import annotations

import regex

from extractors.attribution.setting import Memory
from rules.phrasings import ClausePhrasings, phrasings

_A_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")


def _known() -> ClausePhrasings:
    return phrasings().clauses


def note_words(memory: Memory, words: str, has_figures: bool, aiming: bool) -> None:
    """Keep in `memory` what the clause `words` says; `aiming` tells that figures here are targets by default."""
    if ("力争" in words and (has_figures or aiming)) or (aiming and _known().strives.compiled.search(words)):
        memory.stretch = True
    if looks_ahead(words):
        memory.ahead = True
    if not has_figures and is_of_a_budget(words):
        memory.year_budget = True


def looks_ahead(words: str) -> bool:
    """Whether a clause begins to tell what is to be done next: 下一步，…."""
    return _known().looks_ahead.compiled.match(words) is not None


def basis_in(words: str) -> str | None:
    """The basis that `words` name for what follows them: 同口径, 剔除…因素后, 自然口径."""
    return next((code for code, said in phrasings().basis_in_clauses if said.compiled.search(words)), None)


def basis_of_growth(left: str, base: str | None, year: int | None) -> str | None:
    """The basis of a growth that is not over the year before: 两年平均增长3.8%, 比2019年同期增长7.8%.

    `left` are the words before it, `base` what it is against, `year` the one that it is of.
    """
    if _known().yearly_average.compiled.search(left):
        return "yearly_average"
    against = [int(found) for found in _A_YEAR.findall(base or "")]
    return "earlier_year" if year and against and max(against) < year - 1 else None


def lists_aims(words: str) -> bool:
    """Whether a clause says that what is listed behind it is aimed at: 省下达我市任务为：…."""
    return _known().lists_aims.compiled.search(words) is not None


def is_of_a_budget(words: str) -> bool:
    """Whether the words speak of the budget of a whole year."""
    return _known().year_budget.compiled.search(words) is not None


def is_frame(words: str) -> bool:
    """Whether a clause only says how what follows is divided: 分中央和地方看, 按级次分."""
    return _known().frame.compiled.match(words) is not None


def is_frame_of_all(words: str) -> bool:
    """Whether a clause says that what follows is of all the time that the report is about: 累计看, 从累计情况看."""
    return _known().frame_of_all.compiled.fullmatch(words) is not None


def is_frame_of_places(words: str) -> bool:
    """Whether a clause only says that what follows is told place by place: 分区县看, 各县区完成情况."""
    return _known().frame_of_places.compiled.fullmatch(words.removeprefix("其中，")) is not None
