"""A table of revenue by tax in 亿元 or 万元, with the sum of all rows, last year's figures and the budget."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from pipeline.synth.bulletin import goal_of, metric
from pipeline.synth.draft import Draft
from pipeline.synth.equations import change_between, growth_over, month_within, parts_make_whole, rate_of
from pipeline.synth.figure import Meaning
from pipeline.synth.forms import ValueTable
from pipeline.synth.unit import percent

_TAXES: Final = ("vat", "cit", "pit", "deed", "other_tax", "nontax")
_NAMES: Final = {"other_tax": "其他税收收入"}


def by_tax(draft: Draft) -> None:
    """Rows are taxes and other revenue under the whole; columns budget, month, so far, last year, change, growth."""
    worth, decimals, caption = draft.unit.choose(
        "tax unit",
        (
            (Fraction(10**8), 2, "单位：亿元"),
            (Fraction(10**4), 0, "单位：万元"),
            (Fraction(10**4), 2, "金额单位：万元"),
        ),
    )
    year, month = draft.year, draft.month
    heads = draft.habit(
        "tax heads",
        "收入科目|年初预算数|本月完成数|累计完成数|上年同期累计|累计同比增减额|累计同比增减%|完成预算%",
        f"项目|{year}年预算|{month}月|1-{month}月|去年同期|增减额|增减幅（%）|占年初预算%",
        "税种|全年预算|当月数|本年累计|上年同期数|比上年同期增减额|比上年同期增减%|预算完成率（%）",
    ).split("|")
    whole_name = draft.habit("tax whole", "一般公共预算收入合计", "一般公共预算收入", "合计")
    rows = [_row(draft, key, _NAMES.get(key) or metric(draft, key), worth, decimals) for key in _TAXES]
    whole = _row(draft, "revenue", whole_name, worth, decimals)
    rows = [whole, *rows] if draft.habit("whole first", "yes", "no") == "yes" else [*rows, whole]
    for column in ("month", "ytd"):
        parts = [draft.place(f"{key}.{column}") for key in _TAXES]
        draft.must(parts_make_whole(f"taxes.{column}", draft.place(f"revenue.{column}"), parts))
    title = draft.habit(
        "tax title",
        f"{draft.unit.region}{draft.year}年{draft.month}月一般公共预算收入分税种完成情况表",
        f"{draft.year}年1-{draft.month}月{draft.unit.region}一般公共预算收入执行情况",
    )
    draft.form = ValueTable(title, caption, tuple(heads), tuple(rows), (f"填报：{draft.unit.office}",))


def _row(draft: Draft, key: str, label: str, worth: Fraction, decimals: int) -> tuple[str, ...]:
    unit, year, month = draft.unit, draft.year, draft.month
    now, before, goal = unit.so_far(key, year, month), unit.last_so_far(key, year, month), goal_of(draft, key)
    name = metric(draft, "revenue") if key == "revenue" else label
    said = Meaning(name, "amount", draft.in_month, item=label)
    so_far = replace(said, span=draft.so_far, column="cumulative")
    cells = (
        label,
        draft.cell(f"{key}.goal", goal, worth, decimals, replace(said, span=draft.in_year, role="budget")),
        draft.cell(f"{key}.month", unit.month(key, year, month), worth, decimals, replace(said, column="current")),
        draft.cell(f"{key}.ytd", now, worth, decimals, so_far),
        draft.cell(
            f"{key}.last", before, worth, decimals, replace(so_far, span=draft.last_year_so_far, role="baseline")
        ),
        draft.cell(f"{key}.ytd.change", now - before, worth, decimals, replace(so_far, kind="change")),
        draft.percent_cell(f"{key}.ytd.growth", percent(now - before, before), 1, replace(so_far, kind="growth")),
        draft.percent_cell(
            f"{key}.ytd.completion",
            percent(now, goal),
            1,
            replace(so_far, kind="completion", base="年初预算", column=None),
        ),
    )
    here = [draft.place(f"{key}.{part}") for part in ("month", "ytd", "last", "ytd.change", "ytd.growth")]
    draft.must(
        month_within(f"{key}.month.within", here[0], here[1]),
        change_between(f"{key}.change", here[1], here[2], here[3]),
        growth_over(f"{key}.growth", here[4], here[1], here[2]),
        rate_of(
            f"{key}.completion", "completion", draft.place(f"{key}.ytd.completion"), here[1], draft.place(f"{key}.goal")
        ),
    )
    return cells
