"""The commands `hedui flows …`: Prefect's server, worker and schedule on this machine, and how they stand.

Imports inside the commands are deliberate: `hedui --help` must not wait for Prefect.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.aligned import aligned
from app.ending import end_on_sigterm
from app.help_page import ChineseCommand, ChineseGroup
from app.path_argument import typed_inbox
from app.runner_option import RunnerName, RunnerOption, SchedulerOption, check_runner
from app.store_option import StoreOption, store_url

if TYPE_CHECKING:
    from flows.standing import Standing

flows_app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="每晚自动运行：启动本机的 Prefect 服务器、工作进程和定时计划，查看它们的情况。",
)

_HOME: Final = Path("data/curated/prefect")
_LOOK_SECONDS: Final = 2.0

PortOption = Annotated[int, typer.Option("--port", metavar="端口", min=1, max=65535, help="服务器端口，默认 4200")]


@flows_app.command(
    cls=ChineseCommand, help="启动服务器、工作进程和每晚的计划，按 Ctrl-C 全部结束；页面地址会显示出来。"
)
def up(
    inbox: Annotated[
        str, typer.Argument(parser=typed_inbox, metavar="收件夹", help="放报告的文件夹或收件地址，默认 data/raw")
    ] = "data/raw",
    store: StoreOption = None,
    workers: Annotated[int, typer.Option("--workers", metavar="个数", min=1, help="同时读几个文件，默认 1")] = 1,
    cron: Annotated[
        str, typer.Option("--cron", metavar="时间", help="何时运行（cron 写法：分 时 日 月 周），默认 30 1 * * *")
    ] = "30 1 * * *",
    timezone: Annotated[str, typer.Option("--timezone", metavar="时区", help="默认 Asia/Shanghai")] = "Asia/Shanghai",
    port: PortOption = 4200,
    runner: RunnerOption = RunnerName.local,
    dask_scheduler: SchedulerOption = None,
) -> None:
    """A server, a worker and the schedule, until Ctrl-C."""
    from flows.local_server import FlowsDown, answers, local_flows, past_proxies

    os.environ.update(past_proxies(os.environ))
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"  # before Prefect is imported
    from flows.asking import asking
    from flows.deployments import POOL, Place, checked_schedule, deploy_all
    from flows.left_over import end_left_over, under_way
    from flows.missed import make_up, skip_missed
    from flows.password import password_file
    from flows.places import places_from_here
    from pipeline.intake.remote_inbox import as_given
    from pipeline.night.alert import alert_of
    from pipeline.store.connection import shown_address, store_address

    end_on_sigterm()
    checked_schedule(cron, timezone)
    check_runner(runner, dask_scheduler)
    folder = as_given(inbox)
    exports = (_HOME.parent / "export").resolve()
    place = Place(
        folder.resolve() if isinstance(folder, Path) else folder,
        _absolute(store_url(store)),
        exports,
        workers,
        runner.value,
        dask_scheduler,
    )
    os.environ.update(places_from_here(place.store, os.environ))
    alert = alert_of(os.environ)
    print("正在启动（第一次约需一分钟）……", flush=True)
    with local_flows(_HOME, port) as running:
        running.call("work-pool", "create", POOL, "--type", "process", "--overwrite")
        running.call("work-pool", "set-concurrency-limit", POOL, "1")
        with asking(os.environ["PREFECT_API_URL"], running.password):
            deployed, left_over, missed = deploy_all(place, cron, timezone), end_left_over(POOL), skip_missed(POOL)
            if left_over or missed:
                make_up()
        for name in deployed:
            print(f"  已部署 {name}", flush=True)
        if left_over:
            print(f"  上次没有做完的运行：{len(left_over)} 次（断电或被结束），现在接着做完", flush=True)
        if missed:
            print(f"  停机时错过的运行：{missed} 次，现在补做一次", flush=True)
        running.start("worker", "prefect", "worker", "start", "--pool", POOL, "--type", "process", "--limit", "1")
        print(f"页面：{running.url}\n口令：{password_file(running.home)} 里的那一行，打开页面时填", flush=True)
        print(f"日志：{running.home}\n每晚：{cron}（{timezone}）；按 Ctrl-C 结束。", flush=True)
        try:
            while True:
                if (ended := running.keep_up()) is not None:
                    print(f"Prefect 服务器停了（退出码 {ended}），已重新启动；正在做的运行会接着做。", flush=True)
                time.sleep(_LOOK_SECONDS)
        except KeyboardInterrupt:
            print("正在结束……", flush=True)
            with suppress(FlowsDown), asking(os.environ["PREFECT_API_URL"], running.password):
                if answers(os.environ["PREFECT_API_URL"]) and under_way(POOL):
                    print(
                        "  有一次运行正在做，这就中断它：已经入库的报告完整保留，下次 hedui flows up 接着做完。",
                        flush=True,
                    )
        except FlowsDown as error:  # a run that is under way ends with the worker, and cannot tell of it
            alert.raise_alarm([f"{error}正在做的运行就此中断。"], shown_address(store_address(place.store)))
            raise


@flows_app.command(cls=ChineseCommand, help="各流程下次何时运行、上次结果如何，工作进程在不在；不在时退出码 25。")
def status(port: PortOption = 4200) -> None:
    """How the flows of this machine stand."""
    from flows.local_server import FlowsDown, past_proxies
    from flows.password import kept_password
    from flows.standing import standing

    os.environ.update(past_proxies(os.environ))
    found = standing(f"http://127.0.0.1:{port}/api", kept_password(_HOME))
    for line in standing_lines(found):
        print(line)
    if not found.workers:
        raise FlowsDown("没有在线的工作进程，到时间也不会运行。", "运行 hedui flows up，或启动 prefect worker。")


def standing_lines(found: Standing) -> Iterator[str]:
    """A table of the flows, and how many workers there are."""
    rows = [["流程", "上次运行", "结果", "下次运行"]]
    rows += [
        [one.name, _moment(one.last), _STATES.get(one.last_state or "", one.last_state or ""), _moment(one.next_at)]
        for one in found.deployed
    ]
    yield from aligned(rows, ["left"] * 4)
    yield f"在线的工作进程：{found.workers}"


_STATES: Final = {
    "Completed": "完成",
    "Partial": "部分文件没有读成",
    "Failed": "失败",
    "Crashed": "意外中断",
    "Cancelled": "已取消（上次还在运行）",
    "Skipped": "已跳过（错过时间，由后一次补做）",
    "Running": "正在运行",
}


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone():%m-%d %H:%M}"


def _absolute(url: str) -> str:
    """The address with an absolute path: a worker begins in another folder."""
    from pipeline.store.connection import store_address
    from pipeline.store.store_file import store_file

    address = store_address(url)
    if (file := store_file(address)) is not None:
        address = address.set(database=str(file.resolve()))
    return address.render_as_string(hide_password=False)
