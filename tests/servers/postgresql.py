"""A PostgreSQL server for the tests: in a folder of its own, heard only through a socket there, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg


def find_programs() -> Path | None:
    """The folder of initdb and postgres, the newest if there are several."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if installed:
        return installed[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def as_server_user() -> dict[str, Any]:
    """Options of subprocess: PostgreSQL refuses to run as root; its package made a user for it."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def running_server(programs: Path) -> Iterator[Path]:
    """The folder of the server's socket, while it runs."""
    folder = Path(tempfile.mkdtemp(prefix="hedui-pg-", dir=_roomy_memory()))
    as_user = as_server_user()
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    try:
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                folder / "data",
                "-U",
                "hedui",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-A",
                "trust",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **as_user,
        )
        options = [f"unix_socket_directories={folder}", "listen_addresses=", "fsync=off", "full_page_writes=off"]
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *(part for option in options for part in ("-c", option))],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **as_user,
        )
        try:
            _wait_until_ready(programs, folder)
            yield folder
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.wait(timeout=120)
    finally:
        shutil.rmtree(folder)


def new_database(folder: Path, name: str, like: str = "template0") -> str:
    """The address of a fresh database on the server, a copy of another, made file by file: the other way writes all
    of it to the log, too."""
    _execute(folder, f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY file_copy')
    return f"postgresql+psycopg://hedui@/{name}?host={folder}"


@contextmanager
def database_of_its_own(folder: Path, name: str, like: str = "template0") -> Iterator[str]:
    """The address of a fresh database on the server, until the end of the block: hundreds of them fill a disk."""
    yield new_database(folder, name, like)
    _execute(folder, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(folder: Path, sql: str) -> None:
    with psycopg.connect(host=str(folder), user="hedui", dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.encode())


def _roomy_memory() -> Path | None:
    """The folder of files in memory, if this machine has one with room: a database for a test need not outlive it."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30:
        return memory
    return None


def _wait_until_ready(programs: Path, folder: Path) -> None:
    for _ in range(600):
        ready = subprocess.run(
            [programs / "pg_isready", "-h", folder, "-q", "-t", "1"], check=False, capture_output=True
        )
        if ready.returncode == 0:
            return
        subprocess.run(["sleep", "0.2"], check=True)
    raise TimeoutError("PostgreSQL did not start within two minutes")
