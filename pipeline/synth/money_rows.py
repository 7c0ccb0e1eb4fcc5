"""Rows of a progress sheet that are about money: revenue, spending, bonds, idle funds."""

from __future__ import annotations

from pipeline.synth.bulletin import goal_of, level, metric
from pipeline.synth.draft import Draft
from pipeline.synth.equations import (
    month_within,
    part_within_whole,
    parts_make_whole,
    rate_of,
    same,
    targets_on_one_base,
)
from pipeline.synth.sheet_row import Row, completion_cell, now_words, so_far_words
from pipeline.synth.unit import percent


def revenue(draft: Draft) -> Row:
    """General revenue against its target, with the share of taxes."""
    unit, all_, name = draft.unit, draft.unit.all, metric(draft, "revenue")
    before = unit.year("revenue", draft.year - 1)
    goal = goal_of(draft, "revenue")
    target_growth = percent(goal - before, before)
    target = f"{all_}{name}达到{draft.goal('revenue.goal', goal, name, scope=all_)}"
    rate = draft.growth("revenue.goal.growth", target_growth, name, draft.in_year, role="target", scope=all_)
    target += f"，{rate}"
    if draft.habit("stretch", "yes", "no") == "yes":
        stretch = goal + goal // 50 // 10**8 * 10**8 + 10**8
        higher = draft.goal("revenue.stretch", stretch, name, role="stretch_target", scope=all_)
        growth = percent(stretch - before, before)
        rate = draft.growth("revenue.stretch.growth", growth, name, draft.in_year, role="stretch_target", scope=all_)
        target += f"，力争达到{higher}、{rate}"
        places = [draft.place(f"revenue.{part}") for part in ("goal", "goal.growth", "stretch", "stretch.growth")]
        draft.must(targets_on_one_base("revenue.targets", places[0], places[1], places[2], places[3]))
    now, now_rate = level(draft, "revenue", name, "month", all_)
    tax = metric(draft, "tax")
    tax_now, _ = _amount(draft, "tax", tax, "month", all_)
    of_month = percent(unit.month("tax", draft.year, draft.month), unit.month("revenue", draft.year, draft.month))
    share_now = draft.share("tax.month.share", of_month, tax, draft.in_month, name, scope=all_)
    so_far, rate = level(draft, "revenue", name, "ytd", all_)
    done = percent(unit.so_far("revenue", draft.year, draft.month), goal)
    link = draft.completion("revenue.ytd.completion", done, name, "年度目标", scope=all_)
    tax_sum, _ = _amount(draft, "tax", tax, "ytd", all_)
    of_sum = percent(unit.so_far("tax", draft.year, draft.month), unit.so_far("revenue", draft.year, draft.month))
    share_sum = draft.share("tax.ytd.share", of_sum, tax, draft.so_far, name, scope=all_)
    nontax = metric(draft, "nontax")
    rest, _ = _amount(draft, "nontax", nontax, "ytd", all_)
    places = [draft.place(key) for key in ("revenue.ytd", "tax.ytd", "nontax.ytd", "tax.ytd.share")]
    month = [draft.place(key) for key in ("revenue.month", "tax.month", "tax.month.share")]
    draft.must(
        parts_make_whole("revenue.parts", places[0], places[1:3]),
        rate_of("tax.share", "share", places[3], places[1], places[0]),
        rate_of("tax.month.share", "share", month[2], month[1], month[0]),
        rate_of(
            "revenue.completion",
            "completion",
            draft.place("revenue.ytd.completion"),
            places[0],
            draft.place("revenue.goal"),
        ),
        month_within("revenue.month.within", month[0], places[0]),
        month_within("tax.month.within", month[1], places[1]),
    )
    item = draft.habit("item revenue", "一般公共预算收入", "组织财政收入", "收入预算执行")
    goal_word = draft.phrase("link", "为年度目标的", "完成年度目标的")
    return Row(
        item,
        f"{target}。",
        f"{now_words(draft)}{all_}完成{name}{now}，同比{now_rate}；其中{tax}{tax_now}，占比{share_now}。",
        f"{so_far_words(draft)}{all_}完成{name}{so_far}，同比{rate}，{goal_word}{link}；"
        f"其中{tax}{tax_sum}，占比{share_sum}，{nontax}{rest}。",
        completion_cell(draft, "revenue", done, item),
    )


def _amount(draft: Draft, key: str, name: str, at: str, scope: str) -> tuple[str, int]:
    """The mark and the truth of an amount alone."""
    unit = draft.unit
    fen = (unit.month if at == "month" else unit.so_far)(key, draft.year, draft.month)
    span = draft.in_month if at == "month" else draft.so_far
    return draft.amount(f"{key}.{at}", fen, name, span, scope=scope), fen


def spending(draft: Draft) -> Row:
    """The own level's spending against its budget, and the share for people's livelihood."""
    unit, own, name = draft.unit, draft.unit.own, metric(draft, "spending")
    people = metric(draft, "livelihood")
    goal = goal_of(draft, "own_spending")
    item = draft.habit("item spending", "一般公共预算支出", "优化支出结构", "支出预算执行")
    budget = draft.goal("own_spending.goal", goal, name, role="budget", scope=own)
    now, now_rate = level(draft, "own_spending", name, "month", own)
    so_far, rate = level(draft, "own_spending", name, "ytd", own)
    done = percent(unit.so_far("own_spending", draft.year, draft.month), goal)
    link = draft.completion("own_spending.ytd.completion", done, name, "年初预算", scope=own)
    all_sum, _ = _amount(draft, "spending", name, "ytd", unit.all)
    part, _ = _amount(draft, "livelihood", people, "ytd", unit.all)
    of_all = percent(*(unit.so_far(key, draft.year, draft.month) for key in ("livelihood", "spending")))
    share = draft.share("livelihood.ytd.share", of_all, people, draft.so_far, name, scope=unit.all)
    places = [
        draft.place(key) for key in ("own_spending.ytd", "spending.ytd", "livelihood.ytd", "livelihood.ytd.share")
    ]
    draft.must(
        rate_of(
            "own_spending.completion",
            "completion",
            draft.place("own_spending.ytd.completion"),
            places[0],
            draft.place("own_spending.goal"),
        ),
        rate_of("livelihood.share", "share", places[3], places[2], places[1]),
        part_within_whole("own.in.all", places[0], places[1], "hierarchy"),
        month_within("own_spending.month.within", draft.place("own_spending.month"), places[0]),
    )
    return Row(
        item,
        f"{own}{name}年初预算{budget}，压实支出责任，加快支出进度。",
        f"{now_words(draft)}{own}{name}{now}，同比{now_rate}。",
        f"{so_far_words(draft)}{own}{name}{so_far}，同比{rate}，为年初预算的{link}。"
        f"1-{draft.month}月{unit.all}{name}{all_sum}，其中{people}{part}，占{name}的{share}。",
        completion_cell(draft, "own_spending", done, item),
    )


def eight(draft: Draft) -> Row:
    """Eight kinds of spending; the sum is stated twice."""
    name, all_ = metric(draft, "eight"), draft.unit.all
    now, now_rate = level(draft, "eight", name, "month", all_)
    so_far, rate = level(draft, "eight", name, "ytd", all_)
    draft.must(month_within("eight.month.within", draft.place("eight.month"), draft.place("eight.ytd")))
    again = draft.amount(
        "eight.ytd#2", draft.unit.so_far("eight", draft.year, draft.month), name, draft.so_far, scope=all_
    )
    draft.must(same("eight.twice", draft.place("eight.ytd"), draft.place("eight.ytd#2")))
    return Row(
        draft.habit("item eight", "八项支出", "重点支出保障"),
        f"{all_}{name}保持适度增长，重点支出不断档。",
        f"{now_words(draft)}{all_}{name}{now}，同比{now_rate}。",
        f"{so_far_words(draft)}{all_}{name}{so_far}，同比{rate}。经与国库对账，1-{draft.month}月{all_}{name}{again}，账表一致。",
        f"{draft.month * 100 // 12}%",
    )


def bonds(draft: Draft) -> Row:
    """Special bonds issued against the year's target."""
    unit, all_ = draft.unit, draft.unit.all
    name = "新增专项债券"
    goal = goal_of(draft, "bonds")
    wanted = draft.goal("bonds.goal", goal, name, scope=all_)
    now, _ = _amount(draft, "bonds", name, "month", all_)
    so_far, _ = _amount(draft, "bonds", name, "ytd", all_)
    done = percent(unit.so_far("bonds", draft.year, draft.month), goal)
    draft.must(month_within("bonds.month.within", draft.place("bonds.month"), draft.place("bonds.ytd")))
    item = draft.habit("item bonds", "专项债券发行", "债券资金争取")
    column = completion_cell(draft, "bonds", done, item)
    return Row(
        item,
        f"全年{all_}发行{name}{wanted}。",
        f"{now_words(draft)}{all_}发行{name}{now}。",
        f"{so_far_words(draft)}{all_}发行{name}{so_far}，资金全部拨付到项目单位。",
        column,
    )


def idle(draft: Draft) -> Row:
    """Idle funds put to use."""
    own, name = draft.unit.own, "财政存量资金"
    now, _ = _amount(draft, "idle", name, "month", own)
    so_far, _ = _amount(draft, "idle", name, "ytd", own)
    draft.must(month_within("idle.month.within", draft.place("idle.month"), draft.place("idle.ytd")))
    return Row(
        draft.habit("item idle", "存量资金盘活", "结转结余清理"),
        f"加大{own}{name}盘活力度，应收尽收。",
        f"{now_words(draft)}{own}盘活{name}{now}。",
        f"{so_far_words(draft)}{own}盘活{name}{so_far}。",
        f"{draft.month * 100 // 12}%",
    )
