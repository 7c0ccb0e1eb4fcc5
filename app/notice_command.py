"""The command `hedui notice`: a Word file for each unit with what it is asked to correct.

Imports inside the command are deliberate: `hedui --help` must not wait for SQLAlchemy.
"""

from __future__ import annotations

import getpass
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from app.completed import unit_names
from app.path_argument import typed_path
from app.rules_commands import SeverityName
from app.store_option import StoreOption, store_url
from app.typed_day import typed_day

NOTICE_HELP: Final = "按单位生成通知单（Word）：哪个数、在哪里、为什么不对、何时前更正；写进去的疑点记为“已通知”。"

_DAYS: Final = 10


def notice(
    out: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件夹", help="通知单写到哪里，没有则新建")],
    store: StoreOption = None,
    due: Annotated[
        date | None, typer.Option("--due", metavar="日期", parser=typed_day, help=f"更正期限，默认 {_DAYS} 天后")
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="只给某个单位，写名称的一部分即可", autocompletion=unit_names),
    ] = None,
    severity: Annotated[
        SeverityName,
        typer.Option(
            "--severity", metavar="程度", help="写到哪一级：error（默认）、warning 或 notice；已认定属实的都写"
        ),
    ] = SeverityName.error,
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="经办人，默认本机的用户名")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", parser=typed_path, metavar="文件", help="用这份 Word 模板")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会写哪些，不写文件，也不记录")] = False,
    new_template: Annotated[
        bool, typer.Option("--write-template", help="只把默认模板写到“文件夹”里，供改好后用 --template 指定")
    ] = False,
) -> None:
    """Notices to units."""
    from app.asked_unit import known_unit
    from pipeline.notices import drafts, refuse_past, send, write_template_to
    from pipeline.store import existing_store

    if new_template:
        print(f"模板已写到 {write_template_to(out)}；在 Word 里改好后，用 --template 指定它。")
        return
    today = datetime.now().astimezone().date()
    last = due or today + timedelta(days=_DAYS)
    refuse_past(last, today)
    with closing(existing_store(store_url(store))) as opened:
        drafted = drafts(opened, severity.value, known_unit(opened, unit))
        if not drafted:
            print("没有要通知的疑点。")
            return
        if dry_run:
            for draft in drafted:
                print(f"  {draft.unit}：{len(draft.entries)} 处")
            print("以上只是预览，没有写文件。")
            return
        sent = send(opened, drafted, out, last, by or getpass.getuser(), template)
    for one in sent:
        print(f"  {one.number}  {one.unit}：{one.findings} 处  {one.file}")
    print(f"共 {len(sent)} 份，{last.year}年{last.month}月{last.day}日前更正；其中的疑点已记为“已通知”。")
