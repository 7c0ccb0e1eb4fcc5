"""A progress sheet: one row a goal, its target, what was done this month, what since January, and a percentage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from extractors.fact import Column
from pipeline.synth.draft import Draft, marks_in
from pipeline.synth.forms import Sheet
from pipeline.synth.money_rows import bonds, eight, idle, revenue, spending
from pipeline.synth.people_rows import counted, standard, subsidy
from pipeline.synth.sheet_row import Row

ROWS: Final[tuple[Callable[[Draft], Row], ...]] = (
    revenue,
    spending,
    eight,
    bonds,
    counted("roads", "农村公路", "新改建", "公里", "农村公路建设"),
    counted("homes", "棚户区住房", "改造", "套", "棚户区改造"),
    counted("trained", "新型职业农民", "培训", "人次", "农民培训"),
    counted("lamps", "背街小巷", "整治", "条", "背街小巷整治"),
    subsidy,
    standard,
    idle,
)


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
