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


def typed_folder(text: str) -> Path:
    """The folder that was typed. Raises BadParameter for an empty one and for an address."""
    from pipeline.intake.remote_inbox import as_given

    folder = as_given(typed_inbox(text))
    if isinstance(folder, str):
        raise typer.BadParameter("只能守着本机能看到的文件夹；收件地址请定时用 hedui run 来取。")
    return folder
