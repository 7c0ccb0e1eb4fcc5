"""Walks through the commands as a bureau does, from reports in a folder to a notice and the desk, and checks each.

    python -P delivery/tour.py INBOX FOLDER HEDUI [--quick] [--flows]

HEDUI is the installed program, the Python that runs this that of the same installation. Everything is written below
FOLDER. With --quick the shorter commands share one process, which saves the start of ten; with --flows Prefect's server
and worker are started as well.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

_TABLES: Final = ("facts", "findings", "items", "quarantine", "reports", "reviews")
_FAULTS: Final = {"reader_failed", "too_slow", "too_much_memory", "no_permission"}
_SECONDS: Final = 180
"""For the desk to answer on a machine under load."""

_PNG: Final = b"\x89PNG"
_ZIP: Final = b"PK\x03\x04"


class NotAsPromised(Exception):
    """A command did not do what is promised of it; the message says which and what it said."""


class Tour:
    """One walk. `hedui` is the program, `folder` where it writes, `inbox` where reports lie."""

    def __init__(self, hedui: str, inbox: Path, folder: Path, quick: bool = False) -> None:
        self.hedui = hedui
        self.inbox = inbox
        self.folder = folder
        self.call = _called_here if quick else self.start
        os.environ.update({"HEDUI_STORE": str(folder / "hedui.db"), "HEDUI_LOG": str(folder / "log")})
        os.chdir(folder)

    def start(self, *words: str) -> str:
        """What the command says in a process of its own. Raises NotAsPromised where it fails."""
        command = [self.hedui, *words]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise NotAsPromised(f"hedui {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def walk(self) -> None:
        """All of it, in the order of a working day. Raises NotAsPromised."""
        self.start("run", str(self.inbox), "--workers", "1")
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
        self.all_read()
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
        self.call("audit", "verify")
        doctor = json.loads(self.call("doctor", "--inbox", str(self.inbox), "--json"))
        expect(doctor["ok"], "doctor", str(doctor))
        self.desk()

    def all_read(self) -> None:
        """No file was set aside for a fault of the program, and scans were read."""
        tables = {name: (self.folder / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8") for name in _TABLES}
        set_aside = {json.loads(line)["reason"] for line in tables["quarantine"].splitlines()}
        expect(not set_aside & _FAULTS, "run: quarantine", tables["quarantine"])
        sources = {json.loads(line)["source_name"] for line in tables["facts"].splitlines()}
        scans = {file.name for file in self.inbox.rglob("*.png")}
        expect(scans <= {Path(source).name for source in sources}, "run: scans", str(sources))

    def desk(self) -> None:
        """Opens the desk and signs in nobody: the form must come, whole, with its style sheet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with self.running("serve", "--port", str(port)) as desk:
            page = _waited_for(lambda: fetched(port, "/sign-in"), desk)
            expect("密码" in page, "serve", page)
            sheet = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page)
            expect(sheet is not None and bool(fetched(port, sheet[1])), "serve: style sheet", page)

    def flows(self) -> None:
        """Starts Prefect's server and worker with the nightly schedule, has one flow run, and ends all of it in
        order."""
        with self.running("flows", "up", str(self.inbox)) as up:
            assert up.stdout is not None  # it is a pipe
            said = next((line for line in up.stdout if "每晚" in line), "")
            expect(bool(said), "flows up", "ended, or did not say that all is deployed")
            expect("nightly" in self.start("flows", "status"), "flows status", "does not name the nightly flow")

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """The command while it goes on; it is ended as Ctrl-C ends it."""
        process = subprocess.Popen(
            [self.hedui, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=_SECONDS)
        expect(process.returncode == 0, f"hedui {' '.join(words)}", f"ended with {process.returncode}")


def _called_here(*words: str) -> str:
    """What the command says in this process. Raises NotAsPromised where it fails."""
    from app.command_line import app
    from app.failures import exit_code_of

    said = io.StringIO()
    with redirect_stdout(said):
        code = exit_code_of(lambda: app(list(words), standalone_mode=False))
    if code:
        raise NotAsPromised(f"hedui {' '.join(words)}: {code}\n{said.getvalue()}")
    return said.getvalue()


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


def _waited_for(ask: Callable[[], str], process: subprocess.Popen[str]) -> str:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return ask()
        except OSError as error:
            if process.poll() is not None or time.monotonic() > until:
                raise NotAsPromised(f"the desk does not answer: {error}") from error
            time.sleep(0.2)


def main(words: Sequence[str]) -> None:
    """The walk that the command line asks for."""
    inbox, folder, hedui = (word for word in words if not word.startswith("--"))
    tour = Tour(hedui, Path(inbox).absolute(), Path(folder).absolute(), "--quick" in words)
    tour.walk()
    if "--flows" in words:
        tour.flows()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NotAsPromised as error:
        sys.exit(str(error))
