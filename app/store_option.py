"""The option `--store`, which every command has that works with the store."""

from __future__ import annotations

from typing import Annotated

import typer

STORE_HELP = "数据库（.db 文件路径或 SQLAlchemy 地址）；不写则用环境变量 HEDUI_STORE，再不然用 data/curated 下的 SQLite"


def _typed_address(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("地址是空的，请写出数据库地址，或不写这个选项。")
    return text


StoreOption = Annotated[
    str | None,
    typer.Option("--store", envvar="HEDUI_STORE", parser=_typed_address, metavar="地址", help=STORE_HELP),
]


def store_url(given: str | None) -> str:
    """The address given, else the default one."""
    from pipeline.store import DEFAULT_STORE_URL

    return given or DEFAULT_STORE_URL
