"""The flows as Prefect runs them: which there are, when the nightly one begins, and that nights never overlap."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule

from flows.export import export
from flows.ingest import Runner, ingest
from flows.missed import NIGHTLY
from flows.notify import notify
from flows.reconcile import reconcile
from flows.reprocess import reprocess
from rules.errors import SettingMistake

POOL: Final = "hedui"
"""The work pool; one run at a time in all of it."""

NIGHTLY_CRON: Final = "30 1 * * *"
TIMEZONE: Final = "Asia/Shanghai"

_PROJECT: Final = Path(__file__).resolve().parents[1]

ONE_AT_A_TIME: Final = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A night that begins while the last is under way is cancelled: what it would take in, the next one finds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the flows find what they work on; paths are absolute, for a worker begins in a folder of its own."""

    inbox: Path | str
    store: str
    exports: Path
    workers: int = 1
    runner: Runner = "local"
    dask_scheduler: str | None = None


def checked_schedule(cron: str, timezone: str) -> Schedule:
    """The schedule. Raises SettingMistake where Prefect would refuse it, so that nothing is started in vain."""
    try:
        CronSchedule(cron=cron, timezone=timezone)
        return Cron(cron, timezone=timezone)
    except ValueError as error:
        raise SettingMistake(
            f"看不懂的时间或时区：{cron}（{timezone}）", "写成 --cron '30 1 * * *' --timezone Asia/Shanghai 的样子。"
        ) from error


def deploy_all(place: Place, cron: str = NIGHTLY_CRON, timezone: str = TIMEZONE) -> list[str]:
    """Put every flow into the work pool and return their names; those that are there are brought up to date.

    Needs the server that PREFECT_API_URL names. Only the nightly one has a schedule; what it ordered for a time that
    has passed by now stays, see `flows.missed`.
    """
    common: dict[str, Any] = {"store": place.store}
    reading = {**common, "inbox": str(place.inbox), "workers": place.workers}
    reading |= {"runner": place.runner, "dask_scheduler": place.dask_scheduler}
    _deploy(ingest, "nightly", reading, checked_schedule(cron, timezone))
    _deploy(reprocess, "on-demand", reading)
    _deploy(reconcile, "on-demand", common | {"workers": place.workers})
    _deploy(export, "on-demand", common | {"out": str(place.exports)})
    _deploy(notify, "on-demand", common | {"out": str(place.exports.parent / "notices"), "due_days": 10})
    return [NIGHTLY, "reprocess/on-demand", "reconcile/on-demand", "export/on-demand", "notify/on-demand"]


def _deploy(flow: Flow[..., Any], name: str, parameters: dict[str, Any], schedule: Schedule | None = None) -> None:
    entrypoint = f"flows/{flow.name}.py:{flow.name}"
    # Outside of a running loop neither gives a coroutine.
    loaded = cast(Flow[..., Any], flow.from_source(source=str(_PROJECT), entrypoint=entrypoint))
    deployment = loaded.to_deployment(
        name=name,
        parameters=parameters,
        schedules=[schedule] if schedule is not None else [],
        concurrency_limit=ONE_AT_A_TIME,
    )
    cast(RunnerDeployment, deployment).apply(work_pool_name=POOL)
