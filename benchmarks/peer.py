"""A peer as the parts see it: started in its own environment, asked, timed inside its process."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
ENVIRONMENTS: Final = HERE.parent / ".venv-bench"
"""One folder a peer, made by `make bench` from peers/NAME.txt; a peer without such a file runs where hedui runs."""
PATIENCE: Final = 300
"""Seconds that a peer has for one request."""


class PeerFailed(Exception):
    """A peer is not there, could not start, or failed at what it was asked."""


@dataclass(frozen=True)
class Answer:
    """What a peer gave, and the seconds it took, of the clock and of its process's processor time."""

    content: Any
    seconds: float
    processor: float


class Peer:
    """A running peer. It loads what it needs beside whatever else goes on, until it is first asked for something."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._version: str | None = None
        self.name = name
        self.answers = True
        """Whether it can be asked again."""

    @property
    def version(self) -> str:
        """What it says of itself once it is loaded. Raises PeerFailed."""
        if self._version is None:
            try:
                self._version = str(self._line()["version"])
            except PeerFailed:
                self.answers = False
                raise
        return self._version

    @property
    def title(self) -> str:
        """Name and version. Raises PeerFailed."""
        return f"{self.name} {self.version}".strip()

    def ask(self, request: dict[str, Any]) -> Answer:
        """Raises PeerFailed, with what the peer said."""
        assert self._process.stdin is not None
        assert self.version is not None
        with suppress(BrokenPipeError):  # it has ended, and its last line says of what, or there is none
            self._process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        told = self._line()
        return Answer(told["answer"], told["seconds"], told["processor"])

    def _line(self) -> dict[str, Any]:
        out = self._process.stdout
        assert out is not None
        if not select.select([out], [], [], PATIENCE)[0]:
            self.answers = False  # what it says later would be taken for the answer to something else
            raise PeerFailed(f"no answer within {PATIENCE} seconds")
        line = out.readline()
        if not line:
            self.answers = False
            raise PeerFailed(f"its process ended with exit code {self._process.wait()}")
        told: dict[str, Any] = json.loads(line)
        if "error" in told:
            raise PeerFailed(told["error"])
        return told


def python_of(name: str) -> str:
    """The interpreter that has the peer. Raises PeerFailed where its environment was not made."""
    if not (HERE / "peers" / f"{name}.txt").is_file():
        return sys.executable
    python = ENVIRONMENTS / name / "bin" / "python"
    if not python.is_file():
        raise PeerFailed("not installed: `make bench-peers` makes its environment, which needs a package index")
    return str(python)


@contextmanager
def begun(name: str, environment: dict[str, str] | None = None) -> Iterator[Peer]:
    """The peer of peers/NAME.py, being loaded; its version says when it is. Raises PeerFailed if it is not there."""
    command = [python_of(name), str(HERE / "peer_process.py"), str(HERE / "peers" / f"{name}.py")]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    try:
        yield Peer(name, process)
    finally:
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def started(name: str, environment: dict[str, str] | None = None) -> Iterator[Peer]:
    """The peer of peers/NAME.py, loaded. Raises PeerFailed."""
    with begun(name, environment) as peer:
        assert peer.version is not None
        yield peer
