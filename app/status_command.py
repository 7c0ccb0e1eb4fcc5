"""The command `hedui status`: was the last night in order?

Imports inside the command are deliberate: `hedui --help` must not wait for SQLAlchemy.
"""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.failures import NightUnsound
from app.store_option import StoreOption, store_url
from rules.errors import HeduiError

if TYPE_CHECKING:
    from pipeline.night.status import NightStatus

STATUS_HELP: Final = (
    "看最近一次运行是否正常：没有运行、没有做完、隔了太久、没读成的太多、"
    "收件夹空了（上次有文件，或应报清单说有单位要报），退出码都是 24。"
)


def status(
    store: StoreOption = None,
    max_hours: Annotated[
        float, typer.Option("--max-hours", metavar="小时", min=0, help="最近一次做完的运行最多在几小时前，默认 26")
    ] = 26.0,
    max_quarantined: Annotated[
        float,
        typer.Option("--max-quarantined", metavar="百分比", min=0, max=100, help="没读成的文件最多占多少，默认 20"),
    ] = 20.0,
    json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供监控程序读")] = False,
    alarm: Annotated[
        bool, typer.Option("--alarm", help="不正常就告警（HEDUI_ALERT_FILE、HEDUI_ALERT_MAIL），正常就撤下告警")
    ] = False,
) -> None:
    """For people and for what watches the machine."""
    from pipeline.night.alert import announce
    from pipeline.night.status import night_status, status_row
    from pipeline.store import existing_store

    address = store_url(store)
    try:
        with closing(existing_store(address)) as opened:
            found = night_status(opened, max_hours=max_hours, max_quarantined=max_quarantined)
    except HeduiError as error:
        if json:  # what watches the machine reads the answer, not stderr
            problem = {"code": "store", "message": str(error)}
            print(json_format.dumps({"ok": False, "problems": [problem], "last_run": None}, ensure_ascii=False))
        if alarm:
            announce([str(error)], address)
        raise
    if json:
        print(json_format.dumps(status_row(found), ensure_ascii=False))
    else:
        for line in status_lines(found):
            print(line)
    if alarm:
        announce([problem.message for problem in found.problems], address)
    if found.problems:
        raise NightUnsound(
            f"最近一次运行有 {len(found.problems)} 处不正常。", "按上面各条所说处理，再运行 hedui status 确认。"
        )


def status_lines(status: NightStatus) -> Iterator[str]:
    """The last run in a few lines, then what is not in order."""
    last = status.last_run
    if last is not None:
        ended = "正在运行" if last.under_way else "没有做完"
        if last.finished_at is not None:
            seconds = (last.finished_at - last.started_at).total_seconds()
            ended = f"用时 {_duration(seconds)}" if seconds >= 0 else "已经做完（其间时钟往回调过）"
        yield f"最近一次运行：{last.started_at.astimezone():%Y-%m-%d %H:%M} 开始，{ended}"
        files = "没有看到文件" if last.files is None else f"{last.files} 个文件，其中 {last.quarantined} 个没有读成"
        yield f"收件文件夹：{last.inbox}（{files}）"
    if not status.problems:
        yield "正常。"
    for problem in status.problems:
        yield f"  [异常] {problem.message}"
    for note in status.notes:
        yield f"  [请看] {note}"


def _duration(seconds: float) -> str:
    minutes = int(seconds) // 60
    return f"{minutes} 分 {int(seconds) % 60} 秒" if minutes else f"{seconds:.1f} 秒"
