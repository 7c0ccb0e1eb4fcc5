"""The options `--runner` and `--dask-scheduler`: who reads the files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.reading.readers import ReadersMaker


class RunnerName(StrEnum):
    """Who reads: processes of this machine, or Dask workers."""

    local = "local"
    dask = "dask"


RunnerOption = Annotated[
    RunnerName,
    typer.Option(
        "--runner", metavar="方式", help="由谁读取：local（本机进程，默认）或 dask（Dask 工作进程，可在多台机器上）"
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--dask-scheduler",
        metavar="地址",
        help="Dask 调度程序的地址，如 tcp://10.1.2.3:8786；不写则在本机起 --workers 个工作进程",
    ),
]


def readers_of(runner: RunnerName, scheduler: str | None) -> ReadersMaker:
    """What makes the readers. Raises BadParameter, and DaskUnavailable where it is not installed."""
    check_runner(runner, scheduler)
    if runner is RunnerName.local:
        from pipeline.reading.reading_processes import ReadingProcesses

        return ReadingProcesses
    from flows.dask_reading import dask_readers

    return dask_readers(scheduler)


def check_runner(runner: RunnerName, scheduler: str | None) -> None:
    """Raises BadParameter for a scheduler that nobody would ask, and DaskUnavailable where Dask is not installed."""
    if runner is RunnerName.local:
        if scheduler is not None:
            raise typer.BadParameter("--dask-scheduler 只与 --runner dask 同用。")
        return
    from flows.dask_reading import require_dask

    require_dask()
