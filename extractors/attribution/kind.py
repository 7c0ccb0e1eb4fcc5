"""What kind of figure a quantity is, told by its unit and the words around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors.fact import Column, Kind
from extractors.quantities.quantity import Quantity
from rules.words import any_of, words

_GLUE = (
    r"(?:均|都|分别|各|已|也|约|达到|(?<![下传抵转送])达|为|是|在|了|的|至少|至|平均|年均|每年|同比|共|累计|只有|仅|预计|力争|有所"
    r"|高达|合计|总计|共计|(?<![统会设审总合共估])计)*"
)
_AMPLITUDE = r"(?:幅度|比例|比率|率|速度|幅|指标)?"


@dataclass(frozen=True, slots=True)
class Reading:
    """A kind, and what the words that told it say besides.

    `left` is what remains before those words (the metric stands there). `negative` tells that the figure is
    printed without its sign (下降3%). `base` is what it is of or against, as printed; `base_of_parent` that it is of
    the metric which the sentence is about (占比). `metric_after` where the metric stands behind the quantity.
    `baseline` marks the first of two levels (由上年的78.2%提高到81.5%).
    """

    kind: Kind
    left: str
    negative: bool = False
    base: str | None = None
    base_of_parent: bool = False
    metric_after: bool = False
    per: str | None = None
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    level: regex.Pattern[str]
    growth_up: regex.Pattern[str]
    growth_down: regex.Pattern[str]
    leading_change: regex.Pattern[str]
    completion_of: regex.Pattern[str]
    completion: regex.Pattern[str]
    share_of: regex.Pattern[str]
    share: regex.Pattern[str]
    rate: regex.Pattern[str]
    compared: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = words()
    bases = any_of(known.completion_bases)
    return _Patterns(
        regex.compile(rf"{any_of(known.level_reached)}{_GLUE}$"),
        regex.compile(rf"(?<![新倍激剧]){any_of(known.growth_up)}{_AMPLITUDE}{_GLUE}$"),
        regex.compile(rf"{any_of(known.growth_down)}{_AMPLITUDE}{_GLUE}$"),
        regex.compile(
            r"^(?:共|已|累计|大力|市级|全市|市本级)*(?P<verb>压减|核减|削减|压缩|缩减|减少|增加|多增|少增|减收|增收)(?!的)(?=.)"
        ),
        regex.compile(
            rf"(?:占|为|完成|达到|达|是|相当于|约占|已完成|实现|到|执行)(?P<base>[^，；：占]{{0,18}}?{bases}(?:数|总额|额|总数|值)?)的?{_GLUE}$"
        ),
        regex.compile(rf"(?P<word>{any_of(known.completion_words)}){_GLUE}$"),
        regex.compile(rf"占(?!比)到?(?P<base>[^，；：]{{2,30}}?)(?:的)?(?:比重|比例|比)?{_GLUE}$"),
        regex.compile(rf"(?P<word>{any_of(known.share_words)}){_GLUE}$"),
        regex.compile(rf"{any_of(known.rate_ends)}{_GLUE}$"),
        regex.compile(
            r"(?P<how>比|较|与)(?P<base>[^，；：]{1,24}?(?:同期|同口径)?)(?:相比)?(?:分别|又|再|累计|平均)?"
            r"(?P<verb>提高|提升|增加|上升|扩大|增长|高出|高|快|多|加快|下降|降低|减少|回落|收窄|低|慢|少|放缓|缩小)(?:了|近|约)?$"
        ),
    )


_BEHIND = r"低|慢|少|下降|降低|减少|回落|收窄|放缓|缩小|落后|滞后|欠"
_APART = ("高出", "高", "快", "多", "低", "慢", "少")
_GAP = regex.compile(
    r"(?P<verb>高于|低于|快于|慢于|高出|超过|超出|超|落后于|落后|滞后于|滞后|领先于|领先|优于|低出)(?P<base>[^，；：]{1,24})$"
)
_MOVED = regex.compile(
    r"(?P<verb>提高|提升|增加|上升|扩大|增长|加快|下降|降低|减少|回落|收窄|放缓|缩小|下滑|上涨|压减|拉动|贡献)(?:了|幅度)?"
    + _GLUE
    + "$"
)
_TIMES = regex.compile(r"去年|上年|同期|上月|前年|年初|年底|年末|20\d\d|19\d\d|上半年|季度|\d月|以前|此前|上期|期初")
_PER = regex.compile(
    r"每(?P<per>[人名户生亩个家套床台辆所吨校村例件])(?:每(?P<time>年|月|天|日|学年|学期))?(?:补助|补贴|奖励|给予|不超过|标准为|按|为)?$"
)
_TIMES_OF = regex.compile(r"(?:约?[为是]|相当于|达到|达)(?P<base>[^，；：]{2,20}?)的$")
_PER_HEAD = regex.compile(r"(?P<per>人|生|户|亩|村|校|床)均(?:\p{Han}{0,12})$|均价\p{Han}{0,3}$|单价\p{Han}{0,3}$")
_RANKED = regex.compile(
    r"(?:位?[列居]|排名?|排在|名列|稳居|位于|保持|跃居|进入|跻身|升至|取得|实现|达到)[^，；：]{0,16}$"
)
_FROM = regex.compile(r"[由从](?:[^，；：]{0,8}?)的?$")
_DONE_AFTER = regex.compile(r"(?:全部|已|予以|足额)?(?:拨付|完成|到位|落实|兑现|支付|下达|执行|拨到|开工)")
_FOR_USE = regex.compile(r"(?:及?以上)?(?:的)?(?:财力|资金|支出)?(?:用于|投向|用在|投入)")
_USED_PART = regex.compile(r"的(?P<base>\p{Han}{1,12}?)(?=用于|投向|用在|投入)")
_PLACES_MOVED = regex.compile(r"(?:前|后|大于|小于|前移|上升|下降|提升|前进|后退|进位|提高|跃升|退后)(?:了)?$")
_RATIO = regex.compile(
    r"(?:每|平均每)(?:\p{Han}|\d){0,6}(?:人|户|万人|千人|百人|平方公里|公里|亩|名)[^，；。]{0,20}$|人均[^，；。]{0,16}$|(?<![\d.])万人(?=\p{Han}{2,16}(?:量|数)(?:达到|达|为)?$)|户均[^，；。]{0,16}$"
)
_NUMBER_METRIC = regex.compile(r"(?:率|系数|指数|值|浓度)" + _GLUE + "$")
_MONEY_WORDS = regex.compile(
    r"资金|收入|支出|投资|经费|债|款|产值|税|补助|预算|财力|利润|贷款|余额|成本|补贴|奖励|金额|增加值"
)


def read_kind(quantity: Quantity, left: str, right: str, column: Column | None) -> Reading | None:
    """The kind of `quantity` between `left` and `right` (of its clause, comparators removed); None for no figure."""
    match quantity.dimension:
        case "percent":
            return _percent(quantity, left, right, column)
        case "points":
            return _points(left)
        case "money":
            return _money(quantity, left, right)
        case "multiple":
            return _multiple(left, right)
        case "ratio":
            return Reading("ratio", _without_glue(left))
        case "rank":
            return Reading("rank", _RANKED.sub("", left))
        case "count":
            return _count(quantity, left, right)
        case _:
            return _bare(quantity, left)


def _percent(quantity: Quantity, left: str, right: str, column: Column | None) -> Reading | None:
    known = _patterns()
    if column == "completion":
        return Reading("completion", left)
    if match := _FROM.search(left):
        earlier = _percent(quantity, left[: match.start()], "", None)
        return earlier and replace(earlier, baseline=True)
    if (used := _USED_PART.match(right)) and used["base"]:
        return Reading("share", left, base=used["base"], metric_after=True)
    if _FOR_USE.match(right) and not known.growth_up.search(left):
        return Reading("share", left, base=left, metric_after=True)
    if match := known.completion_of.search(left):
        return Reading("completion", left[: match.start()], base=match["base"])
    level = known.level.search(left)
    if not level:
        compared = known.compared.search(left)
        if compared and not (compared["verb"] in _APART and known.rate.search(left[: compared.start()])):
            negative = compared["verb"] in _BEHIND.split("|")
            return Reading("growth", left[: compared.start()], negative, base=compared["base"])
        for pattern, negative in ((known.growth_down, True), (known.growth_up, False)):
            if match := pattern.search(left):
                return Reading("growth", left[: match.start()], negative and not quantity.signed)
    if match := known.completion.search(left):
        rate = match["word"].endswith("率")
        return Reading("completion", left[: match.end("word")] if rate else left[: match.start()])
    if match := known.share_of.search(left):
        return Reading("share", left[: match.start()], base=match["base"].rstrip("的"))
    if match := known.share.search(left):
        subject = left[: match.start()]
        of_parent = match["word"].startswith(("占", "比重"))
        return Reading("share", subject if match["word"].startswith("占") else left, base_of_parent=of_parent)
    if _DONE_AFTER.match(right):
        return Reading("completion", left)
    if level:
        left = left[: level.start()]
    return Reading("share", _without_glue(left))


def _points(left: str) -> Reading:
    known = _patterns()
    if match := known.compared.search(left):
        kind: Kind = (
            "change_pp"
            if _TIMES.search(match["base"]) or match["verb"] in ("提高", "下降", "回落", "上升", "降低")
            else "gap_pp"
        )
        negative = match["verb"] in _BEHIND.split("|")
        return Reading(kind, left[: match.start()], negative, base=match["base"])
    if match := _GAP.search(left):
        negative = match["verb"][0] in "低慢落滞"
        kind = "change_pp" if _TIMES.search(match["base"]) else "gap_pp"
        return Reading(kind, left[: match.start()], negative, base=match["base"])
    if match := _MOVED.search(left):
        return Reading(
            "change_pp", left[: match.start()], match["verb"] in _BEHIND.split("|") or match["verb"] in ("下滑", "压减")
        )
    return Reading("change_pp", _without_glue(left))


def _money(quantity: Quantity, left: str, right: str) -> Reading:
    known = _patterns()
    if quantity.per:
        return Reading("unit_price", _without_glue(left), per=quantity.per)
    if match := _PER.search(left):
        return Reading("unit_price", known.level.sub("", left[: match.start()]), per=match["per"])
    if match := _PER_HEAD.search(left):
        named_behind = bool(regex.match(r"的\p{Han}", right))
        return Reading("unit_price", left, per=match["per"], metric_after=named_behind)
    if match := regex.match(r"的?(?P<per>人|生|户|亩)均", right):
        return Reading("unit_price", _without_glue(left), per=match["per"], metric_after=True)
    if not known.level.search(left):
        if match := known.compared.search(left):
            negative = match["verb"] in _BEHIND.split("|")
            return Reading("change", left[: match.start()], negative, base=match["base"])
        for pattern, negative in ((known.growth_down, True), (known.growth_up, False)):
            if match := pattern.search(left):
                return Reading("change", left[: match.start()], negative)
        if match := known.leading_change.search(left):
            negative = match["verb"] not in ("增加", "多增", "增收")
            return Reading("change", left[match.end() :], negative)
    if match := known.level.search(left):
        left = left[: match.start()]
    return Reading("amount", _without_glue(left))


def _multiple(left: str, right: str) -> Reading:
    known = _patterns()
    if match := _TIMES_OF.search(left):
        return Reading("multiple", left[: match.start()], base=match["base"])
    if not known.level.search(left) and (match := known.growth_up.search(left)):
        return Reading("growth", left[: match.start()])
    after = bool(regex.match(r"\p{Han}", right))
    return Reading("multiple", _without_glue(left), metric_after=after)


def _count(quantity: Quantity, left: str, right: str) -> Reading | None:
    known = _patterns()
    if quantity.unit == "位" and (_PLACES_MOVED.search(left) or not regex.match(r"\p{Han}", right)):
        return None
    if not known.level.search(left):
        if match := known.compared.search(left):
            return Reading("change", left[: match.start()], match["verb"] in _BEHIND.split("|"), base=match["base"])
        for pattern, negative in ((known.growth_down, True), (known.growth_up, False)):
            if match := pattern.search(left):
                return Reading("change", left[: match.start()], negative)
    if quantity.per or per_something(left):
        return Reading("ratio", _without_glue(left))
    after = bool(regex.match(r"[“《]?[\p{Han}A-Za-z]", right)) and not regex.match(
        any_of(words().after_noun_stops), right
    )
    return Reading("count", _without_glue(left), metric_after=after)


def per_something(words: str) -> bool:
    """Whether a metric is counted per head or per thousand: 每千人床位数, 人均体育场地面积, 万人发明专利拥有量."""
    return bool(_RATIO.search(words))


def _bare(quantity: Quantity, left: str) -> Reading | None:
    subject = _without_glue(left)
    if quantity.scale >= 10**8:
        return replace(_money(quantity, left, ""), metric_after=False)
    if quantity.scale > 1:
        return _money(quantity, left, "") if _MONEY_WORDS.search(left) else Reading("count", subject)
    decimals = quantity.lost_decimal or quantity.value != quantity.value.to_integral_value()
    if decimals and (_NUMBER_METRIC.search(left) or quantity.lost_decimal):
        return Reading("ratio", subject)
    return None


def _without_glue(left: str) -> str:
    return regex.sub(_GLUE + "$", "", left)
