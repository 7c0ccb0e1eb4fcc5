"""Runs that a power cut, or a kill, left behind as running: nobody else tells the server that they are no more."""

from __future__ import annotations

from typing import Final

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

_UNDER_WAY: Final = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_ENDED_BY_FORCE: Final = [StateType.CRASHED, StateType.CANCELLED]


def under_way(pool: str) -> list[str]:
    """The names of the runs of the work pool that are under way by what the server knows."""
    with get_client(sync_client=True) as client:
        return [run.name for run in _runs_under_way(client, pool)]


def end_left_over(pool: str) -> list[str]:
    """Mark the runs of the work pool that are under way by what the server knows as crashed, and return their names.

    Only for a server whose workers have not begun: each such run would hold the one place of the pool, and every
    night after it would be cancelled as if the last were still under way.
    """
    message = "The machine or the server was stopped while it ran; the next run completes the work."
    with get_client(sync_client=True) as client:
        runs = _runs_under_way(client, pool)
        for run in runs:
            client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    end_left_over_tasks()
    return [run.name for run in runs]


def _runs_under_way(client: SyncPrefectClient, pool: str) -> list[FlowRun]:
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNDER_WAY))
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=states),
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[pool])),
    )


def end_left_over_tasks() -> int:
    """Mark the tasks that are under way by what the server knows, though their flow run has crashed, as crashed, and
    return how many: the worker tells the server of a flow run that was killed, but not of its tasks."""
    ended = FlowRunFilterState(type=FlowRunFilterStateType(any_=_ENDED_BY_FORCE))
    under_way = TaskRunFilterState(type=TaskRunFilterStateType(any_=_UNDER_WAY))
    with get_client(sync_client=True) as client:
        tasks = client.read_task_runs(
            flow_run_filter=FlowRunFilter(state=ended), task_run_filter=TaskRunFilter(state=under_way)
        )
        for task in tasks:
            client.set_task_run_state(task.id, Crashed(message="Its flow run was stopped while it ran."), force=True)
    return len(tasks)
