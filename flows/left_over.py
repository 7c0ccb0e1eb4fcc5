"""Flow runs that a power cut left behind as running: nobody else tells the server that they are no more."""

from __future__ import annotations

from typing import Final

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Crashed

from flows.deployments import POOL

_UNDER_WAY: Final = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def end_left_over() -> list[str]:
    """Mark the runs of our pool that are under way by what the server knows as crashed, and return their names.

    Only for a server whose workers have not begun: each such run would hold the one place of the pool, and every
    night after it would be cancelled as if the last were still under way.
    """
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNDER_WAY))
    message = "The machine or the server was stopped while it ran; the next run completes the work."
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=states),
            work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL])),
        )
        for run in runs:
            client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    return [run.name for run in runs]
