"""The commands `hedui store …`: upgrade, check, copy, vacuum, back up and restore the store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.failures import StoreUnsound
from app.help_page import ChineseCommand, ChineseGroup
from app.path_argument import typed_path
from app.store_option import StoreOption, store_url
from app.terminal import printable

if TYPE_CHECKING:
    from pipeline.backup import Moved

store_app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="维护数据库：升级、检查、复制、整理、备份、恢复。",
)

ReplaceOption = Annotated[bool, typer.Option("--replace", help="目标里已有的数据整个换掉（失败则保持原样）")]


@store_app.command(cls=ChineseCommand, help="把数据库升级到本版本的表结构和视图；要么全成，要么不变。")
def upgrade(store: StoreOption = None) -> None:
    """Create or upgrade the tables."""
    from pipeline.store import open_store
    from pipeline.store.schema import SCHEMA_REVISION

    with closing(open_store(store_url(store))) as opened:
        print(f"{opened.shown_url} 的表结构是本版本的（{SCHEMA_REVISION}）。")


@store_app.command(
    cls=ChineseCommand, help="检查数据库：文件、表结构、视图、金额、对应关系、原件存档；有问题时退出码 21。"
)
def check(
    store: StoreOption = None,
    originals: Annotated[bool, typer.Option("--originals", help="逐个核对存档原件的内容（较慢）")] = False,
) -> None:
    """Say what is wrong with the store."""
    from app.progress import shown_progress
    from pipeline.originals import archive_problems, originals_of
    from pipeline.store.connection import existing_store
    from pipeline.store.maintenance import store_problems

    with closing(existing_store(store_url(store))) as opened:
        shown = opened.shown_url
        problems = store_problems(opened)
        if not problems:
            with shown_progress() as progress:
                problems = archive_problems(opened, originals_of(opened), contents=originals, progress=progress)
    for problem in problems:
        print(printable(f"  {problem}"))
    if problems:
        raise StoreUnsound(
            f"数据库 {shown} 有 {len(problems)} 处问题。", "从备份恢复（hedui store restore），或交维护人员。"
        )
    print(f"{shown} 没有问题。")


@store_app.command(cls=ChineseCommand, help="把整个数据库复制到另一个（SQLite、PostgreSQL 均可），逐表核对校验和。")
def copy(
    source: Annotated[str, typer.Argument(metavar="从", help="原来的数据库地址")],
    target: Annotated[str, typer.Argument(metavar="到", help="目标数据库地址，须为空")],
    replace: ReplaceOption = False,
) -> None:
    """Copy a store, verified."""
    from app.progress import shown_progress
    from pipeline.backup import copy_to
    from pipeline.store import existing_store

    with closing(existing_store(source)) as opened, shown_progress() as progress:
        moved = copy_to(opened, target, replace, progress)
    _print_moved(moved)


@store_app.command(cls=ChineseCommand, help="整理数据库，腾出不用的空间；按保存期限清理原件存档。")
def vacuum(store: StoreOption = None) -> None:
    """Give back room."""
    from pipeline.originals import originals_of, remove_expired
    from pipeline.store import existing_store
    from pipeline.store.maintenance import store_size
    from pipeline.store.maintenance import vacuum as give_back
    from pipeline.store.runs import run_lock

    with closing(existing_store(store_url(store))) as opened:
        with run_lock(opened):
            before = store_size(opened)
            removed = remove_expired(opened, originals_of(opened))
            give_back(opened)
        after = store_size(opened)
        print(f"{opened.shown_url}：{_megabytes(before)} → {_megabytes(after)}，清理过期原件 {removed} 个。")


@store_app.command(cls=ChineseCommand, help="把数据库和原件备份到一个新文件夹，逐表核对校验和。")
def backup(
    folder: Annotated[Path, typer.Argument(parser=typed_path, metavar="文件夹", help="备份到哪里；须是新的或空的")],
    store: StoreOption = None,
) -> None:
    """Write a backup."""
    from app.progress import shown_progress
    from pipeline.backup import back_up
    from pipeline.store import existing_store

    with closing(existing_store(store_url(store))) as opened, shown_progress() as progress:
        moved = back_up(opened, folder, progress)
    _print_moved(moved)


@store_app.command(cls=ChineseCommand, help="从备份恢复数据库和原件；数据库须为空，或用 --replace 整个替换。")
def restore(
    folder: Annotated[
        Path, typer.Argument(parser=typed_path, metavar="文件夹", help="hedui store backup 写出的文件夹")
    ],
    store: StoreOption = None,
    replace: ReplaceOption = False,
) -> None:
    """Bring back a backup."""
    from app.progress import shown_progress
    from pipeline.backup import restore as bring_back

    with shown_progress() as progress:
        moved = bring_back(folder, store_url(store), replace, progress)
    _print_moved(moved)


def _print_moved(moved: Moved) -> None:
    from app.aligned import aligned

    rows = [("", table.table, f"{table.rows:,}", table.checksum[:16]) for table in moved.tables if table.rows]
    print("已复制，两边逐表一致（表、行数、校验和）：")
    for line in aligned(rows, ("left", "left", "right", "left")):
        print(line)
    print(f"原件 {moved.originals} 个。")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
