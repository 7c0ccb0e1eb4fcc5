"""The command `hedui doctor`: what is missing on this machine, and how to get it.

Imports inside the command are deliberate: `hedui --help` must not wait for SQLAlchemy.
"""

from __future__ import annotations

import json as json_format
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.aligned import aligned, wrap
from app.failures import InstallationLacking
from app.path_argument import typed_inbox
from app.store_option import StoreOption, store_url
from app.terminal import print_lines, terminal_width

if TYPE_CHECKING:
    from app.doctor.examined import Examined

DOCTOR_HELP: Final = "检查这台机器：缺什么、怎样装上、没有它什么读不了；不联网，也不改动什么。缺必需的退出码 35。"

_STATES: Final = {"ok": "正常", "note": "请看", "optional": "可选", "lacking": "缺少"}


def doctor(
    store: StoreOption = None,
    inbox: Annotated[
        str, typer.Option("--inbox", parser=typed_inbox, metavar="收件夹", help="收件夹或收件地址，默认 data/raw")
    ] = "data/raw",
    port: Annotated[int, typer.Option("--port", metavar="端口", min=1, max=65535, help="工作台端口，默认 8765")] = 8765,
    json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读")] = False,
) -> None:
    """Look at everything, then say what is needed and not there."""
    found = list(_looked_at(store_url(store), inbox, port))
    lacking = [one for one in found if one.state == "lacking"]
    if json:
        print(json_format.dumps(doctor_row(found), ensure_ascii=False))
    else:
        print_lines(doctor_lines(found, terminal_width()))
    if lacking:
        raise InstallationLacking(
            f"缺少运行必需的：{'、'.join(one.name for one in lacking)}。",
            "按上面各条所说处理，再运行 hedui doctor 确认。",
        )


def doctor_row(found: Sequence[Examined]) -> dict[str, object]:
    """All of it for a program."""
    return {
        "ok": not any(one.state == "lacking" for one in found),
        "checks": [
            {"code": one.code, "state": one.state, "name": one.name, "found": one.found, "remedy": one.remedy or None}
            for one in found
        ],
    }


def doctor_lines(found: Sequence[Examined], width: int) -> Iterator[str]:
    """A table of what was looked at, then cause and remedy of what is not in order, then how many there are of each."""
    rows = [(f"  {_STATES[one.state]}", one.name, one.found) for one in found]
    yield from aligned([("  情况", "项目", "查到的"), *rows], ("left", "left", "left"))
    odd = [one for one in found if one.state != "ok"]
    if odd:
        yield ""
    for state in ("lacking", "note", "optional"):
        for one in odd:
            if one.state == state:
                yield from wrap(f"  [{_STATES[state]}] {one.name}：{one.found}。{one.remedy}", width, indent=" " * 9)
    counts = "，".join(
        f"{word} {number}" for state, word in _STATES.items() if (number := sum(one.state == state for one in found))
    )
    needed = "可以运行。" if all(one.state != "lacking" for one in found) else "还不能正常运行。"
    yield ""
    yield f"共 {len(found)} 项：{counts}。{needed}"


def _looked_at(url: str, inbox: str, port: int) -> Iterator[Examined]:
    """Everything, in the order in which it is shown."""
    from app.doctor import machine, packages, places, reading_programs
    from app.doctor.examined import examined

    looks: tuple[tuple[str, str, Callable[[], Iterator[Examined]]], ...] = (
        ("python", "Python", packages.python),
        ("packages", "程序包", packages.packages),
        ("rules", "规则", places.rules),
        ("store", "数据库", partial(places.store, url)),
        ("originals", "原件存档", partial(places.originals, url)),
        ("inbox", "收件夹", partial(places.inbox, inbox)),
        ("log", "日志", places.log),
        ("disk", "磁盘", lambda: machine.room(_folder_of(url))),
        ("cores", "处理器", machine.processor),
        ("clock", "时钟", machine.clock),
        ("ocr", "扫描件识别（OCR）", reading_programs.ocr),
        ("libreoffice", "LibreOffice", reading_programs.libreoffice),
        ("font", "中文字体", reading_programs.font),
        ("port", "工作台端口", partial(places.port, port)),
        ("prefect", "定时运行（Prefect）", packages.optional),
    )
    for code, name, look in looks:
        yield from examined(code, name, look)


def _folder_of(url: str) -> Path:
    """The folder whose disk fills up: that of the store, or of the originals where a server keeps the store."""
    from pipeline.originals import folder_of_originals
    from pipeline.store.connection import store_address
    from pipeline.store.store_file import store_file

    address = store_address(url)
    if (file := store_file(address)) is not None:
        return file.parent
    return folder_of_originals(address) or Path("data/curated")
