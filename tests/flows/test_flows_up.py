"""`hedui flows up`: a server, a worker and the schedule, for real."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import yaml

from pipeline.store import existing_store, list_findings
from rules.errors import HeduiError

PAGE = (
    "某某市财政局2024年5月财政收支情况\n\n2024年6月14日 来源：某某市财政局\n"
    "1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。"
    "其中，税收收入107.28亿元，同比增长4.1%；非税收入38.22亿元，同比增长8.1%。\n"
)
COMMAND = "import sys; from app.command_line import main; sys.argv = ['hedui', *sys.argv[1:]]; main()"


LISTENING = """
import os, sys

def look(event, arguments):
    address = arguments[1] if event == "socket.connect" else arguments[0] if event == "socket.getaddrinfo" else None
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else host
    if isinstance(host, str) and host[:1] not in "/@" and host not in ("", "127.0.0.1", "::1", "localhost"):
        with open(os.environ["LEFT_THE_MACHINE"], "a") as file:
            print(event, host, sys.argv, file=file)

sys.addaudithook(look)
"""
"""A `sitecustomize` by which every Python process writes down the other machines that it looks for."""


def _free_port() -> int:
    """One below those that the system hands out, so that no other test is given it before the server listens there."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@pytest.fixture
def up(tmp_path: Path, project: Path) -> Iterator[tuple[int, subprocess.Popen[str], list[str]]]:
    """The port, the process and the lines it has said when it was ready."""
    inbox, port = tmp_path / "收件", _free_port()
    inbox.mkdir()
    (inbox / "五月.txt").write_text(PAGE, encoding="utf-8")
    (inbox / "坏.docx").write_bytes(b"PK\x03\x04")
    words = ["flows", "up", str(inbox), "--store", "x.db", "--port", str(port), "--cron", "30 1 * * *"]
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched" / "sitecustomize.py").write_text(LISTENING)
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(project), str(tmp_path / "watched"))),
            "PYTHONUNBUFFERED": "1",
            "LEFT_THE_MACHINE": str(tmp_path / "left.txt"),
            "HEDUI_ORIGINALS": "原件",
            "HEDUI_ALERT_FILE": "告警.txt",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.rstrip())
        if "按 Ctrl-C 结束" in line:
            break
    yield port, process, said
    if process.poll() is None:
        process.kill()
    process.wait()


def test_a_night_from_the_server_to_the_store(up: tuple[int, subprocess.Popen[str], list[str]], tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    import flows  # noqa: F401 - sets Prefect's environment
    from app.flows_commands import standing_lines
    from flows.local_server import FlowsDown, answers
    from flows.password import kept_password
    from flows.standing import standing

    port, process, said = up
    api = f"http://127.0.0.1:{port}/api"
    assert f"页面：http://127.0.0.1:{port}" in said
    assert "  已部署 ingest/nightly" in said
    home = tmp_path / "data/curated/prefect"
    password = kept_password(home, {})
    assert password is not None
    for wrong in (None, "hedui:", f"{password}x"):  # another account of the machine
        with pytest.raises(FlowsDown, match="口令"):
            standing(api, wrong)
    settings = {PREFECT_API_URL: api, PREFECT_API_AUTH_STRING: password}
    with temporary_settings(settings), get_client(sync_client=True) as client:
        (nightly,) = [one for one in client.read_deployments() if one.name == "nightly"]
        assert nightly.concurrency_options is not None
        assert nightly.concurrency_options.collision_strategy == "CANCEL_NEW"
        run = client.create_flow_run_from_deployment(nightly.id)
        until = time.monotonic() + 300
        while not (run := client.read_flow_run(run.id)).state or not run.state.is_final():
            assert time.monotonic() < until, run.state
            time.sleep(1)
    assert run.state is not None
    assert run.state.name == "Partial"  # done, with a file that could not be read
    store = existing_store(f"sqlite:///{tmp_path}/x.db")
    assert [finding["family"] for finding in list_findings(store)] == ["sum"]
    store.close()
    assert len([file for file in (tmp_path / "原件").rglob("*") if file.is_file()]) == 2  # of here, not of the project
    assert "没有读成" in (tmp_path / "告警.txt").read_text(encoding="utf-8")

    found = standing(api, password)
    told = next(one for one in found.deployed if one.name == "ingest/nightly")
    assert (told.last_state, found.workers) == ("Partial", 1)
    assert "部分文件没有读成" in "\n".join(standing_lines(found))
    while told.next_at is None:  # by itself, soon after it was deployed
        assert time.monotonic() < until, (home / "server.log").read_text()[-2000:]
        time.sleep(1)
        told = next(one for one in standing(api, password).deployed if one.name == "ingest/nightly")
    assert f"{told.next_at.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}" == "01:30"

    process.send_signal(signal.SIGTERM)
    assert process.wait(180) == 0
    known = [file for file in home.rglob("*") if file.is_file() and password.encode() in file.read_bytes()]
    assert [file.name for file in known] == ["password.txt"]  # in no log, and not in Prefect's own tables
    left = tmp_path / "left.txt"
    assert (left.read_text() if left.exists() else "") == ""  # no process of all these looked for another machine
    assert not answers(api)
    with pytest.raises(HeduiError) as caught:
        standing(api)
    assert caught.value.exit_code == 25


def test_a_server_that_does_not_start_is_said(tmp_path: Path) -> None:
    from flows.local_server import FlowsDown, local_flows

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with pytest.raises(FlowsDown, match="server"), local_flows(tmp_path / "home", port):
            pass


@pytest.fixture(scope="module")
def deployed_names(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of all flows, deployed on the server of the tests."""
    request.getfixturevalue("prefect_harness")
    from prefect.client.orchestration import get_client

    from flows.deployments import POOL, Place, deploy_all

    place = tmp_path_factory.mktemp("place")
    with get_client(sync_client=True) as client:
        client.request("POST", "/work_pools/", json={"name": POOL, "type": "process"})
    return deploy_all(Place(place, "sqlite:///x.db", place))


def test_a_run_that_a_power_cut_left_behind_is_in_no_nights_way(deployed_names: list[str]) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.responses import SetStateStatus
    from prefect.states import Pending, Running

    from flows.deployments import POOL
    from flows.ingest import take_in_files
    from flows.left_over import end_left_over

    assert "ingest/nightly" in deployed_names
    with get_client(sync_client=True) as client:
        nightly = client.read_deployment_by_name("ingest/nightly").id
        begun_tasks: list[UUID] = []

        def begun() -> str:
            run = client.create_flow_run_from_deployment(nightly)
            if client.set_flow_run_state(run.id, Pending()).status == SetStateStatus.ACCEPT:
                client.set_flow_run_state(run.id, Running())
            state = client.read_flow_run(run.id).state
            assert state is not None
            if state.is_running():
                task = client.create_task_run(take_in_files, run.id, dynamic_key="0", state=Running())
                begun_tasks.append(task.id)
            return state.name

        assert [begun(), begun()] == ["Running", "Cancelled"]  # nights never overlap
        assert len(end_left_over(POOL)) == 1
        assert begun() == "Running"
        assert len(end_left_over(POOL)) == 1
        assert end_left_over(POOL) == []
        states = [client.read_task_run(task).state for task in begun_tasks]
    assert [state.name for state in states if state is not None] == ["Crashed", "Crashed"]


def test_nights_that_were_missed_are_made_up_for_once(deployed_names: list[str], tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort
    from prefect.flow_engine import run_flow
    from prefect.states import Late, Pending, Scheduled

    from flows.deployments import POOL
    from flows.ingest import ingest
    from flows.missed import NIGHTLY, make_up, skip_missed, skipped_for_a_later

    assert NIGHTLY in deployed_names
    assert skipped_for_a_later() is None  # no flow at all
    now = datetime.now(UTC)
    orders = [
        (-72, "Late", True),
        (-48, "Late", True),
        (-24, "Scheduled", True),
        (24, "Scheduled", True),
        (-1, "Late", False),
    ]
    tmp_path.joinpath("收件").mkdir()
    work = {"inbox": str(tmp_path / "收件"), "store": f"sqlite:///{tmp_path}/x.db", "workers": 0}
    with get_client(sync_client=True) as client:
        nightly = client.read_deployment_by_name(NIGHTLY).id
        runs = []
        for hours, name, by_schedule in orders:
            state = {"Late": Late, "Scheduled": Scheduled}[name](scheduled_time=now + timedelta(hours=hours))
            tags = ["auto-scheduled"] if by_schedule else []
            runs.append(client.create_flow_run_from_deployment(nightly, state=state, tags=tags).id)

        def begun(number: int) -> str | None:
            """As the worker would start it."""
            client.set_flow_run_state(runs[number], Pending())
            run_flow(ingest, flow_run=client.read_flow_run(runs[number]), parameters=work, return_type="state")
            return client.read_flow_run(runs[number]).state_name

        def states() -> list[str | None]:
            return [client.read_flow_run(run).state_name for run in runs]

        # Nobody but the flow looks after a server of somebody's own: there is another night behind this one.
        assert begun(0) == "Skipped"
        assert not (tmp_path / "x.db").exists()
        assert skip_missed(POOL) == 2
        assert states() == ["Skipped", "Skipped", "Skipped", "Scheduled", "Late"]  # none to come, none that was ordered
        assert skip_missed(POOL) == 0
        state = client.read_flow_run(runs[1]).state
        assert state is not None
        assert "由后一次运行一并补做" in str(state.message)
        make_up()
        ordered = client.read_flow_runs(sort=FlowRunSort.EXPECTED_START_TIME_DESC)[1]  # behind the one to come
        assert (ordered.deployment_id, ordered.state_name) == (nightly, "Scheduled")
        runs.append(ordered.id)
        assert begun(5) == "Completed"


def test_the_file_for_a_server_of_ones_own_says_the_same(project: Path, deployed_names: list[str]) -> None:
    from prefect.client.orchestration import get_client

    written = yaml.safe_load((project / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    with get_client(sync_client=True) as client:
        deployed = {one.entrypoint: one for one in client.read_deployments()}
    assert {f"{one['entrypoint'].rpartition(':')[2]}/{one['name']}" for one in written} == set(deployed_names)
    for one in written:
        same = deployed[one["entrypoint"]]
        assert same.work_pool_name == one["work_pool"]["name"]
        assert same.concurrency_options is not None
        assert same.concurrency_options.collision_strategy == one["concurrency_limit"]["collision_strategy"]
        schedules = [(each.schedule.cron, each.schedule.timezone) for each in same.schedules]
        assert schedules == [(each["cron"], each["timezone"]) for each in one["schedules"]]
        assert set(one["parameters"]) <= set(same.parameters)
