"""How the flows stand: what is deployed, when it runs next, how it ended last, and whether a worker is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from flows.asking import asking
from flows.deployments import POOL
from flows.local_server import FlowsDown, answers


@dataclass(frozen=True, slots=True)
class DeployedFlow:
    """`last` and `last_state` are of the run that began last, `next_at` of the one that is scheduled next."""

    name: str
    last: datetime | None
    last_state: str | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The flows of a server. `workers` counts those of the pool that have told of themselves lately."""

    deployed: tuple[DeployedFlow, ...]
    workers: int


def standing(api_url: str, password: str | None = None) -> Standing:
    """Asks the server at `api_url` (…/api), see `asking`. Raises FlowsDown where none answers."""
    if not answers(api_url):
        raise FlowsDown(f"{api_url} 上没有 Prefect 服务器。", "运行 hedui flows up，或用 --port 给出它的端口。")
    with asking(api_url, password), get_client(sync_client=True) as client:
        deployed = sorted(client.read_deployments(), key=lambda one: one.name)
        flows = {one.flow_id: client.read_flow(one.flow_id).name for one in deployed}
        told = tuple(_deployed(client, one, f"{flows[one.flow_id]}/{one.name}") for one in deployed)
        online = _online_workers(client)
    return Standing(tuple(sorted(told, key=lambda one: (one.next_at is None, one.name))), online)


def _deployed(client: SyncPrefectClient, deployment: DeploymentResponse, name: str) -> DeployedFlow:
    begun = [state for state in StateType if state not in {StateType.SCHEDULED, StateType.PENDING}]
    last = _first_run(client, deployment, begun, FlowRunSort.START_TIME_DESC)
    coming = _first_run(client, deployment, [StateType.SCHEDULED], FlowRunSort.EXPECTED_START_TIME_ASC)
    return DeployedFlow(
        name,
        last.start_time if last else None,
        last.state_name if last else None,
        coming.expected_start_time if coming else None,
    )


def _first_run(
    client: SyncPrefectClient, deployment: DeploymentResponse, states: Sequence[StateType], sort: FlowRunSort
) -> FlowRun | None:
    runs = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))),
        sort=sort,
        limit=1,
    )
    return runs[0] if runs else None


def _online_workers(client: SyncPrefectClient) -> int:
    try:
        answer = client.request(
            "POST", "/work_pools/{work_pool_name}/workers/filter", path_params={"work_pool_name": POOL}, json={}
        )
    except (ObjectNotFound, PrefectHTTPStatusError):
        return 0  # there is no such pool
    return sum(worker.get("status") == "ONLINE" for worker in answer.json())
