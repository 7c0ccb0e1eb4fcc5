"""Files and folders as they are typed: an empty one is a mistake (an unset variable), not the current folder."""

from __future__ import annotations

from pathlib import Path

import typer


def typed_inbox(text: str) -> str:
    """The folder or address that was typed. Raises BadParameter for an empty one."""
    if not str(text).strip():
        raise typer.BadParameter("路径是空的，请写出放报告的文件夹或收件地址。")
    return str(text)


def typed_path(text: str) -> Path:
    """The path that was typed. Raises BadParameter for an empty one."""
    if not str(text).strip():
        raise typer.BadParameter("路径是空的，请写出文件夹或文件的名字。")
    return Path(text)
