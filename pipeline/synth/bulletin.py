"""A month's bulletin of revenue and spending in running text."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from pipeline.synth.draft import Draft
from pipeline.synth.equations import (
    change_between,
    growth_by_change,
    month_onto,
    month_within,
    part_within_whole,
    parts_make_whole,
    rate_of,
    same,
)
from pipeline.synth.forms import Narrative
from pipeline.synth.unit import percent

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "revenue": ("一般公共预算收入",),
    "tax": ("税收收入",),
    "nontax": ("非税收入",),
    "vat": ("国内增值税", "增值税"),
    "cit": ("企业所得税",),
    "pit": ("个人所得税",),
    "deed": ("契税",),
    "spending": ("一般公共预算支出",),
    "education": ("教育支出",),
    "social": ("社会保障和就业支出",),
    "health": ("卫生健康支出",),
    "farming": ("农林水支出",),
    "town": ("城乡社区支出",),
    "livelihood": ("民生支出", "民生领域支出"),
    "eight": ("八项支出", "财政八项支出"),
    "fund": ("政府性基金预算收入", "政府性基金收入"),
    "land": ("国有土地使用权出让收入", "土地出让收入"),
    "fund_spending": ("政府性基金预算支出", "政府性基金支出"),
}


RESTATED: Final = "revenue.before"
"""The figure that restates the sum of an earlier report."""
_COMPARABLE: Final = ("comparable|同口径|comparable", "refund|扣除留抵退税因素后|excl_vat_refund")
"""How another basis is said: the figure's name, the words, and the basis in the data contract."""


def metric(draft: Draft, key: str) -> str:
    """What the unit calls it."""
    return draft.unit.choose(f"name/{key}", NAMES[key])


def bulletin(draft: Draft) -> None:
    """Write the bulletin."""
    region, span = draft.unit.region, _span_words(draft)
    sections = [
        ("一般公共预算收入", _revenue(draft)),
        ("一般公共预算支出", _spending(draft)),
        ("政府性基金收支", _fund(draft)),
    ]
    numbers = draft.habit("numbers", "一、|二、|三、", "（一）|（二）|（三）").split("|")
    paragraphs: list[str] = []
    for number, (title, texts) in zip(numbers, sections, strict=True):
        paragraphs.append(f"# {number}{title}{draft.habit('heading', '情况', '完成情况', '执行情况')}")
        paragraphs.extend(texts)
    if draft.habit("repeats", "yes", "no") == "yes":
        paragraphs.append(_outlook(draft))
    title = draft.habit(
        "title",
        f"{region}{draft.year}年{span}财政预算执行情况",
        f"{draft.year}年{span}{region}财政收支运行简况",
        f"{region}{draft.year}年{span}财政收支简报",
    )
    published = f"{draft.year + draft.month // 12}年{draft.month % 12 + 1}月{8 + draft.unit.lot('day', 0, 12)}日"
    source = draft.habit(
        "source", f"{draft.unit.office} {published}", f"发布时间：{published} 来源：{draft.unit.office}"
    )
    draft.form = Narrative(title, tuple(paragraphs), source)


def _span_words(draft: Draft) -> str:
    if draft.month == 1:
        return "1月份"
    if draft.month == 12:
        return draft.habit("span12", "1-12月", "1—12月")
    return f"1{draft.habit('dash', '-', '—', '至')}{draft.month}月"


def _so_far_words(draft: Draft) -> str:
    """How the text says January to this month."""
    if draft.month == 1:
        return "1月份，"
    span = _span_words(draft)
    return draft.phrase("so far", f"{span}，", f"{span}累计，", f"今年{span}，")


def level(draft: Draft, key: str, name: str, at: str, scope: str | None, parent: str | None = None) -> tuple[str, str]:
    """Marks of the amount and the growth of `key`, in this month (`at` = month) or since January (ytd)."""
    unit, year, month = draft.unit, draft.year, draft.month
    if at == "month":
        now, before, span = unit.month(key, year, month), unit.last_month(key, year, month), draft.in_month
    else:
        now, before, span = unit.so_far(key, year, month), unit.last_so_far(key, year, month), draft.so_far
    amount = draft.amount(f"{key}.{at}", now, name, span, scope=scope, parent=parent)
    growth = percent(now - before, before)
    rate = draft.growth(f"{key}.{at}.growth", growth, name, span, scope=scope, parent=parent)
    if "comparable" in unit.habits and key in ("revenue", "tax", "spending") and at == "ytd":
        label, words, basis = draft.habit("comparable", *_COMPARABLE).split("|")
        other = growth + Fraction(unit.lot(f"{label}/{key}/{year}/{month}", 5, 90), 10)
        said = {"scope": scope, "parent": parent, "basis": basis}
        rate += f"（{words}{draft.growth(f'{key}.{at}.{label}', other, name, span, **said)}）"
    return amount, rate


def _revenue(draft: Draft) -> list[str]:
    all_, own = draft.unit.all, draft.unit.own
    name, tax, nontax = metric(draft, "revenue"), metric(draft, "tax"), metric(draft, "nontax")
    texts = []
    if draft.month > 1:
        amount, rate = level(draft, "revenue", name, "month", all_)
        texts.append(
            draft.phrase(
                "revenue month",
                f"{draft.month}月份，{all_}完成{name}{amount}，同比{rate}。",
                f"{draft.month}月当月，{all_}{name}实现{amount}，比上年同月{rate}。",
                f"当月{all_}{name}{amount}，较上年同期{rate}。",
            )
        )
    amount, rate = level(draft, "revenue", name, "ytd", all_)
    budget = _budget(draft, "revenue")
    opening = f"{_so_far_words(draft)}{all_}{name}{draft.phrase('done', '', '累计', '完成', '累计完成')}{amount}"
    if draft.habit("increase", "yes", "no") == "yes":
        of = "revenue", draft.year, draft.month
        now, before = draft.unit.so_far(*of), draft.unit.last_so_far(*of)
        change = draft.change("revenue.ytd.change", now - before, name, draft.so_far, scope=all_)
        draft.must(
            growth_by_change(
                "revenue.increase",
                draft.place("revenue.ytd.growth"),
                draft.place("revenue.ytd"),
                draft.place("revenue.ytd.change"),
            )
        )
        opening += f"，比上年同期{change}，{rate}"
    else:
        opening += f"，同比{rate}"
    if budget:
        goal = draft.goal("revenue.goal", budget, name, role="budget", scope=all_)
        done = percent(draft.unit.so_far("revenue", draft.year, draft.month), budget)
        link = draft.completion("revenue.ytd.completion", done, name, "年初预算", scope=all_)
        opening += draft.phrase("budget", f"，完成年初预算{goal}的{link}", f"，为年初预算{goal}的{link}")
        draft.must(
            rate_of(
                "revenue.completion",
                "completion",
                draft.place("revenue.ytd.completion"),
                draft.place("revenue.ytd"),
                draft.place("revenue.goal"),
            )
        )
    tax_amount, tax_rate = level(draft, "tax", tax, "ytd", all_, name)
    so_far = draft.unit.so_far("tax", draft.year, draft.month), draft.unit.so_far("revenue", draft.year, draft.month)
    share = draft.share("tax.ytd.share", percent(*so_far), tax, draft.so_far, name, scope=all_, parent=name)
    other, other_rate = level(draft, "nontax", nontax, "ytd", all_, name)
    texts.append(
        opening
        + "。"
        + draft.phrase(
            "tax",
            f"其中，{tax}{tax_amount}，{tax_rate}，占{name}的比重为{share}；{nontax}{other}，{other_rate}。",
            f"其中：{tax}完成{tax_amount}，同比{tax_rate}，占{name}的{share}；{nontax}完成{other}，同比{other_rate}。",
        )
    )
    taxes = [key for key in ("vat", "cit", "pit", "deed") if draft.habit(f"lists {key}", "yes", "yes", "no") == "yes"]
    if taxes:
        listed = [(metric(draft, key), *level(draft, key, metric(draft, key), "ytd", all_)) for key in taxes]
        texts.append(f"主要税种中，{'；'.join(f'{word}{amount}，{rate}' for word, amount, rate in listed)}。")
    here = [draft.place(key) for key in ("revenue.ytd", "tax.ytd", "nontax.ytd", "tax.ytd.share")]
    draft.must(
        parts_make_whole("revenue.parts", here[0], here[1:3]), rate_of("tax.share", "share", here[3], here[1], here[0])
    )
    draft.must(*(part_within_whole(f"{key}.in.tax", draft.place(f"{key}.ytd"), here[1]) for key in taxes))
    if draft.month > 1:
        draft.must(month_within("revenue.month.within", draft.place("revenue.month"), here[0]))
    if draft.habit("own", "yes", "no") == "yes":
        amount, rate = level(draft, "own_revenue", name, "ytd", own)
        texts.append(f"{draft.phrase('own so far', '', '累计看，')}{own}{name}{amount}，{rate}。")
        draft.must(part_within_whole("own.in.all", draft.place("own_revenue.ytd"), here[0], "hierarchy"))
    if revised := _revised(draft, name):
        texts.append(revised)
    return texts


def _revised(draft: Draft, name: str) -> str:
    """What the sum up to the month before has been restated to; nothing where that month was told in full."""
    unit, before = draft.unit, draft.before
    late = unit.late("revenue", before.end.year, before.end.month)
    if not late:
        return ""
    told = unit.so_far("revenue", before.end.year, before.end.month)
    now = draft.amount(RESTATED, told + late, name, before, scope=unit.all)
    draft.must(
        month_onto("revenue.onto", draft.place(RESTATED), draft.place("revenue.month"), draft.place("revenue.ytd"))
    )
    span = f"1-{before.end.month}月" if before.end.month > 1 else "1月"
    if draft.habit("restating", "new", "both") == "new":
        return f"经与国库对账，{span}{unit.all}{name}修订为{now}。"
    was = draft.amount(f"{RESTATED}.was", told, name, before, scope=unit.all)
    return f"经与国库对账，{span}{unit.all}{name}由原公布的{was}修订为{now}。"


def _budget(draft: Draft, key: str) -> int:
    """The year's budget in fen, a round number; 0 where this unit's bulletins do not name it."""
    if draft.habit("names budget", "yes", "yes", "no") == "no":
        return 0
    return goal_of(draft, key)


def goal_of(draft: Draft, key: str) -> int:
    """A round number a few percent above last year's total, in fen."""
    before = draft.unit.year(key, draft.year - 1)
    wanted = before * (1000 + draft.unit.lot(f"goal/{key}/{draft.year}", 10, 95)) // 1000
    step = 10**9 if wanted >= 50 * 10**10 else 10**8
    return max(step, wanted // step * step)


def _spending(draft: Draft) -> list[str]:
    unit, all_ = draft.unit, draft.unit.all
    name = metric(draft, "spending")
    texts = []
    if draft.month > 1:
        amount, rate = level(draft, "spending", name, "month", all_)
        texts.append(
            draft.phrase(
                "spending month",
                f"{draft.month}月份，{all_}{name}{amount}，同比{rate}。",
                f"{draft.month}月当月，{all_}{name}完成{amount}，比上年同月{rate}。",
            )
        )
    amount, rate = level(draft, "spending", name, "ytd", all_)
    text = f"{_so_far_words(draft)}{all_}{name}{draft.phrase('spent', '', '累计', '完成')}{amount}，同比{rate}。"
    if draft.habit("livelihood", "yes", "no") == "yes":
        people = metric(draft, "livelihood")
        part, part_rate = level(draft, "livelihood", people, "ytd", all_, name)
        of_all = percent(*(unit.so_far(key, draft.year, draft.month) for key in ("livelihood", "spending")))
        share = draft.share("livelihood.ytd.share", of_all, people, draft.so_far, name, scope=all_, parent=name)
        text += f"其中{people}{part}，{part_rate}，占{name}的{share}。"
        here = [draft.place(key) for key in ("livelihood.ytd.share", "livelihood.ytd", "spending.ytd")]
        draft.must(rate_of("livelihood.share", "share", here[0], here[1], here[2]))
    texts.append(text)
    fields = ("education", "social", "health", "farming", "town")
    listed = [(metric(draft, key), *level(draft, key, metric(draft, key), "ytd", all_)) for key in fields]
    opening = draft.habit("fields", "从主要科目看，", "重点支出保障有力：", "分科目看，")
    texts.append(opening + "；".join(f"{word}{amount}，{rate}" for word, amount, rate in listed) + "。")
    whole = draft.place("spending.ytd")
    draft.must(*(part_within_whole(f"{key}.in.spending", draft.place(f"{key}.ytd"), whole) for key in fields))
    if draft.month > 1:
        draft.must(month_within("spending.month.within", draft.place("spending.month"), whole))
    return texts


def _fund(draft: Draft) -> list[str]:
    all_ = draft.unit.all
    fund, land, spent = metric(draft, "fund"), metric(draft, "land"), metric(draft, "fund_spending")
    amount, rate = level(draft, "fund", fund, "ytd", all_)
    part, part_rate = level(draft, "land", land, "ytd", all_, fund)
    text = f"{_so_far_words(draft)}{all_}{fund}{amount}，同比{rate}，其中{land}{part}，{part_rate}。"
    draft.must(part_within_whole("land.in.fund", draft.place("land.ytd"), draft.place("fund.ytd")))
    if draft.habit("land last", "yes", "no") == "yes":
        before = draft.unit.last_so_far("fund", draft.year, draft.month)
        now = draft.unit.so_far("fund", draft.year, draft.month)
        last = draft.amount("fund.last", before, fund, draft.last_year_so_far, role="baseline", scope=all_)
        change = draft.change("fund.ytd.change", now - before, fund, draft.so_far, scope=all_)
        text += f"上年同期{fund}为{last}，今年比上年同期{change}。"
        places = [draft.place(key) for key in ("fund.ytd", "fund.last", "fund.ytd.change")]
        draft.must(change_between("fund.change", places[0], places[1], places[2]))
    amount, rate = level(draft, "fund_spending", spent, "ytd", all_)
    return [text, f"{_so_far_words(draft)}{all_}{spent}{amount}，同比{rate}。"]


def _outlook(draft: Draft) -> str:
    """A closing paragraph that states the main figures once more."""
    unit, name, all_ = draft.unit, metric(draft, "revenue"), draft.unit.all
    amount = draft.amount(
        "revenue.ytd#2", unit.so_far("revenue", draft.year, draft.month), name, draft.so_far, scope=all_
    )
    draft.must(same("revenue.twice", draft.place("revenue.ytd"), draft.place("revenue.ytd#2")))
    return draft.phrase(
        "outlook",
        f"总的看，{_so_far_words(draft)}{all_}{name}{amount}，收入质量保持稳定，支出结构继续优化。",
        f"综合来看，{_so_far_words(draft)}{all_}{name}累计{amount}，财政运行总体平稳。",
    )
