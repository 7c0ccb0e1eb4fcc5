"""The commands `hedui audit …`: prove that what people did was not changed, take it along, do it again elsewhere."""

from __future__ import annotations

import getpass
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.failures import AuditBroken
from app.help_page import ChineseCommand, ChineseGroup
from app.path_argument import typed_path
from app.store_option import StoreOption, store_url
from app.terminal import printable

audit_app = typer.Typer(
    cls=ChineseGroup, no_args_is_help=True, rich_markup_mode=None, help="审计：核验处理记录没有被改动过，导出，重放。"
)

_SHOWN: Final = 20


@audit_app.command(cls=ChineseCommand, help="核验审计日志首尾相连，处理、状态、账号都与它相符；不符时退出码 31。")
def verify(
    store: StoreOption = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", parser=typed_path, metavar="文件", help="再与先前导出的对照：其中每一条都须仍在"),
    ] = None,
) -> None:
    """Verify the journal."""
    from pipeline.review.journal_file import read_journal
    from pipeline.review.verification import verify as prove
    from pipeline.store import existing_store

    earlier = read_journal(against) if against else ()
    with closing(existing_store(store_url(store))) as opened, opened.reading() as connection:
        found = prove(connection, earlier)
    if found.broken is not None:
        at = f"第 {found.broken.sequence} 条：" if found.broken.sequence else ""
        raise AuditBroken(
            printable(f"审计日志不完整。{at}{found.broken.what}"),
            "保留现场，交维护人员；可从备份恢复（hedui store restore）。",
        )
    print(f"审计日志 {found.entries} 条，首尾相连；处理记录、状态、账号都与它相符。")
    print(f"末条摘要 {found.head}（抄下它，日后可知此前没有被改动过）")


@audit_app.command(cls=ChineseCommand, help="把审计日志导出为一个文件，每条一行，带摘要。")
def export(
    file: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件", help="写到哪里；已有的不覆盖")],
    store: StoreOption = None,
) -> None:
    """Write the journal to a file."""
    from pipeline.review.journal_file import export_journal
    from pipeline.store import existing_store

    with closing(existing_store(store_url(store))) as opened:
        count = export_journal(opened, file)
    print(printable(f"审计日志 {count} 条已写到 {file}。"))


@audit_app.command(cls=ChineseCommand, help="把读数更正写成文件（.jsonl 或 .csv）：位置、读作、更正为、理由。")
def corrections(
    file: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件", help="写到哪里；已有的不覆盖")],
    store: StoreOption = None,
) -> None:
    """Write the corrected readings to a file."""
    from pipeline.review.correction_file import write_corrections
    from pipeline.store import existing_store

    with closing(existing_store(store_url(store))) as opened:
        count = write_corrections(opened, file)
    print(printable(f"读数更正 {count} 处已写到 {file}。"))


@audit_app.command(cls=ChineseCommand, help="在重新读过同样文件的库上重放导出的审计日志；做不了的逐条列出。")
def replay(
    file: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件", help="hedui audit export 写出的文件")],
    store: StoreOption = None,
) -> None:
    """Do again what people did."""
    from pipeline.review.journal_file import read_journal
    from pipeline.review.replay import replay as do_again
    from pipeline.store import existing_store

    told = read_journal(file)
    with closing(existing_store(store_url(store))) as opened:
        done = do_again(opened, told, getpass.getuser(), datetime.now(UTC))
    print(f"接入审计日志 {done.entries} 条，其中 {len(done.not_applied)} 处在这里做不了。")
    for one in done.not_applied[:_SHOWN]:
        print(printable(f"  第 {one.sequence} 条 {one.subject}：{one.why}"))
    if len(done.not_applied) > _SHOWN:
        print(f"  …… 另有 {len(done.not_applied) - _SHOWN} 处。")
