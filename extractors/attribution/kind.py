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
from rules.phrasings import KindPhrasings, phrasings
from rules.words import any_of, words

_HAN = regex.compile(r"\p{Han}")
_OF_NAMED = regex.compile(r"的\p{Han}")
_HELD = regex.compile(r"(?:总体|基本|始终|一直|继续)*(?:保持|稳定|维持|控制|运行)在?$")
_BESIDE_A_YEAR = regex.compile(r"(?:同比|环比|比上年同?期?)(?:为|达)?$")
_AMONG_THOSE = regex.compile(r"(?:^\p{Han}{1,8}|在[^，；：]{0,8}\d{1,3}个[^，；：]{1,12})中$")
_ONE_LETTER = regex.compile(r"(?:^|[，；：、]|其中)[，；：、]?(?!的)\p{Han}$")
"""税占比: what is left of a name of its own without 占比 is none."""
_APART = regex.compile(r"(?:首尾|之间|两者|前后)?(?:相差|差距(?:为|达|达到)?)(?:了|约|近)?$")
_LOSS = regex.compile(r"(?<=(?:利润|盈利|收益|结余)[^，；：。]{0,16})(?:净)?亏损(?:额)?(?:为|达|了|约)*$")
_MOST_PER_HEAD = 2_000_000
"""Yuan from which on a sum cannot be one head's: 生均公用经费4310万元 is the sum of all."""


def _known() -> KindPhrasings:
    return phrasings().kinds


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
            return _from_level(quantity, left, right) or Reading(
                "rank", _AMONG_THOSE.sub("", _known().ranked.compiled.sub("", left))
            )
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
    if (used := _known().used_part.compiled.match(right)) and used["base"]:
        return Reading("share", left, base=used["base"], metric_after=True)
    if _known().for_use.compiled.match(right) and not known.growth_up.search(left):
        return Reading("share", left, base=left, metric_after=True)
    if match := known.share_of_time.search(left):
        return Reading("share", left[: match.start()], base=match["base"])
    if match := _known().overdone.compiled.search(left):
        return Reading("growth", left[: match.start()], base=match["base"])
    if match := known.completion_of.search(left):
        return Reading("completion", left[: match.start()], base=match["base"])
    level = known.level.search(left)
    if level and (grown := _known().growth_rate.compiled.search(left[: level.start()])):
        return Reading("growth", left[: grown.start()], grown["word"] in words().growth_down)
    if (held := _HELD.sub("", left)) != left and (grown := _known().growth_rate.compiled.search(held)):
        return Reading("growth", left[: grown.start()], grown["word"] in words().growth_down)
    if quantity.signed and (beside := _BESIDE_A_YEAR.search(left)):
        return Reading("growth", left[: beside.start()])
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
        named = match["word"].startswith("占") and not _ONE_LETTER.search(subject)
        return Reading("share", subject if named else left, base_of_parent=of_parent)
    if (
        _known().done_after.compiled.match(right)
        or _known().done_alone.compiled.search(left)
        or (_known().done_before.compiled.search(left) and not _HAN.match(right))
    ):
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
        of_time = _known().times.compiled.search(match["base"]) or verb in (
            "提高",
            "下降",
            "回落",
            "上升",
            "降低",
            "收窄",
        )
        kind: Kind = "change_pp" if of_time else "gap_pp"
        return Reading(kind, left[: match.start()], _downward(verb) != shrinking, base=match["base"])
    if match := known.gap.search(left):
        negative = match["verb"] in words().gap_below
        kind = "change_pp" if _known().times.compiled.search(match["base"]) else "gap_pp"
        return Reading(kind, left[: match.start()], negative, base=match["base"])
    if match := _APART.search(left):
        return Reading("gap_pp", left[: match.start()])
    if match := _known().pulled.compiled.search(left):
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
    if match := _known().per.compiled.search(left):
        return Reading("unit_price", known.level.sub("", left[: match.start()]), per=match["per"])
    if (match := _known().per_thing.compiled.search(left)) or (match := _known().by_each.compiled.search(left)):
        return Reading("unit_price", left, per=match["per"])
    if quantity.value < _MOST_PER_HEAD and (match := _known().per_head.compiled.search(left)):
        named_behind = bool(_OF_NAMED.match(right))
        return Reading("unit_price", left, per=match["per"], metric_after=named_behind)
    if match := _known().per_head_after.compiled.match(right):
        return Reading("unit_price", without_glue(left), per=match["per"], metric_after=True)
    if _known().standard.compiled.search(without_glue(known.level.sub("", left))):
        return Reading("unit_price", known.level.sub("", left))
    if loss := _LOSS.search(left):
        return Reading("amount", without_glue(left[: loss.start()]), negative=True)
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
    match = _known().than_level.compiled.search(left)
    if match is None or not _known().moves.compiled.match(right):
        return None
    earlier = read_kind(quantity, left[: match.start()], "", None)
    return earlier and replace(earlier, baseline=True)


def _from_level(quantity: Quantity, left: str, right: str) -> Reading | None:
    """The first of two levels: 由上年的78.2%提高到81.5%."""
    if start := _compared_with_level(quantity, left, right):
        return start
    match = _known().start_level.compiled.search(left)
    if match is None or not _known().end_level.compiled.match(right):
        return None
    earlier = read_kind(quantity, left[: match.start()], "", None)
    if per := _known().per.compiled.search(left):
        earlier = Reading("unit_price", left[: match.start()], per=per["per"])
    lost = bool(_LOSS.search(left))
    return earlier and replace(earlier, baseline=True, negative=earlier.negative or lost)


def _multiple(left: str, right: str) -> Reading:
    known = kind_patterns()
    if match := _known().times_of.compiled.search(left):
        return Reading("multiple", left[: match.start()], base=match["base"])
    if not known.level.search(left) and (match := known.growth_up.search(left)):
        return Reading("growth", left[: match.start()])
    after = bool(_HAN.match(right))
    return Reading("multiple", without_glue(left), metric_after=after)


def _count(quantity: Quantity, left: str, right: str) -> Reading | None:
    if quantity.unit == "位" and (_known().places_moved.compiled.search(left) or not _HAN.match(right)):
        return None
    if earlier := _from_level(quantity, left, right):
        return earlier
    level = kind_patterns().level.search(left) or _known().those_moved.compiled.search(left)
    if not level and (changed := _change(left)):
        return changed
    if quantity.per or per_something(left):
        return Reading("ratio", without_glue(left))
    after = (
        bool(_known().name_of_counted.compiled.match(right))
        and not _known().aim_after.compiled.match(right)
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
    if (first := _known().start_level.compiled.search(left)) and _known().end_level.compiled.match(right):
        return Reading("ratio", without_glue(left[: first.start()]), baseline=True)
    subject = without_glue(kind_patterns().level.sub("", left))
    return (
        Reading("ratio", subject) if _known().number_metric.compiled.search(subject) or quantity.lost_decimal else None
    )


def without_glue(left: str) -> str:
    """`left` without the function words that stand between a metric and its figure."""
    return kind_patterns().glue.sub("", left)
