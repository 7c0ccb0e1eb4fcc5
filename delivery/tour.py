"""Walks through the commands as a bureau does, from reports in a folder to a notice and the desk, and checks each.

    python -m delivery.tour INBOX FOLDER COMMAND…

COMMAND is how hedui is called here. Everything is written below FOLDER. Needs nothing but Python, so that it can walk
through an installation that is not its own.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

_TABLES: Final = ("facts", "findings", "items", "quarantine", "reports", "reviews")
_SECONDS: Final = 180
"""For the desk to answer on a machine under load."""

_PNG: Final = b"\x89PNG"
_ZIP: Final = b"PK\x03\x04"


class NotAsPromised(Exception):
    """A command did not do what is promised of it; the message says which and what it said."""


class Tour:
    """One walk. `hedui` is the command, `folder` where it writes, `inbox` where reports lie."""

    def __init__(self, hedui: Sequence[str], inbox: Path, folder: Path) -> None:
        self.hedui = list(hedui)
        self.inbox = inbox
        self.folder = folder
        self.environment = {**os.environ, "HEDUI_STORE": str(folder / "hedui.db"), "HEDUI_LOG": str(folder / "log")}

    def call(self, *words: str) -> str:
        """What the command says. Raises NotAsPromised where it fails."""
        done = subprocess.run(
            [*self.hedui, *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise NotAsPromised(
                f"hedui {' '.join(words)}: {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}"
            )
        return done.stdout

    def walk(self) -> None:
        """All of it, in the order of a working day. Raises NotAsPromised."""
        said = self.call("run", str(self.inbox), "--workers", "1")
        expect("没有读成 0" in said or "隔离" not in said, "run", said)
        listed = self.call("findings")
        ids = re.findall(r"\b[0-9a-f]{16}\b", listed)
        expect(bool(ids), "findings", listed)
        self.call("explain", ids[0], "--image", str(self.folder / "place.png"))
        expect_file(self.folder / "place.png", _PNG)
        for kind in ("jsonl", "csv", "parquet", "xlsx"):
            self.call("export", str(self.folder / kind), "--format", kind)
        for name in _TABLES:
            expect_file(self.folder / "jsonl" / f"{name}.jsonl")
            expect_file(self.folder / "csv" / f"{name}.csv")
            expect_file(self.folder / "parquet" / f"{name}.parquet", b"PAR1")
        expect_file(self.folder / "xlsx" / "hedui.xlsx", _ZIP)
        self.call("notice", str(self.folder / "notices"), "--by", "tour")
        notices = list((self.folder / "notices").rglob("*.docx"))
        expect(bool(notices), "notice", str(notices))
        self.call("summary", str(self.folder / "summary"), "--month", "2024-05")
        expect_file(self.folder / "summary.docx", _ZIP)
        expect_file(self.folder / "summary.xlsx", _ZIP)
        answer = json.loads(self.call("query", "SELECT count(*) AS facts FROM facts", "--format", "json"))
        expect(answer["facts"] > 0, "query", str(answer))
        self.call("status")
        self.call("store", "check")
        self.desk()

    def desk(self) -> None:
        """Opens the desk and signs in nobody: the form must come, whole, with its style sheet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        desk = subprocess.Popen(
            [*self.hedui, "serve", "--port", str(port)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            page = _waited_for(lambda: fetched(port, "/sign-in"), desk)
            expect("密码" in page, "serve", page)
            sheet = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page)
            expect(sheet is not None and bool(fetched(port, sheet[1])), "serve: style sheet", page)
        finally:
            desk.terminate()
            desk.wait(_SECONDS)


def fetched(port: int, address: str) -> str:
    """What the desk answers with 200. Raises NotAsPromised for another answer, OSError where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    connection.request("GET", address)
    answer = connection.getresponse()
    content = answer.read().decode("utf-8")
    expect(answer.status == 200, f"serve: {address}", f"{answer.status} {content}")
    return content


def expect(condition: bool, where: str, said: str) -> None:
    """Raises NotAsPromised unless the condition holds."""
    if not condition:
        raise NotAsPromised(f"{where}: {said[-1500:]}")


def expect_file(file: Path, begins: bytes = b"") -> None:
    """Raises NotAsPromised unless the file is there and begins so."""
    expect(file.is_file() and file.read_bytes().startswith(begins), str(file), "is not there, or is something else")


def _waited_for(ask: Callable[[], str], process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return ask()
        except OSError as error:
            if process.poll() is not None or time.monotonic() > until:
                raise NotAsPromised(f"the desk does not answer: {error}") from error
            time.sleep(0.2)


if __name__ == "__main__":
    inbox, folder, *command = sys.argv[1:]
    try:
        Tour(command, Path(inbox).absolute(), Path(folder).absolute()).walk()
    except NotAsPromised as error:
        sys.exit(str(error))
