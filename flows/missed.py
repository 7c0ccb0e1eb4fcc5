"""Times of the schedule that passed while nothing could run: their work is done once, not once for each of them."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Final

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Cancelled

SKIPPED: Final = "Skipped"
"""The name of the state of a time that was missed, and whose work another run does."""

NIGHTLY: Final = "ingest/nightly"
_BY_SCHEDULE: Final = "auto-scheduled"
"""The tag that Prefect gives what a schedule orders: what a person ordered by hand is not for us to pass over."""

_log = logging.getLogger(__name__)


def skip_missed(pool: str) -> int:
    """End what the schedules ordered for a time that has passed, and return how many that were.

    Only for a server whose workers have not begun: a run that is just due would be ended, too.
    """
    scheduled = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
    skipped = 0
    with get_client(sync_client=True) as client:
        past = FlowRunFilterExpectedStartTime(before_=datetime.now(UTC))
        while missed := [
            run
            for run in client.read_flow_runs(
                flow_run_filter=FlowRunFilter(state=scheduled, expected_start_time=past),
                work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[pool])),
            )
            if _BY_SCHEDULE in run.tags
        ]:
            for run in missed:
                client.set_flow_run_state(run.id, _skipped("到时间时没有运行 hedui flows up"), force=True)
            skipped += len(missed)
    return skipped


def make_up() -> None:
    """Order one nightly run for now, in place of those that were missed or broken off."""
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(client.read_deployment_by_name(NIGHTLY).id)


def skipped_for_a_later() -> State[Any] | None:
    """The state in which the flow run of this moment ends at once, where the schedule ordered it and a later one of the
    same deployment is due as well: what it would take in, that one does. None for every other.

    This is for a server that somebody else started, and for a machine that was asleep. A server that does not answer
    is no reason to do nothing.
    """
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    if run is None or run.deployment_id is None or run.expected_start_time is None or _BY_SCHEDULE not in run.tags:
        return None
    try:
        later = _later_ones(run)
    except (HTTPError, PrefectHTTPStatusError) as error:
        _log.warning("whether a later run is due cannot be asked: %s", error)
        return None
    return _skipped("运行开始时下一次也已经到时间") if later else None


def _later_ones(run: FlowRun) -> list[FlowRun]:
    # Late, not just due: one that becomes late while this one holds the place of both is cancelled by Prefect.
    late = FlowRunFilterState(name=FlowRunFilterStateName(any_=["Late"]))
    since = FlowRunFilterExpectedStartTime(after_=run.expected_start_time)
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=late, expected_start_time=since),
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[run.deployment_id or run.id])),
        )
    # Two schedules may order the same moment: then the number decides, so that one of them is left.
    mine = (run.expected_start_time, str(run.id))
    return [one for one in found if (one.expected_start_time, str(one.id)) > mine]


def _skipped(why: str) -> State[Any]:
    return Cancelled(name=SKIPPED, message=f"{why}；错过的工作由后一次运行一并补做。")
