"""The commands `hedui report …`: what is done with a single report."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from app.help_page import ChineseCommand, ChineseGroup
from app.store_option import StoreOption, store_url
from app.terminal import printable

report_app = typer.Typer(
    cls=ChineseGroup, no_args_is_help=True, rich_markup_mode=None, help="处理单份报告：撤回误报的报告。"
)


@report_app.command(cls=ChineseCommand, help="撤回误报的报告：内容保留，不再算作现行报告，随即重新核对。")
def withdraw(
    id: Annotated[str, typer.Argument(metavar="编号", help="报告编号")],  # noqa: A002 - the contract calls it ID
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么撤回；撤回时必填")] = "",
    store: StoreOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="取消撤回")] = False,
) -> None:
    """Withdraw a report, or take that back."""
    from pipeline.judging.judged_state import judge_version
    from pipeline.judging.stage import judge_by_rules
    from pipeline.reading.version import reader_version
    from pipeline.store import existing_store
    from pipeline.withdrawal import withdraw_report

    with closing(existing_store(store_url(store))) as opened:
        done = withdraw_report(opened, id, None if undo else reason, judge_by_rules, reader_version(), judge_version())
    print(
        printable(f"{'已取消撤回' if undo else '已撤回'}：{done.report['source_name']}（{id}）。现行报告已重新核对。")
    )
