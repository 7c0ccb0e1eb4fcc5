"""What kind of figure a quantity is, told by its unit and the words around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from extractors.attribution.kind_patterns import kind_patterns
from extractors.attribution.per_head import per_something
from extractors.attribution.reading import Reading
from extractors.fact import Column, Kind
from extractors.quantities.quantity import Quantity
from rules.words import any_of, words

_TIMES = regex.compile(
    r"去年|上年|(?<!^)同期|同期$|上月|前年|年初|年底|年末|20\d\d|19\d\d|上半年|季度|\d月|以前|此前|上期|期初|上周|前期"
)
_PER = regex.compile(
    r"每(?P<per>[人名户生亩个家套床台辆所吨校村例件])(?:每(?P<time>年|月|天|日|学年|学期))?(?:补助|补贴|奖励|给予|不超过|标准为|按|为)?$"
)
_BY_EACH = regex.compile(
    r"(?:按照?|以)每(?P<per>[人名户亩个家套床台辆所村件处座])(?:每?[年月])?\p{Han}{1,8}?(?:不超过|最高)?$"
)
_PER_THING = regex.compile(
    r"每(?P<per>[人名户亩个家套床台辆所吨校村例件处座条公里])(?:每?[年月])?\p{Han}{1,8}?(?:定额|一次性)?(?:补助|补贴|奖励|奖补|资助|给予|救助|补偿)(?:标准)?(?:为|达|达到|最高)?$"
)
_TIMES_OF = regex.compile(r"(?:约?[为是]|相当于|达到|达)(?P<base>[^，；：]{2,20}?)的$")
_STANDARD = regex.compile(
    r"(?:补助|补贴|低保|保障|救助|发放|缴费|筹资|经费|养老金|津贴|收费|奖励)(?:定额)?标准(?:每[人年月])?$"
)
_PER_HEAD = regex.compile(
    r"(?P<per>人|生|户|亩|村|校|床|次|件|家|镇|班|站|座|台)均(?:\p{Han}{0,12})$|均价\p{Han}{0,3}$|单价\p{Han}{0,3}$"
)
_RANKED = regex.compile(
    r"(?:位?[列居]|排名?|排在|名列|稳居|位于|保持|跃居|进入|跻身|升至|取得|实现|达到)[^，；：]{0,16}$|(?:[在列]?全?[国省市州县区]?排名第?)$"
)
_FROM = regex.compile(r"[由从](?:[^，；：]{0,12}?)的?$")
_THAN_LEVEL = regex.compile(
    r"[比较](?:去年|上年|前年|20\d\d年)(?:同期|同月|同季|全年|度)?(?:的|完成数?|实际|决算数?|执行数|为|收入|支出)*的?$"
)
_MOVES = regex.compile(
    r"[，]?(?:同比|净|共|实际)?(?:增加|增长|增收|增支|减少|减收|减支|下降|提高|上升|降低|多|少)(?![到至为])"
)
_OVERDONE = regex.compile(
    r"超额?完成(?:了|近|约)?(?P<base>(?:年度|全年|年初|省定|市定|既定)*(?:目标|计划|任务|预算)(?:任务|数|值)?)?(?:的|近|约)?$"
)
_THOSE_MOVED = regex.compile(r"的(?:\p{Han}{0,4}[数量])?(?:分别)?(?:共?有|为|达到?|是)$")
_PULLED = regex.compile(
    r"(?:(?P<down>向下|负向)|向上|正向)?(?:拉动|(?P<down>下拉|拉低|拖累))(?:了)?[^，；：]{2,16}?(?:增长|增速|回落)?(?:约|近|了)?$"
)
_TO_LEVEL = regex.compile(r"[^，；：。]{0,6}?(?:到|至|为|成)")
_GROWTH_RATE = regex.compile(r"(?:同比)?(?P<word>增速|增幅|涨幅|增长率|降幅|跌幅)$")
_DONE_AFTER = regex.compile(r"(?:全部|已|予以|足额)?(?:拨付|完成|到位|落实|兑现|支付|下达|执行|拨到|开工)")
_DONE_BEFORE = regex.compile(r"(?<!未|没有|超额)完成(?:了|约|近|到|至|达)?$")
_DONE_ALONE = regex.compile(
    r"(?:^|[前底末内，]|应|须|累计)(?:资金)?(?:支出|拨付|开工|竣工|完工|执行|拨付到位)(?:达到?)?$"
)
_AIM_AFTER = regex.compile(r"的\p{Han}{0,4}(?:任务|目标|计划)")
_FOR_USE = regex.compile(r"(?:及?以上)?(?:的)?(?:财力|资金|支出)?(?:用于|投向|用在|投入)")
_USED_PART = regex.compile(r"的(?P<base>\p{Han}{1,12}?)(?=用于|投向|用在|投入)")
_PLACES_MOVED = regex.compile(r"(?:前|后|大于|小于|前移|上升|下降|提升|前进|后退|进位|提高|跃升|退后)(?:了)?$")
_NUMBER_METRIC = regex.compile(r"(?:率|系数|指数|值|浓度|(?<![同环对占相])比)$")
_NAME_OF_COUNTED = regex.compile(r"(?!均|都|全部|也)(?:\d+周?岁(?:及?以[上下])?)?[“《]?[\p{Han}A-Za-z]")
_HAN = regex.compile(r"\p{Han}")
_OF_NAMED = regex.compile(r"的\p{Han}")
_MOST_PER_HEAD = 2_000_000
"""Yuan from which on a sum cannot be one head's: 生均公用经费4310万元 is the sum of all."""
_PER_HEAD_AFTER = regex.compile(r"的?(?P<per>人|生|户|亩)均")


@cache
def _money_words() -> regex.Pattern[str]:
    return regex.compile(any_of(words().money_words))


def read_kind(quantity: Quantity, left: str, right: str, column: Column | None) -> Reading | None:
    """The kind of `quantity` between `left` and `right` (of its clause, comparators removed); None for no figure."""
    match quantity.dimension:
        case "percent":
            return _percent(quantity, left, right, column)
        case "points":
            return _points(left)
        case "money":
            return _whole(quantity, left, right) or _money(quantity, left, right)
        case "multiple":
            return _multiple(left, right)
        case "ratio":
            return _from_level(quantity, left, right) or Reading("ratio", without_glue(left))
        case "rank":
            return _from_level(quantity, left, right) or Reading("rank", _RANKED.sub("", left))
        case "count":
            return _whole(quantity, left, right) or _count(quantity, left, right)
        case _:
            return _bare(quantity, left, right)


def _percent(quantity: Quantity, left: str, right: str, column: Column | None) -> Reading | None:
    known = kind_patterns()
    if column == "completion":
        return Reading("completion", left)
    if earlier := _from_level(quantity, left, right):
        return earlier
    if (used := _USED_PART.match(right)) and used["base"]:
        return Reading("share", left, base=used["base"], metric_after=True)
    if _FOR_USE.match(right) and not known.growth_up.search(left):
        return Reading("share", left, base=left, metric_after=True)
    if match := known.share_of_time.search(left):
        return Reading("share", left[: match.start()], base=match["base"])
    if match := _OVERDONE.search(left):
        return Reading("growth", left[: match.start()], base=match["base"])
    if match := known.completion_of.search(left):
        return Reading("completion", left[: match.start()], base=match["base"])
    level = known.level.search(left)
    if level and (grown := _GROWTH_RATE.search(left[: level.start()])):
        return Reading("growth", left[: grown.start()], grown["word"] in words().growth_down)
    if not level and (moved := _growth(quantity, left)):
        return moved
    if known.interest.search(left):
        return Reading("ratio", without_glue(left))
    if match := known.completion.search(left):
        rate = match["word"].endswith("率") and (
            match["word"] not in words().plain_rates or bool(without_glue(left[: match.start()]).strip("、，"))
        )
        return Reading("completion", left[: match.end("word")] if rate else left[: match.start()], word=match["word"])
    if match := known.share_of.search(left):
        return Reading("share", left[: match.start()], base=match["base"].rstrip("的"))
    if match := known.share.search(left):
        subject = left[: match.start()]
        of_parent = match["word"].startswith(("占", "比重"))
        return Reading("share", subject if match["word"].startswith("占") else left, base_of_parent=of_parent)
    if _DONE_AFTER.match(right) or _DONE_ALONE.search(left) or (_DONE_BEFORE.search(left) and not _HAN.match(right)):
        return Reading("completion", left)
    if level:
        left = left[: level.start()]
    return Reading("share", without_glue(left))


def _growth(quantity: Quantity, left: str) -> Reading | None:
    known = kind_patterns()
    compared = known.compared.search(left)
    apart = compared and compared["verb"] in (*words().ahead, *words().behind)
    if compared and not (apart and known.rate.search(left[: compared.start()])):
        return Reading("growth", left[: compared.start()], _downward(compared["verb"]), base=compared["base"])
    if match := known.over_aim.search(left):
        return Reading("growth", left[: match.start()], match["verb"] in words().gap_below, base=match["base"])
    for pattern, negative in ((known.growth_down, True), (known.growth_up, False)):
        if match := pattern.search(left):
            return Reading("growth", left[: match.start()], negative and not quantity.signed)
    return None


def _points(left: str) -> Reading:
    known = kind_patterns()
    shrinking = known.decline.search(left) is not None
    if match := known.compared.search(left):
        verb = match["verb"]
        of_time = _TIMES.search(match["base"]) or verb in ("提高", "下降", "回落", "上升", "降低", "收窄")
        kind: Kind = "change_pp" if of_time else "gap_pp"
        return Reading(kind, left[: match.start()], _downward(verb) != shrinking, base=match["base"])
    if match := known.gap.search(left):
        negative = match["verb"] in words().gap_below
        kind = "change_pp" if _TIMES.search(match["base"]) else "gap_pp"
        return Reading(kind, left[: match.start()], negative, base=match["base"])
    if match := _PULLED.search(left):
        return Reading("change_pp", left[: match.start()], bool(match["down"]))
    if match := known.moved.search(left):
        return Reading("change_pp", left[: match.start()], _downward(match["verb"]) != shrinking)
    return Reading("change_pp", without_glue(left))


def _downward(verb: str) -> bool:
    return verb in words().moved_down or verb in words().behind


def _whole(quantity: Quantity, left: str, right: str) -> Reading | None:
    """占年初预算3200万元的41%: the amount is what the percentage behind it is of."""
    kind: Kind = "amount" if quantity.dimension == "money" else "count"
    if right != "的":
        return None
    match = kind_patterns().whole_of.search(left)
    if match is None:
        return None
    if match["base"]:
        return Reading(kind, left[: match.start()], base=match["base"], whole="completion")
    return Reading(kind, left[: match.start()], base=match["whole"], whole="share")


def _money(quantity: Quantity, left: str, right: str) -> Reading:
    known = kind_patterns()
    if quantity.per:
        return Reading("unit_price", without_glue(left), per=quantity.per)
    if earlier := _from_level(quantity, left, right):
        return earlier
    if match := _PER.search(left):
        return Reading("unit_price", known.level.sub("", left[: match.start()]), per=match["per"])
    if (match := _PER_THING.search(left)) or (match := _BY_EACH.search(left)):
        return Reading("unit_price", left, per=match["per"])
    if quantity.value < _MOST_PER_HEAD and (match := _PER_HEAD.search(left)):
        named_behind = bool(_OF_NAMED.match(right))
        return Reading("unit_price", left, per=match["per"], metric_after=named_behind)
    if match := _PER_HEAD_AFTER.match(right):
        return Reading("unit_price", without_glue(left), per=match["per"], metric_after=True)
    if _STANDARD.search(without_glue(known.level.sub("", left))):
        return Reading("unit_price", known.level.sub("", left))
    level = known.level.search(left)
    if level is None:
        if changed := _change(left):
            return changed
        if match := known.leading_change.search(left):
            verb = match["verb"]
            negative = verb in words().growth_down
            return Reading("change", left[match.end() :], negative, skipped=match.end())
    else:
        left = left[: level.start()]
    return Reading("amount", without_glue(left))


def _change(left: str) -> Reading | None:
    """An absolute increase or decrease (money or count) where the words say so."""
    known = kind_patterns()
    if match := known.compared.search(left):
        return Reading("change", left[: match.start()], _downward(match["verb"]), base=match["base"])
    if match := known.over_aim.search(left):
        return Reading("change", left[: match.start()], match["verb"] in words().gap_below, base=match["base"])
    for pattern, negative in ((known.growth_down, True), (known.growth_up, False)):
        if match := pattern.search(left):
            return Reading("change", left[: match.start()], negative)
    return None


def _compared_with_level(quantity: Quantity, left: str, right: str) -> Reading | None:
    """What the growth behind it starts from: 较上年同期的[9.51亿元]增加0.77亿元."""
    match = _THAN_LEVEL.search(left)
    if match is None or not _MOVES.match(right):
        return None
    earlier = read_kind(quantity, left[: match.start()], "", None)
    return earlier and replace(earlier, baseline=True)


def _from_level(quantity: Quantity, left: str, right: str) -> Reading | None:
    """The first of two levels: 由上年的78.2%提高到81.5%."""
    if start := _compared_with_level(quantity, left, right):
        return start
    match = _FROM.search(left)
    if match is None or not _TO_LEVEL.match(right):
        return None
    earlier = read_kind(quantity, left[: match.start()], "", None)
    if per := _PER.search(left):
        earlier = Reading("unit_price", left[: match.start()], per=per["per"])
    return earlier and replace(earlier, baseline=True)


def _multiple(left: str, right: str) -> Reading:
    known = kind_patterns()
    if match := _TIMES_OF.search(left):
        return Reading("multiple", left[: match.start()], base=match["base"])
    if not known.level.search(left) and (match := known.growth_up.search(left)):
        return Reading("growth", left[: match.start()])
    after = bool(_HAN.match(right))
    return Reading("multiple", without_glue(left), metric_after=after)


def _count(quantity: Quantity, left: str, right: str) -> Reading | None:
    if quantity.unit == "位" and (_PLACES_MOVED.search(left) or not _HAN.match(right)):
        return None
    if earlier := _from_level(quantity, left, right):
        return earlier
    level = kind_patterns().level.search(left) or _THOSE_MOVED.search(left)
    if not level and (changed := _change(left)):
        return changed
    if quantity.per or per_something(left):
        return Reading("ratio", without_glue(left))
    after = (
        bool(_NAME_OF_COUNTED.match(right))
        and not _AIM_AFTER.match(right)
        and not kind_patterns().after_noun_stop.match(right)
    )
    return Reading("count", without_glue(left), metric_after=after)


def _bare(quantity: Quantity, left: str, right: str) -> Reading | None:
    if quantity.scale >= 10**8:
        return replace(_money(quantity, left, ""), metric_after=False)
    if quantity.scale > 1:
        return _money(quantity, left, "") if _money_words().search(left) else Reading("count", without_glue(left))
    if not quantity.lost_decimal and quantity.value == quantity.value.to_integral_value():
        return None
    if (first := _FROM.search(left)) and _TO_LEVEL.match(right):
        return Reading("ratio", without_glue(left[: first.start()]), baseline=True)
    subject = without_glue(kind_patterns().level.sub("", left))
    return Reading("ratio", subject) if _NUMBER_METRIC.search(subject) or quantity.lost_decimal else None


def without_glue(left: str) -> str:
    """`left` without the function words that stand between a metric and its figure."""
    return kind_patterns().glue.sub("", left)
