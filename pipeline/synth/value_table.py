"""Tables of bare numbers under one caption: the main figures by row, or one figure by district."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pipeline.synth.bulletin import goal_of, metric
from pipeline.synth.draft import Draft
from pipeline.synth.equations import (
    change_between,
    growth_over,
    month_within,
    part_within_whole,
    parts_make_whole,
    rate_of,
)
from pipeline.synth.figure import Meaning
from pipeline.synth.forms import ValueTable
from pipeline.synth.unit import percent

_WAN = Fraction(10**4)


def main_figures(draft: Draft) -> None:
    """Rows are revenue and spending with their parts; columns this month, so far, last year, change and growth."""
    rows = [
        ("revenue", None),
        ("tax", "revenue"),
        ("nontax", "revenue"),
        ("spending", None),
        ("fund", None),
        ("land", "fund"),
        ("fund_spending", None),
    ]
    heads = draft.unit.choose(
        "heads",
        (
            ("项目", "本月数", "累计数", "上年同期累计", "增减额", "增长%"),
            ("指标", f"{draft.month}月", f"1-{draft.month}月", "上年同期", "比上年增减", "增幅（%）"),
        ),
    )
    texts = [_row(draft, key, metric(draft, key), parent) for key, parent in rows]
    draft.must(
        parts_make_whole(
            "revenue.parts", draft.place("revenue.ytd"), [draft.place("tax.ytd"), draft.place("nontax.ytd")]
        ),
        parts_make_whole(
            "revenue.month.parts", draft.place("revenue.month"), [draft.place("tax.month"), draft.place("nontax.month")]
        ),
        part_within_whole("land.in.fund", draft.place("land.ytd"), draft.place("fund.ytd")),
    )
    region = draft.unit.region
    title = draft.habit(
        "title",
        f"{region}{draft.year}年{draft.month}月财政收支情况表",
        f"{draft.year}年1-{draft.month}月{region}财政预算执行情况表",
    )
    draft.form = ValueTable(title, "单位：万元", heads, tuple(texts), (f"填报单位：{draft.unit.office}",))


def _label(draft: Draft, key: str, parent: str | None) -> str:
    name = metric(draft, key)
    if parent is None:
        return name
    return f"其中：{name}" if key in ("tax", "land") else f"　　　{name}"


def _row(draft: Draft, key: str, name: str, parent: str | None) -> tuple[str, ...]:
    unit, year, month, label = draft.unit, draft.year, draft.month, _label(draft, key, parent)
    now, before = unit.so_far(key, year, month), unit.last_so_far(key, year, month)
    said = Meaning(
        name, "amount", draft.in_month, item=label.strip(), scope=None, parent=metric(draft, parent) if parent else None
    )
    current = replace(said, column="current")
    cumulative = replace(said, span=draft.so_far, column="cumulative")
    baseline = replace(cumulative, span=draft.last_year_so_far, role="baseline")
    cells = (
        label,
        draft.cell(f"{key}.month", unit.month(key, year, month), _WAN, 0, current),
        draft.cell(f"{key}.ytd", now, _WAN, 0, cumulative),
        draft.cell(f"{key}.last", before, _WAN, 0, baseline),
        draft.cell(f"{key}.ytd.change", now - before, _WAN, 0, replace(cumulative, kind="change")),
        draft.percent_cell(f"{key}.ytd.growth", percent(now - before, before), 1, replace(cumulative, kind="growth")),
    )
    here = [draft.place(f"{key}.{part}") for part in ("month", "ytd", "last", "ytd.change", "ytd.growth")]
    draft.must(
        month_within(f"{key}.month.within", here[0], here[1]),
        change_between(f"{key}.change", here[1], here[2], here[3]),
        growth_over(f"{key}.growth", here[4], here[1], here[2]),
    )
    return cells


def by_district(draft: Draft) -> None:
    """Rows are the whole, the unit's own level and its districts; the figure is general revenue."""
    unit, name = draft.unit, metric(draft, "revenue")
    heads = unit.choose(
        "heads",
        (
            ("地区", "年初预算", "当月收入", "累计收入", "累计增幅（%）", "完成预算（%）"),
            ("单位", "年度预算数", "本月完成", f"1-{draft.month}月完成", "同比增长%", "占预算%"),
        ),
    )
    rows = [(unit.choose("whole", (f"{unit.all}合计", "合计", unit.all)), unit.all, "revenue")]
    rows.append((unit.own, unit.own, "own_revenue"))
    districts = [(district, district, f"revenue@{district}") for district in unit.districts]
    texts = [(row[0], *_district_row(draft, *row, name)) for row in (*rows, *districts)]
    parts = ["own_revenue", *(key for _, _, key in districts)]
    for column in ("month", "ytd"):
        whole = draft.place(f"revenue.{column}")
        draft.must(parts_make_whole(f"districts.{column}", whole, [draft.place(f"{key}.{column}") for key in parts]))
    title = f"{unit.region}{draft.year}年{draft.month}月{name}分地区完成情况表"
    draft.form = ValueTable(title, "单位：万元", heads, tuple(texts), (f"制表：{unit.office}",))


def _district_row(draft: Draft, label: str, scope: str, key: str, name: str) -> tuple[str, ...]:
    unit, year, month = draft.unit, draft.year, draft.month
    now, before = unit.so_far(key, year, month), unit.last_so_far(key, year, month)
    goal = goal_of(draft, key)
    said = Meaning(name, "amount", draft.in_month, item=label, scope=scope)
    cumulative = replace(said, span=draft.so_far, column="cumulative")
    cells = (
        draft.cell(f"{key}.goal", goal, _WAN, 0, replace(said, span=draft.in_year, role="budget")),
        draft.cell(f"{key}.month", unit.month(key, year, month), _WAN, 0, replace(said, column="current")),
        draft.cell(f"{key}.ytd", now, _WAN, 0, cumulative),
        draft.percent_cell(f"{key}.ytd.growth", percent(now - before, before), 1, replace(cumulative, kind="growth")),
        draft.percent_cell(
            f"{key}.ytd.completion",
            percent(now, goal),
            1,
            replace(cumulative, kind="completion", base="年初预算", column=None),
        ),
    )
    here = [draft.place(f"{key}.{part}") for part in ("month", "ytd", "goal", "ytd.completion")]
    draft.must(
        month_within(f"{key}.month.within", here[0], here[1]),
        rate_of(f"{key}.completion", "completion", here[3], here[1], here[2]),
    )
    return cells
