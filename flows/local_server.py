"""A Prefect server and a worker of this machine's own, started and ended together."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flows.password import new_password, settings_of
from pipeline.private_places import private_folder
from rules.errors import HeduiError

PORT: Final = 4200
_START_SECONDS: Final = 180
_STOP_SECONDS: Final = 8.0
"""What the worker, and then the server, have to end by themselves: idle they take one or two."""
_AT_ONCE: Final = 0.1
_LOOK_SECONDS: Final = 0.5
_LONG_LOG: Final = 5_000_000
"""Bytes, as of the log of the commands."""
_OLD_LOGS: Final = 3
_NEW_STARTS: Final = 3
_NEW_STARTS_SECONDS: Final = 3600.0
"""So many new starts of the server in that time: more say that it cannot stay up."""


class FlowsDown(HeduiError):
    """The server or the worker of the flows does not start, has ended or does not answer: exit code 25."""

    exit_code = 25


@dataclass
class LocalFlows:
    """The server and, once it was started, the worker. `url` is where people look; `password` is asked there."""

    home: Path
    port: int
    password: str = field(repr=False)
    environment: dict[str, str] = field(repr=False)
    _started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _begun_anew: list[float] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str, module: str, *words: str) -> None:
        """Start the program `module` with WORDS, its output in `name`.log."""
        self._words[name] = (module, *words)
        log = (self.home / f"{name}.log").open("ab")
        with log:
            self._started[name] = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=self.home,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours: they are ended in order
            )

    def call(self, *words: str) -> None:
        """Run `prefect WORDS…` to its end. Raises FlowsDown with what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *words],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip())[-300:]
            raise FlowsDown(f"prefect {words[0]} {words[1]} 没有做成：{said}", f"详情见 {self.home} 下的日志。")

    def wait_for_server(self) -> None:
        """Until it answers. Raises FlowsDown."""
        until = time.monotonic() + _START_SECONDS
        while not answers(f"{self.url}/api"):
            self.check()
            if time.monotonic() > until:
                raise FlowsDown(
                    f"Prefect 服务器 {_START_SECONDS} 秒内没有启动。",
                    f"看 {self.home / 'server.log'}，或换一个 --port。",
                )
            time.sleep(_LOOK_SECONDS)

    def check(self) -> None:
        """Pass while everything that was started is there, and keep what it writes short. Raises FlowsDown."""
        for name, process in self._started.items():
            keep_short(self.home / f"{name}.log")
            if process.poll() is not None:
                raise FlowsDown(
                    f"Prefect 的 {name} 已经停了（退出码 {process.returncode}）。",
                    f"看 {self.home / f'{name}.log'} 的末尾，处理后重新运行 hedui flows up。",
                )

    def keep_up(self) -> int | None:
        """As `check`, but a server that has ended by itself is started anew, some times, and its exit code returned:
        a run that is under way goes on meanwhile, and Prefect's clients wait for the server. Raises FlowsDown."""
        ended = self._started["server"].poll()
        now = time.monotonic()
        self._begun_anew = [began for began in self._begun_anew if now - began < _NEW_STARTS_SECONDS]
        if ended is None or len(self._begun_anew) >= _NEW_STARTS:
            self.check()
            return None
        self._begun_anew.append(now)
        self.start("server", *self._words["server"])
        return ended

    def stop(self) -> None:
        """End the worker, and with it the run that is under way, then the server. Who cannot wait and interrupts again
        has them ended at once: none of them is left behind."""
        patience = _STOP_SECONDS
        for process in reversed(self._started.values()):
            asked = False
            while process.poll() is None:
                try:
                    (process.kill if asked else process.terminate)()
                    asked = True
                    process.wait(patience)
                except subprocess.TimeoutExpired:
                    continue
                except KeyboardInterrupt:
                    patience = _AT_ONCE


@contextmanager
def local_flows(home: Path, port: int = PORT) -> Iterator[LocalFlows]:
    """A server that has begun to answer; it ends with the `with`, and so does the worker. Raises FlowsDown.

    All that Prefect keeps is in `home`. It listens on this machine alone, and asks for the password that lies there.
    """
    private_folder(home)
    if answers(f"http://127.0.0.1:{port}/api"):
        raise FlowsDown(
            f"端口 {port} 上已有一个 Prefect 服务器。", "若是上次的 hedui flows up，就用它；否则换一个 --port。"
        )
    # Prefect's worker keeps its files in one folder of that name for all users, which is whose was first.
    with TemporaryDirectory(prefix="hedui-flows-", ignore_cleanup_errors=True) as own:
        password = new_password(home)
        environment = {**_environment(home.resolve(), port), **settings_of(password), "TMPDIR": own}
        flows = LocalFlows(home.resolve(), port, password, environment)
        try:
            flows.start("server", "flows.prefect_server", "--host", "127.0.0.1", "--port", str(port))
            flows.wait_for_server()
            yield flows
        finally:
            flows.stop()


def keep_short(log: Path) -> None:
    """Put aside what a program has written, once it is much; three old files are kept.

    The program has opened its file for appending and goes on with an empty one. Where that cannot be done (no room for
    the copy), it stays as it is.
    """
    kept = [log.with_name(f"{log.name}.{number}") for number in range(1, _OLD_LOGS + 1)]
    with suppress(OSError):
        if log.stat().st_size < _LONG_LOG:
            return
        for newer, older in reversed(list(pairwise(kept))):
            if newer.exists():
                newer.replace(older)
        shutil.copyfile(log, kept[0])
        os.truncate(log, 0)


def answers(api_url: str) -> bool:
    """Whether a Prefect server answers there; asked without any proxy, for it is on this machine."""
    try:
        with build_opener(ProxyHandler({})).open(f"{api_url}/health", timeout=5) as answer:
            return bool(answer.read().strip() == b"true")
    except (URLError, OSError, ValueError):
        return False


def past_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings by which programs speak to this machine itself without the proxy that the bureau has set."""
    named = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    value = ",".join(filter(None, [named, "127.0.0.1", "localhost"]))
    return {"no_proxy": value, "NO_PROXY": value}


def _environment(home: Path, port: int) -> dict[str, str]:
    project = str(Path(__file__).resolve().parents[1])
    return {
        **os.environ,
        **past_proxies(os.environ),
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        # 2, 4, 8 … 128 seconds between them: in four minutes a server that has gone is up again.
        "PREFECT_CLIENT_MAX_RETRIES": "7",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PYTHONPATH": os.pathsep.join(filter(None, [project, os.environ.get("PYTHONPATH")])),
    }
