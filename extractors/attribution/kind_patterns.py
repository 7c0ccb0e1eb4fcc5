"""The wordings that tell what kind of figure stands behind them, compiled from the word lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from rules.words import any_of, words


@dataclass(frozen=True, slots=True)
class KindPatterns:
    """Patterns over the words before a figure (they end at it) or, where named `…_after`, behind it."""

    glue: regex.Pattern[str]
    level: regex.Pattern[str]
    growth_up: regex.Pattern[str]
    growth_down: regex.Pattern[str]
    leading_change: regex.Pattern[str]
    completion_of: regex.Pattern[str]
    completion: regex.Pattern[str]
    share_of: regex.Pattern[str]
    share_of_time: regex.Pattern[str]
    share: regex.Pattern[str]
    rate: regex.Pattern[str]
    interest: regex.Pattern[str]
    compared: regex.Pattern[str]
    gap: regex.Pattern[str]
    over_aim: regex.Pattern[str]
    moved: regex.Pattern[str]
    decline: regex.Pattern[str]
    whole_of: regex.Pattern[str]
    after_noun_stop: regex.Pattern[str]


@cache
def kind_patterns() -> KindPatterns:
    """The patterns in force."""
    known = words()
    glued = any_of(word for word in known.glue if word not in ("总计", "约"))
    glue = (
        rf"(?:{glued}|(?<![签合节预公特契履违解])约|(?<!收入|支出)总计|(?<![下传抵转送])达|(?<![统会设审总合共估])计)*"
    )
    amplitude = rf"{any_of(known.amplitudes)}?"
    bases = any_of(known.completion_bases)
    moved = any_of({*known.moved_up, *known.moved_down})
    compared = any_of({*known.moved_up, *known.moved_down, *known.ahead, *known.behind})
    gaps = any_of({*known.gap_above, *known.gap_below})
    leads = r"(?:占|仅占|仅为|为|完成|达到|达|是|相当于|约占|已完成|实现|到|执行|消化|化解|发行|拨付|使用|支出)"
    whole = rf"{leads}(?P<base>[^，；：占]{{0,18}}?{bases}(?:数|总额|额|总数|值)?)"
    return KindPatterns(
        glue=regex.compile(glue + "$"),
        level=regex.compile(rf"{any_of(known.level_reached)}{glue}$"),
        growth_up=regex.compile(rf"(?<![新倍激剧]|改造提|提质){any_of(known.growth_up)}{amplitude}{glue}$"),
        growth_down=regex.compile(rf"{any_of(known.growth_down)}{amplitude}{glue}$"),
        leading_change=regex.compile(
            rf"^(?:共|已|累计|大力|{any_of(known.scopes)})*(?P<verb>{any_of(known.leading_changes)})(?!的)(?=.)"
        ),
        completion_of=regex.compile(
            rf"(?:{whole}的?|(?<!未|占[^，；：]{{0,12}})完成了?(?P<base>[^，；：占]{{2,18}}?)的){glue}$"
        ),
        completion=regex.compile(rf"(?P<word>{any_of(known.completion_words)}){glue}$"),
        share_of=regex.compile(rf"占(?!比)到?(?P<base>[^，；：]{{2,30}}?)(?:的)?(?:比重|比例|比)?{glue}$"),
        share_of_time=regex.compile(
            r"(?:只有|仅?为|仅?是|相当于|恢复[到至]|达到?|占)(?P<base>(?:上年|去年|前年|20\d\d年)(?:同期|同月|全年|同季)?)的?$"
        ),
        share=regex.compile(rf"(?P<word>{any_of(known.share_words)}){glue}$"),
        rate=regex.compile(rf"{any_of(known.rate_ends)}{glue}$"),
        interest=regex.compile(rf"(?<![办缴报])(?:{any_of(known.interest_ends)}){glue}$"),
        compared=regex.compile(
            rf"(?P<how>(?<![同环可对占])比|较|与)(?!{moved})(?P<base>[^，；：]{{1,24}}?(?:同期|同口径)?)(?:相比)?(?:分别|又|再|累计|平均)?"
            rf"(?P<verb>{compared})(?:完成|支出|拨付|实现|发行|征收|入库|安排|投入)?(?:了|近|约)?$"
        ),
        gap=regex.compile(rf"(?P<verb>{gaps})(?P<base>[^，；：]{{1,24}})$"),
        over_aim=regex.compile(
            rf"(?P<verb>{gaps})(?P<base>(?:年度|全年|年初|省定|市定)*(?:目标|计划|任务|预算|预期)(?:任务|数|值)?)$"
        ),
        moved=regex.compile(rf"(?P<verb>{moved})(?:了|幅度)?{glue}$"),
        decline=regex.compile(r"(?:降幅|跌幅|减幅|下降幅度)[^，；：]{0,16}$"),
        whole_of=regex.compile(rf"{whole}(?:为|是|的)?$|占(?!比)(?P<whole>[^，；：]{{2,20}}?)$"),
        after_noun_stop=regex.compile(any_of(known.after_noun_stops)),
    )
