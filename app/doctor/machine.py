"""Looks at the machine: processor, memory, room on the disk, clock."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.doctor.examined import Examined

_LEAST_MEMORY: Final = 2 << 30
"""Bytes; a reading process with its OCR models takes half of it."""
_LEAST_ROOM: Final = 200 << 20
_GOOD_ROOM: Final = 2 << 30


def processor() -> Iterator[Examined]:
    """Cores and memory, and how many files would be read at once."""
    from pipeline.reading.worker_number import cores, memory

    number, size = cores(), memory()
    yield Examined("cores", "处理器", "ok", f"可用 {number} 个核")
    if size is None:
        yield Examined("memory", "内存", "note", "看不出有多少", "内存应有 2 GB 以上；读扫描件时每个进程约用 1 GB。")
    elif size < _LEAST_MEMORY:
        yield Examined("memory", "内存", "note", _gigabytes(size), "少于 2 GB：运行时加 --workers 1，或增加内存。")
    else:
        yield Examined("memory", "内存", "ok", _gigabytes(size))


def room(folder: Path) -> Iterator[Examined]:
    """Room on the disk of the store, and in the temporary folder that files are unpacked and converted in."""
    for code, name, place in (
        ("disk", "数据库所在的磁盘", folder),
        ("temporary", "临时文件夹", Path(tempfile.gettempdir())),
    ):
        there = next(each for each in (place.absolute(), *place.absolute().parents) if each.exists())
        if code == "temporary" and not os.access(there, os.W_OK):
            yield Examined(code, name, "lacking", f"{there} 不能写", "改它的权限，或用环境变量 TMPDIR 另指定一个。")
            continue
        free = shutil.disk_usage(there).free
        found = f"{there} 还有 {_gigabytes(free)}"
        if free < _LEAST_ROOM:
            yield Examined(code, name, "lacking", found, "不到 0.2 GB，写不下：腾出空间，或换一个磁盘。")
        elif free < _GOOD_ROOM:
            yield Examined(code, name, "note", found, "不多了：原件和图片会继续增加；hedui store vacuum 可腾出一些。")
        else:
            yield Examined(code, name, "ok", found)


def clock(now: datetime | None = None) -> Iterator[Examined]:
    """The clock and its zone: deadlines and notices go by them."""
    now = now or datetime.now(UTC)
    here = now.astimezone()
    zone = f"{here:%z}"
    found = f"{here:%Y-%m-%d %H:%M}（UTC{zone[:3]}:{zone[3:]}）"
    made = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if (made - now).days >= 1:
        remedy = f"比程序装上的时间（{made:%Y-%m-%d}）还早：把钟拨准，期限、通知单和审计日志都按它记。"
        yield Examined("clock", "时钟", "lacking", found, remedy)
    elif zone != "+0800":
        remedy = "不是北京时间：期限按本机日期判断；可用 timedatectl set-timezone Asia/Shanghai 改。"
        yield Examined("clock", "时钟", "note", found, remedy)
    else:
        yield Examined("clock", "时钟", "ok", found)


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB"
