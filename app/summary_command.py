"""The command `hedui summary`: the bureau's monthly summary as a workbook with charts.

Imports inside the command are deliberate: `hedui --help` must not wait for SQLAlchemy.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.failures import NothingFound
from app.path_argument import typed_path
from app.store_option import StoreOption, store_url

SUMMARY_HELP: Final = "某个月的汇总（Excel，带图）：各单位报送、疑点、红黄蓝灯，主要指标全年走势。"


def _typed_month(text: str) -> date:
    """The first day of the month."""
    found = re.fullmatch(r"(20\d\d)[-年](1[0-2]|0?[1-9])月?", text.strip())
    if found is None:
        raise typer.BadParameter(f"{text!r} 不是月份，请写成 2024-06 的样子。")
    return date(int(found[1]), int(found[2]), 1)


def summary(
    out: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件", help="写到哪个 .xlsx 文件")],
    month: Annotated[date, typer.Option("--month", metavar="月份", parser=_typed_month, help="如 2024-06")],
    store: StoreOption = None,
) -> None:
    """The month in a workbook."""
    from pipeline.briefing import month_figures, write_summary
    from pipeline.store import existing_store

    opened = existing_store(store_url(store))
    try:
        figures = month_figures(opened, month.year, month.month, datetime.now().astimezone().date())
    finally:
        opened.close()
    if not figures.reports and not figures.owed:
        raise NothingFound(f"没有 {month.year}年{month.month}月的报告。", "换一个月份；hedui coverage 可看有哪些。")
    file = out if out.suffix.lower() == ".xlsx" else out.with_name(f"{out.name}.xlsx")
    write_summary(file, figures)
    print(
        f"已写到 {file}：{len(figures.reports)} 份报告，{len(figures.findings)} 处疑点，{len(figures.series)} 条走势。"
    )
