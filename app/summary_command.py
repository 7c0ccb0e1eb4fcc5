"""The command `hedui summary`: the bureau's monthly summary as a Word file and a workbook, with charts.

Imports inside the command are deliberate: `hedui --help` must not wait for SQLAlchemy.
"""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.failures import NothingFound
from app.path_argument import typed_path
from app.store_option import StoreOption, store_url

_KINDS: Final = frozenset({".docx", ".xlsx"})
_OTHER_KINDS: Final = frozenset({".doc", ".wps", ".xls", ".et", ".csv", ".pdf", ".ofd", ".html", ".txt", ".md"})

SUMMARY_HELP: Final = "某个月的汇总（Word 和 Excel，带图）：各单位报送、疑点、红黄蓝灯，主要指标全年走势。"


def _typed_month(text: str) -> date:
    """The first day of the month."""
    found = re.fullmatch(r"(20\d\d)[-年](1[0-2]|0?[1-9])月?", text.strip())
    if found is None:
        raise typer.BadParameter(f"{text!r} 不是月份，请写成 2024-06 的样子。")
    return date(int(found[1]), int(found[2]), 1)


def summary(
    out: Annotated[
        Path,
        typer.Argument(parser=typed_path, metavar="文件", help="写到哪个 .docx 或 .xlsx 文件；不写后缀就两种都写"),
    ],
    month: Annotated[
        date | None, typer.Option("--month", metavar="月份", parser=_typed_month, help="如 2024-06")
    ] = None,
    store: StoreOption = None,
    template: Annotated[
        Path | None, typer.Option("--template", parser=typed_path, metavar="文件", help="用这份 Word 模板")
    ] = None,
    new_template: Annotated[
        bool, typer.Option("--write-template", help="只把默认的 Word 模板写到“文件”，供改好后用 --template 指定")
    ] = False,
) -> None:
    """The month in a Word file and a workbook."""
    from pipeline.briefing import month_figures, write_summary, write_summary_template, write_word_summary
    from pipeline.store import existing_store

    if new_template:
        (file,) = _files(out, ".docx")
        write_summary_template(file)
        print(f"模板已写到 {file}；在 Word 里改好后，用 --template 指定它。")
        return
    if month is None:
        raise typer.BadParameter("要哪个月的汇总？加上 --month 2024-06 的样子。", param_hint="--month")
    files = _files(out, ".docx", ".xlsx")
    if template is not None and not any(file.suffix.lower() == ".docx" for file in files):
        raise typer.BadParameter("模板只用于 Word 文件，请把“文件”写成 .docx。", param_hint="--template")
    today = datetime.now().astimezone().date()
    with closing(existing_store(store_url(store))) as opened:
        figures = month_figures(opened, month.year, month.month, today)
    if not figures.reports and not figures.owed:
        raise NothingFound(f"没有 {month.year}年{month.month}月的报告。", "换一个月份；hedui coverage 可看有哪些。")
    for file in files:
        if file.suffix.lower() == ".xlsx":
            write_summary(file, figures)
        else:
            write_word_summary(file, figures, today, template)
    print(
        f"已写到 {'、'.join(map(str, files))}：{len(figures.reports)} 份报告，{len(figures.findings)} 处疑点，"
        f"{len(figures.series)} 条走势。"
    )


def _files(out: Path, *endings: str) -> list[Path]:
    """The file that was typed, or one of each ending where none was typed. Raises BadParameter for another kind."""
    if out.suffix.lower() in _OTHER_KINDS or (out.suffix.lower() in _KINDS and out.suffix.lower() not in endings):
        raise typer.BadParameter(f"写不成 {out.suffix} 文件，请写成 {' 或 '.join(endings)}。", param_hint="文件")
    return [out] if out.suffix.lower() in endings else [out.with_name(out.name + ending) for ending in endings]
