"""A brief for the leaders: revenue by source, tax and level, with increments, points of difference and lists."""

from __future__ import annotations

from pipeline.synth.bulletin import goal_of, level, metric
from pipeline.synth.draft import Draft
from pipeline.synth.equations import (
    change_between,
    growth_by_change,
    part_within_whole,
    parts_make_whole,
    rate_of,
)
from pipeline.synth.forms import Narrative
from pipeline.synth.unit import percent

_MAIN_TAXES = ("vat", "cit", "pit", "deed")


def brief(draft: Draft) -> None:
    """Write the brief."""
    region, year, month = draft.unit.region, draft.year, draft.month
    span = draft.habit("brief span", f"1-{month}月", f"{year}年1—{month}月", f"1至{month}月份")
    paragraphs = [_opening(draft, span), _taxes(draft, span), _levels(draft, span), _spending(draft, span)]
    if draft.habit("in the month", "yes", "no") == "yes":
        paragraphs.insert(1, _in_the_month(draft))
    title = draft.habit(
        "brief title",
        f"{region}{year}年1-{month}月财政运行分析",
        f"关于{year}年1-{month}月{region}财政收支情况的简报",
    )
    draft.form = Narrative(title, tuple(paragraphs), f"{draft.unit.office}")


def _opening(draft: Draft, span: str) -> str:
    """Revenue with its increment, growth, completion against the budget and how far that is ahead of time."""
    unit, all_, name = draft.unit, draft.unit.all, metric(draft, "revenue")
    of = "revenue", draft.year, draft.month
    now, before = unit.so_far(*of), unit.last_so_far(*of)
    gross = draft.amount("gross.ytd", now * 17 // 10, "财政总收入", draft.so_far, scope=all_)
    amount, rate = level(draft, "revenue", name, "ytd", all_)
    change = draft.moved("revenue.ytd.change", now - before, name, draft.so_far, "revenue", scope=all_)
    places = [draft.place(f"revenue.ytd{part}") for part in ("", ".growth", ".change")]
    draft.must(growth_by_change("revenue.increase", places[1], places[0], places[2]))
    draft.must(part_within_whole("revenue.in.gross", places[0], draft.place("gross.ytd")))
    goal = goal_of(draft, "revenue")
    budget = draft.goal("revenue.goal", goal, name, role="budget", scope=all_)
    done = percent(now, goal)
    link = draft.completion("revenue.ytd.completion", done, name, "年初预算", scope=all_)
    ahead = draft.points("revenue.ahead", done - percent(draft.month, 12), name, draft.so_far, "ahead", scope=all_)
    draft.must(
        rate_of(
            "revenue.completion",
            "completion",
            draft.place("revenue.ytd.completion"),
            places[0],
            draft.place("revenue.goal"),
        )
    )
    gross_words = draft.habit("gross", f"{all_}财政总收入完成{gross}。其中，", f"{all_}财政总收入{gross}，其中：")
    own_words = draft.phrase(
        "brief revenue",
        f"{all_}{name}{amount}，同比{change}、{rate}",
        f"{name}完成{amount}，较上年同期{change}，{rate}",
    )
    return f"{span}，{gross_words}{own_words}，完成年初预算{budget}的{link}，{ahead}。"


def _in_the_month(draft: Draft) -> str:
    unit, all_, name = draft.unit, draft.unit.all, metric(draft, "revenue")
    amount, rate = level(draft, "revenue", name, "month", all_)
    of = "revenue", draft.year, draft.month
    now, before = unit.month(*of), unit.last_month(*of)
    last = draft.amount("revenue.month.last", before, name, draft.last_year_month, role="baseline", scope=all_)
    change = draft.moved("revenue.month.change", now - before, name, draft.in_month, "revenue", scope=all_)
    places = [draft.place(f"revenue.month{part}") for part in ("", ".growth", ".change", ".last")]
    draft.must(
        growth_by_change("revenue.month.increase", places[1], places[0], places[2]),
        change_between("revenue.month.difference", places[0], places[3], places[2]),
    )
    return f"{draft.month}月当月，{all_}{name}{amount}，上年同月为{last}，同比{change}，{rate}。"


def _taxes(draft: Draft, span: str) -> str:
    """The share of taxes, how it moved against last year, and the main taxes as a list with its sum."""
    unit, all_, name, tax = draft.unit, draft.unit.all, metric(draft, "revenue"), metric(draft, "tax")
    amount, rate = level(draft, "tax", tax, "ytd", all_, name)
    shares = [
        percent(unit.so_far("tax", year, draft.month), unit.so_far("revenue", year, draft.month))
        for year in (draft.year, draft.year - 1)
    ]
    share = draft.share("tax.ytd.share", shares[0], tax, draft.so_far, name, scope=all_, parent=name)
    points = draft.points("tax.ytd.share.points", shares[0] - shares[1], tax, draft.so_far, "higher", scope=all_)
    draft.must(
        rate_of("tax.share", "share", draft.place("tax.ytd.share"), draft.place("tax.ytd"), draft.place("revenue.ytd"))
    )
    parts = [draft.amount(f"{key}.ytd", unit.so_far(key, draft.year, draft.month), metric(draft, key), draft.so_far,
                          scope=all_) for key in _MAIN_TAXES]  # fmt: skip
    main = sum(unit.so_far(key, draft.year, draft.month) for key in _MAIN_TAXES)
    total = draft.amount("main_taxes.ytd", main, "主体税种", draft.so_far, scope=all_)
    whole = draft.place("main_taxes.ytd")
    draft.must(parts_make_whole("main.taxes", whole, [draft.place(f"{key}.ytd") for key in _MAIN_TAXES]))
    draft.must(part_within_whole("main.in.tax", whole, draft.place("tax.ytd")))
    listed = "、".join(f"{metric(draft, key)}{part}" for key, part in zip(_MAIN_TAXES, parts, strict=True))
    return (
        f"{span}，{all_}{tax}{amount}，{rate}，占{name}的{share}，占比较上年同期{points}。"
        f"其中，{listed}，四项合计{total}。"
    )


def _levels(draft: Draft, span: str) -> str:
    """The unit's own level and the districts."""
    unit, name = draft.unit, metric(draft, "revenue")
    own, own_rate = level(draft, "own_revenue", name, "ytd", unit.own)
    texts = [f"{unit.own}{name}{own}，{own_rate}"]
    for district in unit.districts:
        place = f"{district}{'县' if unit.level == '市' else '镇'}"
        amount, rate = level(draft, f"revenue@{district}", name, "ytd", place)
        texts.append(f"{place}{amount}，{rate}")
    places = [draft.place("own_revenue.ytd"), *(draft.place(f"revenue@{each}.ytd") for each in unit.districts)]
    draft.must(parts_make_whole("levels", draft.place("revenue.ytd"), places))
    return f"分级次看，{span}，{'；'.join(texts)}。"


def _spending(draft: Draft, span: str) -> str:
    unit, all_, name = draft.unit, draft.unit.all, metric(draft, "spending")
    of = "spending", draft.year, draft.month
    now, before = unit.so_far(*of), unit.last_so_far(*of)
    amount, rate = level(draft, "spending", name, "ytd", all_)
    change = draft.moved("spending.ytd.change", now - before, name, draft.so_far, "spending", scope=all_)
    places = [draft.place(f"spending.ytd{part}") for part in ("", ".growth", ".change")]
    draft.must(growth_by_change("spending.increase", places[1], places[0], places[2]))
    text = f"{span}，{all_}{name}{amount}，同比{change}，{rate}"
    if draft.month > 2:
        texts = [
            percent(unit.so_far("spending", draft.year, month), unit.last_so_far("spending", draft.year, month)) - 100
            for month in (draft.month, draft.month - 1)
        ]
        points = draft.points(
            "spending.ytd.growth.points", texts[0] - texts[1], name, draft.so_far, "faster", scope=all_
        )
        text += f"，增幅较上月{points}"
    return f"{text}。"
