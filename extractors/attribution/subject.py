"""What a figure measures: the noun phrase before it (or behind it), and the scope written with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import regex

from extractors.attribution.segmentation import segments
from extractors.attribution.setting import Subject
from rules.metrics import catalogue
from rules.phrasings import MetricPhrasings, phrasings
from rules.words import any_of, words

_MARKS = "，。；：、,.;:·—- \n“”\"'《》（）()★☆*"
_FRONT_MARKS = set("，。；：、,.;:·—- \n”》）)★☆*")
_END_MARKS = set("，。；：、,.;:·—- \n“《（(")
_BRACKETS = regex.compile(r"（(?!\p{Han}{1,2}）\p{Han})[^（）]*）|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_CLAUSE_MARK = regex.compile(r"[，；：]")
_CLAUSE_BEGINS = regex.compile(r"[，；：]\p{Han}")
_AGED = regex.compile(r"\d+(?:-\d+)?周?岁(?:及?以[上下])?")


def _known() -> MetricPhrasings:
    return phrasings().metrics


@cache
def _action() -> regex.Pattern[str]:
    known = words()
    stripped = any_of(word for word in known.verbs if word not in known.naming_verbs)
    action = rf"{any_of(known.adverbs)}+(?:{stripped}(?:了|出(?!口|让|资)|到|过)?|(?={any_of(known.naming_verbs)}))"
    return regex.compile(rf"^.*?{action}(?=.{{2,}})(?!的|率|数|额|量|条件|情况|计划|进度|规模)")


def noun_phrase(part: str, removed: Sequence[tuple[int, int]] = ()) -> str:
    """The metric that `part` (the words before a figure) names; '' where it names none.

    `removed` are the offsets of times and scopes within `part`; what stands on their two sides is joined only
    where the later piece alone would be too general (“三公”经费[1-6月]支出).
    """
    removed = [*removed, *(match.span() for match in _known().aside.compiled.finditer(part))]
    pieces = [cleaned for piece in _pieces(part, removed) if piece and (cleaned := _cleaned(piece))]
    if not pieces:
        return ""
    phrase = pieces[-1]
    generic = words().generic_nouns
    position = len(pieces) - 1
    while phrase in generic and position:
        position -= 1
        phrase = pieces[position] + phrase
    return phrase


def _pieces(part: str, removed: Sequence[tuple[int, int]]) -> list[str]:
    pieces, start = [], 0
    for begin, end in sorted(removed):
        pieces.append(part[start:begin])
        start = max(start, end)
    pieces.append(part[start:])
    return pieces


@lru_cache(maxsize=4096)
def _cleaned(piece: str) -> str:
    cleaned = _stripped(piece)
    # 拨付率 must not become 率: a word that is left with one character is the name itself
    return cleaned if len(cleaned) != 1 else _BRACKETS.sub("", piece).strip(_MARKS)


def _stripped(piece: str) -> str:
    piece = _BRACKETS.sub("", piece)
    piece = _CLAUSE_MARK.split(piece)[-1] if _CLAUSE_BEGINS.search(piece) else piece
    before = None
    while before != piece:
        before = piece
        piece = _known().basis_at_end.compiled.sub("", _known().basis_words.compiled.sub("", piece))
        piece = _known().taken_in.compiled.sub("", _known().already.compiled.sub("", _action().sub("", piece)))
        piece = _balanced(_trimmed(piece))
    return "" if piece in _say_nothing() else piece


@cache
def _say_nothing() -> frozenset[str]:
    known = words()
    return frozenset({*known.verbs, *known.growth_up, *known.adverbs, *known.extremes})


@cache
def _at_front() -> frozenset[str]:
    return frozenset({*words().subject_leads, *_FRONT_MARKS})


@cache
def _at_end() -> frozenset[str]:
    return frozenset({*words().subject_tails, *_END_MARKS})


@cache
def _at_ends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(_at_front()), tuple(_at_end())


def _trimmed(piece: str) -> str:
    """Without the function words at both ends, word by word, so that 在 is not cut from 在建 nor 计 from 计划."""
    at_front, at_end = _at_ends()
    if not piece.startswith(at_front) and not piece.endswith(at_end):
        return piece
    cut = list(segments(piece))
    while cut and cut[-1] in _at_end():
        cut.pop()
    start = 0
    while start < len(cut) and not _names_a_metric(cut[start]) and cut[start] in _at_front():
        start += 1
    return "".join(cut[start:])


def _names_a_metric(word: str) -> bool:
    return word in catalogue().by_name


def _balanced(piece: str) -> str:
    """Without quotation marks that lost their partner."""
    for left, right in ("“”", "《》", "（）"):
        if piece.count(left) > piece.count(right) and piece.endswith(left):
            piece = piece[:-1]
        if piece.count(right) > piece.count(left):
            piece = piece.replace(right, "", 1) if piece.startswith(right) else piece
    return piece


def only_respect(phrase: str) -> bool:
    """Whether `phrase` only says in what respect the metric before it is meant: [占比]较上年提高, [目标]为."""
    return _known().respect.compiled.fullmatch(phrase) is not None


def names_money(words: str) -> bool:
    """Whether `words`, up to the next figure, are the name of an amount."""
    return _known().money_name.compiled.fullmatch(words) is not None


def only_verb(part: str) -> str:
    """The verb that stands alone before a figure (补助444万元), for want of a noun; '' where there is none."""
    if not _verbs().search(part):
        return ""
    known = words().verbs
    return next((word for word in reversed(segments(part)) if word in known), "")


@cache
def _verbs() -> regex.Pattern[str]:
    return regex.compile(any_of(words().verbs))


def verbs_in(part: str) -> list[str]:
    """The verbs of doing something with money in the words before a figure: 发行 in 共发行新增债券."""
    known = set(words().verbs)
    return [word for word in segments(part) if word in known]


_CAN = r"(?:(?<![失功智节性职产潜动势核电热效])能(?![源力量耗效否])|可(?![再研行控持支视靠]))"


@cache
def _behind_stop() -> regex.Pattern[str]:
    return regex.compile(
        rf"[，。；：（(\n]|、(?!\p{{Han}}{{1,8}}(?:项目|工程|企业|单位|部门|机构|领域|行业|产业)$|\p{{Han}}{{1,6}}(?:老人|儿童|学生|群众|人员|家庭|对象|患者)(?:提供|发放|开展|实施))|(?<=.)(?<![人生户])均|(?<=.)中(?=[排列位居])|(?<=.)(?<!未){any_of(words().after_noun_stops)}|(?<=.){_CAN}|(?<=[”\p{{Han}}])(?:和|及|与)"
    )


@cache
def _counted() -> regex.Pattern[str]:
    return regex.compile(rf"\p{{Han}}{{0,4}}?{any_of(words().receivers)}(?=\p{{Han}}{{2}})")


def phrase_behind(right: str) -> str:
    """The metric that stands behind a figure: 6000余个[二级项目], 3倍[放大效应], 1.25亿元[“环保再提升”]."""
    right = _known().of_lead.compiled.sub("", right)
    if used := _known().used_for.compiled.match(right):
        return used.group().rstrip("的")
    aged = _AGED.match(right)
    if aged:
        return aged.group() + phrase_behind(right[aged.end() :])
    if (counted := _counted().match(right)) and names_money(right):
        return counted.group()
    stop = _behind_stop().search(right)
    phrase = right[: stop.start()] if stop else right
    return phrase.strip(_MARKS.replace("“", "").replace("”", "").replace("《", "").replace("》", "")).rstrip("的")


def part_of(phrase: str) -> tuple[str, str | None]:
    """Split 一般公共预算收入中的税收收入 into the part and its whole."""
    match = _known().part_of.compiled.match(phrase)
    if match is None or match.end() >= len(phrase):
        return phrase, None
    return phrase[match.end() :], match["whole"]


SIDES = ("收入", "支出")


def bare_side(phrase: str, about: Subject | None) -> str:
    """The full name of a bare 支出 behind a revenue or an expenditure of a whole budget (and the reverse): 预算支出300
    亿元，其中6月当月支出37亿元; '' where it is none."""
    if phrase not in SIDES or about is None:
        return ""
    spoken = next((side for side in SIDES if about.metric.endswith(side)), None)
    if spoken is None:
        return ""
    front = about.metric.removesuffix(spoken)
    return front + phrase if _known().two_sided.compiled.search(front) else ""


def stage_of(part: str, metric: str) -> str:
    """The name of a count that says how far things have come: 新开工项目38个，…，竣工11个 gives 竣工项目."""
    stages = sorted(words().stages, key=len, reverse=True)
    stage = next((word for word in stages if part.endswith(word)), "")
    if not stage:
        return ""
    front = next((word for word in (*stages, *_doings()) if metric.startswith(word)), "")
    rest = metric.removeprefix(front)
    return stage + rest


@cache
def _doings() -> tuple[str, ...]:
    doings = {*words().verbs, *words().found} - set(words().only_done)
    return tuple(sorted(doings, key=len, reverse=True))


def done_to(verb: str, metric: str) -> str:
    """The name of a count that says what was done with things counted before: 受理信访57件，…，化解52件."""
    if verb in words().only_done or verb not in words().verbs or metric.startswith(verb):
        return metric
    front = next((word for word in _doings() if metric.startswith(word)), "")
    rest = metric.removeprefix(front)
    return verb + rest
