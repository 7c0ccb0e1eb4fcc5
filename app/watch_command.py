"""The command `hedui watch`: takes in reports as they arrive.

Imports inside the command are deliberate: `hedui --help` must not wait for pandas and SQLAlchemy.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from app.ending import end_on_sigterm
from app.path_argument import typed_folder
from app.store_option import StoreOption, store_url
from rules.errors import HeduiError

WATCH_HELP: Final = "守着收件夹：有新文件放进来、写完整之后就读入、核对；按 Ctrl-C 结束。"


def watch(
    inbox: Annotated[
        Path, typer.Argument(parser=typed_folder, metavar="收件夹", help="放报告的文件夹，默认 data/raw")
    ] = Path("data/raw"),
    store: StoreOption = None,
    workers: Annotated[int, typer.Option("--workers", metavar="个数", min=1, help="同时读几个文件，默认 1")] = 1,
    every: Annotated[float, typer.Option("--every", metavar="秒", min=1, help="隔多久看一次，默认 10 秒")] = 10.0,
) -> None:
    """Run after run, each when something has arrived; what stops one is said, and the next tries again."""
    from app.progress import passing_progress
    from app.run_summary import brief_summary
    from pipeline.intake.watching import arrivals
    from pipeline.night.alert import alarmed
    from pipeline.run import run_inbox

    end_on_sigterm()
    address = store_url(store)
    print(f"守着 {inbox}，每 {every:g} 秒看一次；按 Ctrl-C 结束。", flush=True)
    wait = arrivals(inbox, every)
    told: list[str] = []
    try:
        growing = next(wait)
        while True:
            done = True
            try:
                with alarmed(address, told=told), passing_progress() as progress:
                    summary = run_inbox(inbox, address, workers=workers, growing=growing, progress=progress)
                said = brief_summary(summary)
                if growing:
                    said += f"；另有 {len(growing)} 个文件还在写入，写完再读"
            except HeduiError as error:
                said, done = f"这次没有做成，稍后再试：{error}", False
            print(f"{datetime.now().astimezone():%m-%d %H:%M:%S}  {said}", flush=True)
            growing = wait.send(done)
    except KeyboardInterrupt:
        print("已结束。")
