"""What a clause says for itself and for those behind it: basis, stretch, the year of a budget, its frame."""

from __future__ import annotations

import regex

from extractors.attribution.setting import Memory

_BASES = (
    (regex.compile(r"(?:扣除|剔除|还原|考虑)[^，。；]{0,10}留抵退税"), "excl_vat_refund"),
    (regex.compile(r"同口径|可比口径|可比价|按可比|可比"), "comparable"),
    (regex.compile(r"自然口径"), "natural"),
    (regex.compile(r"(?:剔除|扣除)[^，。；]{1,16}(?:因素|影响)?"), "adjusted"),
)
_ANY_BASIS = regex.compile("|".join(pattern.pattern for pattern, _ in _BASES))
_STRIVE = regex.compile(r"争取(?:达到?|实现|突破|完成|增长|超过|提高|保持)")
_AHEAD = regex.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.]|（[一二三四五六七八九十]）)?(?:下一?步|下一?阶段|后续|接下来|下季度|明年)"
    r"(?:的?工作|打算|计划|安排|重点|中|里|，|：|$|(?:我[市县区局]|全[市县区])?[将拟要])"
)
_BUDGET_YEAR = regex.compile(r"年初(?:部门)?预算|年度预算|全年预算|部门预算")
_FRAME = regex.compile(r"(?:按|分|从|就).{1,12}?(?:看|分|来看|划分|分析|情况看)$")
_ALL_TIME = regex.compile(r"(?:从|按|就)?累计(?:数|情况|完成情况|数据|收入|支出|收支)?(?:来)?看")
_BY_PLACE = regex.compile(
    r"(?:按|分|从|就)(?:各)?(?:征收|财政|预算|行政|收入)?(?:级次|层级|地区|区域|区划|辖区|区县|县区|县市区?|市县区?|市区县|市州|州市|地市|盟市|镇街|街镇|乡镇|街道|片区|板块|县[（]市、区[）]|区[（]县[）])[^，。；：]{0,6}?(?:看|来看|分|划分|情况)"
    r"|(?:其中|全[市县区省]|我[市县区省])?各(?:区县|县区|县市区?|市县区?|市州|州市|地市|镇街|街镇|乡镇街道|乡镇|街道|片区|县[（]市、区[）]|区[（]县[）])\p{Han}{0,10}"
)


def note_words(memory: Memory, words: str, has_figures: bool, aiming: bool) -> None:
    """Keep in `memory` what the clause `words` says; `aiming` tells that figures here are targets by default."""
    if ("力争" in words and (has_figures or aiming)) or (aiming and _STRIVE.search(words)):
        memory.stretch = True
    if looks_ahead(words):
        memory.ahead = True
    if not has_figures and is_of_a_budget(words):
        memory.year_budget = True


def looks_ahead(words: str) -> bool:
    """Whether a clause begins to tell what is to be done next: 下一步，…."""
    return _AHEAD.match(words) is not None


def basis_in(words: str) -> str | None:
    """The basis that `words` name for what follows them: 同口径, 剔除…因素后, 自然口径."""
    if not _ANY_BASIS.search(words):
        return None
    return next((basis for pattern, basis in _BASES if pattern.search(words)), None)


def is_of_a_budget(words: str) -> bool:
    """Whether the words speak of the budget of a whole year."""
    return _BUDGET_YEAR.search(words) is not None


def is_frame(words: str) -> bool:
    """Whether a clause only says how what follows is divided: 分中央和地方看, 按级次分."""
    return _FRAME.match(words) is not None


def is_frame_of_all(words: str) -> bool:
    """Whether a clause says that what follows is of all the time that the report is about: 累计看, 从累计情况看."""
    return _ALL_TIME.fullmatch(words) is not None


def is_frame_of_places(words: str) -> bool:
    """Whether a clause only says that what follows is told place by place: 分区县看, 各县区完成情况."""
    return _BY_PLACE.fullmatch(words.removeprefix("其中，")) is not None
