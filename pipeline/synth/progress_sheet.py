"""A progress sheet: one row a goal, its target, what was done this month, what since January, and a percentage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from extractors.fact import Column
from pipeline.synth.bulletin import goal_of, level, metric
from pipeline.synth.draft import Draft, marks_in
from pipeline.synth.equations import (
    month_within,
    part_within_whole,
    parts_make_whole,
    price_times_count,
    raised_by,
    rate_of,
    same,
    targets_on_one_base,
)
from pipeline.synth.forms import Sheet
from pipeline.synth.unit import percent


@dataclass(frozen=True, slots=True)
class Row:
    """Texts of one row, with marks; `completion` is a mark, a word, or nothing."""

    name: str
    target: str
    current: str
    cumulative: str
    completion: str


def progress_sheet(draft: Draft) -> None:
    """Write the sheet: this unit's choice of rows, always in the same order."""
    chosen = [make for make in ROWS if draft.habit(f"row {make.__name__}", "yes", "yes", "no") == "yes"] or [ROWS[0]]
    rows = []
    for make in chosen:
        first = len(draft.figures)
        row = make(draft)
        _say_where(draft, first, row)
        rows.append(row)
    month, region = draft.month, draft.unit.region
    heads, order = draft.unit.choose(
        "heads",
        (
            (("序号", "目标名称", "考核指标", "当月进度", "累计进度", "累计完成工作量"), "#"),
            (("重点任务", "年度目标", f"{month}月完成情况", f"1-{month}月完成情况", "完成率"), ""),
            (("工作事项", "年度计划", "本月进展", "累计进展情况", "进度（%）"), ""),
            (("序号", "重点工作", "目标任务", "本月完成情况", "累计完成情况", "完成比例", "责任科室"), "#o"),
        ),
    )
    title = draft.habit(
        "title",
        f"{draft.unit.office}{draft.year}年{month}月份目标任务推进表",
        f"{region}{draft.year}年{month}月重点工作完成情况统计表",
        f"{draft.unit.office}{draft.year}年1-{month}月工作目标进展情况",
    )
    offices = ("预算科", "国库科", "经济建设科", "社会保障科", "农业农村科")
    cells = []
    for number, row in enumerate(rows, start=1):
        texts = [row.name, row.target, row.current, row.cumulative, row.completion]
        cells.append(tuple([str(number)] * ("#" in order) + texts + [offices[number % 5]] * ("o" in order)))
    draft.form = Sheet(title, heads, tuple(cells))


def _say_where(draft: Draft, first: int, row: Row) -> None:
    """Tell each figure of the row in which cell it stands."""
    texts: dict[Column, str] = {
        "target": row.target,
        "current": row.current,
        "cumulative": row.cumulative,
        "completion": row.completion,
    }
    for column, text in texts.items():
        for number in marks_in(text):
            if number >= first:
                draft.figures[number] = draft.figures[number].standing(row.name, column)


def _so_far(draft: Draft) -> str:
    return draft.phrase(
        "sheet so far", f"1-{draft.month}月，", f"1—{draft.month}月", f"截至{draft.month}月末，累计", "累计"
    )


def _now(draft: Draft) -> str:
    return draft.phrase("sheet now", f"{draft.month}月份，", f"{draft.month}月", "本月", "当月")


def _revenue(draft: Draft) -> Row:
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
    goal_word = draft.phrase("link", "为年度目标的", "完成年度目标的")
    return Row(
        draft.habit("item revenue", "一般公共预算收入", "组织财政收入", "收入预算执行"),
        f"{target}。",
        f"{_now(draft)}{all_}完成{name}{now}，同比{now_rate}；其中{tax}{tax_now}，占比{share_now}。",
        f"{_so_far(draft)}{all_}完成{name}{so_far}，同比{rate}，{goal_word}{link}；"
        f"其中{tax}{tax_sum}，占比{share_sum}，{nontax}{rest}。",
        _completion_of(
            draft, "revenue", done, draft.habit("item revenue", "一般公共预算收入", "组织财政收入", "收入预算执行")
        ),
    )


def _amount(draft: Draft, key: str, name: str, at: str, scope: str) -> tuple[str, int]:
    """The mark and the truth of an amount alone."""
    unit = draft.unit
    fen = (unit.month if at == "month" else unit.so_far)(key, draft.year, draft.month)
    span = draft.in_month if at == "month" else draft.so_far
    return draft.amount(f"{key}.{at}", fen, name, span, scope=scope), fen


def _completion_of(draft: Draft, key: str, done: Fraction, item: str) -> str:
    return draft.completion_cell(f"{key}.column", done, item)


def _spending(draft: Draft) -> Row:
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
        f"{_now(draft)}{own}{name}{now}，同比{now_rate}。",
        f"{_so_far(draft)}{own}{name}{so_far}，同比{rate}，为年初预算的{link}。"
        f"1-{draft.month}月{unit.all}{name}{all_sum}，其中{people}{part}，占{name}的{share}。",
        _completion_of(draft, "own_spending", done, item),
    )


def _eight(draft: Draft) -> Row:
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
        f"{_now(draft)}{all_}{name}{now}，同比{now_rate}。",
        f"{_so_far(draft)}{all_}{name}{so_far}，同比{rate}。经与国库对账，1-{draft.month}月{all_}{name}{again}，账表一致。",
        f"{draft.month * 100 // 12}%",
    )


def _bonds(draft: Draft) -> Row:
    unit, all_ = draft.unit, draft.unit.all
    name = "新增专项债券"
    goal = goal_of(draft, "bonds")
    wanted = draft.goal("bonds.goal", goal, name, scope=all_)
    now, _ = _amount(draft, "bonds", name, "month", all_)
    so_far, _ = _amount(draft, "bonds", name, "ytd", all_)
    done = percent(unit.so_far("bonds", draft.year, draft.month), goal)
    draft.must(month_within("bonds.month.within", draft.place("bonds.month"), draft.place("bonds.ytd")))
    item = draft.habit("item bonds", "专项债券发行", "债券资金争取")
    column = _completion_of(draft, "bonds", done, item)
    _column_link(draft, "bonds")
    return Row(
        item,
        f"全年{all_}发行{name}{wanted}。",
        f"{_now(draft)}{all_}发行{name}{now}。",
        f"{_so_far(draft)}{all_}发行{name}{so_far}，资金全部拨付到项目单位。",
        column,
    )


def _column_link(draft: Draft, key: str) -> None:
    places = [draft.place(f"{key}.{part}") for part in ("column", "ytd", "goal")]
    draft.must(rate_of(f"{key}.column", "completion", places[0], places[1], places[2]))


def _counted(key: str, name: str, verb: str, unit_word: str, item: str) -> Callable[[Draft], Row]:
    def make(draft: Draft) -> Row:
        unit = draft.unit
        goal = max(1, unit.year(key, draft.year - 1) // 10 * 10)
        now, done = unit.month(key, draft.year, draft.month), unit.so_far(key, draft.year, draft.month)
        wanted = draft.count(f"{key}.goal", goal, name, unit_word, draft.in_year, role="target")
        this = draft.count(f"{key}.month", now, name, unit_word, draft.in_month)
        total = draft.count(f"{key}.ytd", done, name, unit_word, draft.so_far)
        column = _completion_of(draft, key, percent(done, goal), item)
        draft.must(month_within(f"{key}.month.within", draft.place(f"{key}.month"), draft.place(f"{key}.ytd")))
        _column_link(draft, key)
        return Row(
            item,
            f"全年{verb}{name}{wanted}。",
            f"{_now(draft)}{verb}{name}{this}。",
            f"{_so_far(draft)}{verb}{name}{total}。",
            column,
        )

    make.__name__ = f"_{key}"
    return make


def _subsidy(draft: Draft) -> Row:
    unit = draft.unit
    price = 10 * unit.lot("price", 30, 240)
    heads = unit.lot(f"heads/{draft.year}", 320, 5200)
    whom, word = draft.habit("whom", "困难学生|人", "残疾老人|人", "低保家庭|户").split("|")
    per = draft.price("subsidy.price", price, whom, word)
    count = draft.count("subsidy.count", heads, whom, word, draft.so_far)
    metric_name = f"{whom}补助"
    paid = draft.amount("subsidy.paid", price * heads * 100, metric_name, draft.so_far)
    places = [draft.place(f"subsidy.{part}") for part in ("price", "count", "paid")]
    draft.must(price_times_count("subsidy", places[0], places[1], places[2]))
    goal_price = draft.price("subsidy.goal.price", price, whom, word)
    draft.must(same("subsidy.price", draft.place("subsidy.goal.price"), places[0], "target"))
    return Row(
        draft.habit("item subsidy", "困难群众补助", "民生补助发放"),
        f"按每{word}每年{goal_price}的标准落实{whom}补助。",
        "会同业务主管部门核对花名册。",
        f"按每{word}每年{per}的标准，向{whom}{count}发放补助{paid}。",
        f"{draft.month * 100 // 12}%",
    )


def _standard(draft: Draft) -> Row:
    unit = draft.unit
    rise = unit.lot("rise", 4, 30)
    before = 100 * unit.lot("standard", 4, 26)
    after = before * (100 + rise) // 100
    name = draft.habit("standard name", "城乡低保标准", "特困人员供养标准")
    first = draft.price("standard.before", before, name, "人")
    rate = draft.growth("standard.rise", Fraction(rise), name, draft.in_year, role="standard")
    draft.figures[-1] = draft.figures[-1].plain()
    second = draft.price("standard.after", after, name, "人")
    places = [draft.place(f"standard.{part}") for part in ("before", "rise", "after")]
    draft.must(raised_by("standard", places[0], places[1], places[2]))
    return Row(
        draft.habit("item standard", "提高保障标准", "社会救助提标"),
        "稳步提高城乡困难群众保障水平。",
        "印发提标通知，做好补发准备。",
        f"将{name}由每人每月{first}上浮{rate}，提高到每人每月{second}。",
        "100%",
    )


def _idle(draft: Draft) -> Row:
    own, name = draft.unit.own, "财政存量资金"
    now, _ = _amount(draft, "idle", name, "month", own)
    so_far, _ = _amount(draft, "idle", name, "ytd", own)
    draft.must(month_within("idle.month.within", draft.place("idle.month"), draft.place("idle.ytd")))
    return Row(
        draft.habit("item idle", "存量资金盘活", "结转结余清理"),
        f"加大{own}{name}盘活力度，应收尽收。",
        f"{_now(draft)}{own}盘活{name}{now}。",
        f"{_so_far(draft)}{own}盘活{name}{so_far}。",
        f"{draft.month * 100 // 12}%",
    )


ROWS: Final[tuple[Callable[[Draft], Row], ...]] = (
    _revenue,
    _spending,
    _eight,
    _bonds,
    _counted("roads", "农村公路", "新改建", "公里", "农村公路建设"),
    _counted("homes", "棚户区住房", "改造", "套", "棚户区改造"),
    _counted("trained", "新型职业农民", "培训", "人次", "农民培训"),
    _counted("lamps", "背街小巷", "整治", "条", "背街小巷整治"),
    _subsidy,
    _standard,
    _idle,
)
