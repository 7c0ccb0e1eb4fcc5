"""Looks at what belongs to this bureau: the store, the originals, the inbox, the rules, the log, the desk's port."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from app.doctor.examined import Examined


def store(url: str) -> Iterator[Examined]:
    """Whether the store can be reached, is of this version, and may be written; nothing is created or upgraded."""
    from pipeline.store.standing import store_standing

    found = store_standing(url)
    where = f"{found.shown_url}（{found.server}）" if found.server else found.shown_url
    if not found.there and not found.writable and found.server:
        told = f"{where} 连得上，里面还没有表，这个用户也不能建表"
        remedy = (
            "请数据库管理员让这个用户能建表（库归他所有，或 GRANT CREATE ON SCHEMA），并确认该服务器不是只读的副本。"
        )
        yield Examined("store", "数据库", "lacking", told, remedy)
    elif not found.there and not found.writable:
        told = f"{where} 还没有，所在的文件夹也不能写"
        yield Examined("store", "数据库", "lacking", told, "换一个能写的位置（--store），或改文件夹的权限。")
    elif not found.there:
        told = f"{where} 连得上，里面还没有表" if found.server else f"{where} 还没有"
        yield Examined("store", "数据库", "note", told, "第一次运行 hedui run 时会建立。")
    elif not found.current:
        told = f"{where} 是旧版本（{found.revision}，本程序要 {found.wanted}）"
        yield Examined("store", "数据库", "note", told, "先备份（hedui store backup），再运行 hedui store upgrade。")
    elif not found.writable:
        told = f"{where} 只能读"
        yield Examined("store", "数据库", "note", told, "查看没有问题；要读入报告、处理疑点，须换有写权限的人运行。")
    else:
        yield Examined("store", "数据库", "ok", f"{where}（版本 {found.revision}，能写）")


def originals(url: str) -> Iterator[Examined]:
    """The folder in which a copy of every file is kept."""
    from pipeline.originals import FOLDER_SETTING, folder_of_originals
    from pipeline.store.connection import store_address
    from pipeline.store.unwritable import may_write

    name = "原件存档"
    folder = folder_of_originals(store_address(url))
    if folder is None:
        remedy = f"由环境变量 {FOLDER_SETTING} 关闭：收件夹清空后 hedui explain 找不到原件。"
        yield Examined("originals", name, "note", "不存档", remedy)
        return
    there = nearest(folder)
    if not (there.is_dir() and may_write(there)):
        yield Examined(
            "originals",
            name,
            "lacking",
            f"{there} 里不能写",
            f"改它的权限，或用环境变量 {FOLDER_SETTING} 另指定文件夹。",
        )
    else:
        yield Examined("originals", name, "ok", f"{folder}" + ("" if folder.exists() else "（第一次运行时建立）"))


def inbox(given: str) -> Iterator[Examined]:
    """The inbox: a folder that can be read; of an address only that what reaches it is installed."""
    from pipeline.intake.remote_inbox import as_given, require_package, shown

    name = "收件夹"
    folder = as_given(given)
    if isinstance(folder, str):
        require_package(folder)
        yield Examined("inbox", name, "ok", f"{shown(folder)}（所需的程序包已装；运行时才连接）")
    elif not folder.is_dir():
        remedy = "建立它，把报告放进去；或用 --inbox 写出收件夹在哪里。"
        yield Examined("inbox", name, "note", f"{folder} 不是文件夹" if folder.exists() else f"没有 {folder}", remedy)
    elif not os.access(folder, os.R_OK | os.X_OK):
        yield Examined("inbox", name, "lacking", f"{folder} 没有读的权限", "改它的权限，或换有权限的人运行。")
    elif not any(folder.iterdir()):
        yield Examined("inbox", name, "note", f"{folder} 是空的", "把报告放进去，再运行 hedui run。")
    else:
        yield Examined("inbox", name, "ok", str(folder))


def rules() -> Iterator[Examined]:
    """Every rule file, with its examples, as at the start of a run."""
    from rules.rule_files import checked_rule_files

    checked = checked_rule_files(None)
    yield Examined("rules", "规则", "ok", f"{len(checked)} 种规则文件都正确")


def log() -> Iterator[Examined]:
    """The file that the program writes down in what people need not read."""
    from app.log_file import log_path
    from pipeline.store.unwritable import may_write

    path = log_path()
    if may_write(path if path.exists() else nearest(path.parent)):
        yield Examined("log", "日志", "ok", str(path))
    else:
        yield Examined("log", "日志", "note", f"{path} 写不进去", "用环境变量 HEDUI_LOG 另指定一个文件。")


def port(number: int) -> Iterator[Examined]:
    """Whether the desk can be opened on its port of this machine."""
    name = "工作台端口"
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", number))
        except OSError:
            remedy = "若是工作台已经开着，不用管；否则运行 hedui serve 时用 --port 换一个。"
            yield Examined("port", name, "note", f"{number} 正被占用", remedy)
            return
    yield Examined("port", name, "ok", f"{number} 空着")


def nearest(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())
