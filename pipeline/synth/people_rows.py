"""Rows of a progress sheet that are about people and things counted: projects, allowances, standards."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from pipeline.synth.draft import Draft
from pipeline.synth.equations import month_within, price_times_count, raised_by, same
from pipeline.synth.sheet_row import Row, completion_cell, now_words, so_far_words
from pipeline.synth.unit import percent


def counted(key: str, name: str, verb: str, unit_word: str, item: str) -> Callable[[Draft], Row]:
    """The maker of a row about things counted: a target, this month, since January."""

    def make(draft: Draft) -> Row:
        unit = draft.unit
        goal = max(1, unit.year(key, draft.year - 1) // 10 * 10)
        now, done = unit.month(key, draft.year, draft.month), unit.so_far(key, draft.year, draft.month)
        wanted = draft.count(f"{key}.goal", goal, name, unit_word, draft.in_year, role="target")
        this = draft.count(f"{key}.month", now, name, unit_word, draft.in_month)
        total = draft.count(f"{key}.ytd", done, name, unit_word, draft.so_far)
        column = completion_cell(draft, key, percent(done, goal), item)
        draft.must(month_within(f"{key}.month.within", draft.place(f"{key}.month"), draft.place(f"{key}.ytd")))
        return Row(
            item,
            f"全年{verb}{name}{wanted}。",
            f"{now_words(draft)}{verb}{name}{this}。",
            f"{so_far_words(draft)}{verb}{name}{total}。",
            column,
        )

    make.__name__ = key
    return make


def subsidy(draft: Draft) -> Row:
    """An allowance: price times heads."""
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


def standard(draft: Draft) -> Row:
    """A standard raised by a rate."""
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
