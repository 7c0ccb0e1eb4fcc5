"""The server of this machine is found whatever else answers, and whatever proxy is set."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Timer

import pytest
from servers.processes import is_running, wait_for
from servers.stand_in import standing_in

from flows.deployments import checked_schedule
from flows.local_server import FlowsDown, LocalFlows, answers, keep_short, past_proxies
from flows.places import places_from_here
from flows.standing import standing
from rules.errors import SettingMistake


class _Healthy(BaseHTTPRequestHandler):
    """Says that it is well, and knows nothing of flows."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *_: object) -> None:
        """Tests need no log."""


@pytest.fixture
def api_url() -> Iterator[str]:
    with standing_in(_Healthy) as address:
        yield f"{address}/api"


def test_it_is_asked_past_the_proxy(api_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    assert answers(api_url)


def test_another_program_at_the_port(api_url: str) -> None:
    with pytest.raises(FlowsDown, match="不是 Prefect"):
        standing(api_url)


def test_a_server_that_goes_while_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.standing.answers", lambda _: True)
    with pytest.raises(FlowsDown, match="不再回答"):
        standing("http://127.0.0.1:9/api")


def test_what_server_and_worker_write_is_kept_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.local_server._LONG_LOG", 5)
    log = tmp_path / "server.log"
    with log.open("ab", buffering=0) as server:
        for number in range(6):
            server.write(f"night {number}\n".encode())
            keep_short(log)
        server.write(b"now")
        keep_short(log)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "server.log": "now",
        "server.log.1": "night 5\n",
        "server.log.2": "night 4\n",
        "server.log.3": "night 3\n",
    }


def test_the_proxys_exceptions_are_kept() -> None:
    assert past_proxies({"NO_PROXY": "bureau.cn"})["no_proxy"] == "bureau.cn,127.0.0.1,localhost"
    assert past_proxies({})["NO_PROXY"] == "127.0.0.1,localhost"


@pytest.mark.parametrize(
    ("cron", "timezone"),
    [("30 25 * * *", "Asia/Shanghai"), ("每晚", "Asia/Shanghai"), ("30 1 * * *", "Asia/Beijing")],
)
def test_a_schedule_that_is_mistyped(cron: str, timezone: str) -> None:
    with pytest.raises(SettingMistake, match="看不懂"):
        checked_schedule(cron, timezone)


def test_what_is_named_from_here_is_found_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"HEDUI_ORIGINALS": "原件", "HEDUI_ALERT_FILE": "告警.txt", "HEDUI_FETCHED": "取来"}
    beside, server = f"sqlite:///{tmp_path}/x.db", "postgresql+psycopg://hedui@db/hedui"
    named = {name: f"{tmp_path}/{place}" for name, place in given.items()}
    assert places_from_here(beside, given) == places_from_here(server, given) == named
    assert places_from_here(beside, named) == {}
    assert places_from_here(beside, {"HEDUI_ORIGINALS": "off"}) == {}
    assert places_from_here(server, {}) == {
        "HEDUI_ORIGINALS": f"{tmp_path}/data/curated/originals",
        "HEDUI_FETCHED": f"{tmp_path}/data/curated/fetched",
    }


def test_a_server_that_ends_by_itself_is_started_anew_some_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows = LocalFlows(tmp_path, 4200, "", dict(os.environ))

    def ended() -> None:
        flows._started["server"].wait()

    flows.start("server", "this", "s")  # ends at once, each time
    for _ in range(3):
        ended()
        assert flows.keep_up() == 0
    ended()
    with pytest.raises(FlowsDown, match="server"):
        flows.keep_up()
    assert (tmp_path / "server.log").read_bytes().count(b"Beautiful is better") == 4
    monkeypatch.setattr("flows.local_server._NEW_STARTS_SECONDS", 0.0)  # those were long ago
    assert flows.keep_up() == 0
    ended()


DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(300)
"""


@pytest.fixture
def deaf(tmp_path: Path) -> Iterator[LocalFlows]:
    """Two programs that do not end when they are asked to."""
    (tmp_path / "deaf.py").write_text(DEAF)
    flows = LocalFlows(tmp_path, 4200, "", os.environ | {"PYTHONPATH": str(tmp_path)})
    for name in ("server", "worker"):
        flows.start(name, "deaf")
        wait_for(lambda name=name: (tmp_path / f"{name}.log").read_text())
    yield flows
    for process in flows._started.values():
        process.kill()
        process.wait()


def test_what_does_not_end_is_killed(deaf: LocalFlows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.local_server._STOP_SECONDS", 0.3)
    deaf.stop()
    assert [process.returncode for process in deaf._started.values()] == [-signal.SIGKILL] * 2


def test_who_interrupts_again_leaves_nothing_behind(deaf: LocalFlows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.local_server._STOP_SECONDS", 60.0)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts beside itself ignores it
    impatient = Timer(0.5, signal.raise_signal, [signal.SIGINT])
    impatient.start()
    began = time.monotonic()
    try:
        deaf.stop()
    except KeyboardInterrupt:
        pytest.fail("what was started lives on")
    finally:
        signal.signal(signal.SIGINT, before)
    assert [process.returncode for process in deaf._started.values()] == [-signal.SIGKILL] * 2
    assert time.monotonic() - began < 30


RUN = """
import os, subprocess, sys, time
run = "import time; from flows.with_the_worker import end_with_the_worker; end_with_the_worker(); print(1, flush=True)"
given = os.environ | ({"PREFECT__FLOW_RUN_ID": "x"} if sys.argv[1] == "worker" else {})
started = subprocess.Popen([sys.executable, "-c", run + "; time.sleep(300)"], env=given, stdout=subprocess.PIPE)
started.stdout.readline()
print(started.pid, flush=True)
time.sleep(300)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("who", ["worker", "person"])
def test_a_run_ends_with_its_worker_and_goes_on_without_the_person_who_started_it(who: str, project: Path) -> None:
    given = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT__")}
    command = [sys.executable, "-c", RUN, who]
    with subprocess.Popen(command, env=given | {"PYTHONPATH": str(project)}, stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        run = int(starter.stdout.readline())
        starter.kill()
    if who == "worker":
        wait_for(lambda: not is_running(run))
    else:
        time.sleep(2.5)
        assert is_running(run)
        os.kill(run, signal.SIGKILL)
