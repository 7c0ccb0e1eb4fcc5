"""A desk on a port of this machine, for browsers: over a store of its own, with an account of each role."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.desk.application import desk_application
from app.desk.context import Desk
from app.desk.people import ROLES, People, Role, StoredPeople
from desk.people import PASSWORD, SHOWN
from pipeline.review.accounts import accounts, add_account
from pipeline.review.sessions import open_session
from pipeline.store import Store, open_store

_START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """The running desk: its address and its store."""

    url: str
    store: Store

    def token(self, role: Role) -> str:
        """The token of a new session of the account of that role."""
        account = next(each for each in accounts(self.store) if each.name == role)
        return open_session(self.store, account, datetime.now(UTC))


def with_accounts(file: Path) -> None:
    """Add an account of each role to a store, named after it; everybody's password is PASSWORD."""
    store = open_store(f"sqlite:///{file}")
    for role in ROLES:
        add_account(store, role, PASSWORD, role, SHOWN[role], "test")
    store.close()


@contextmanager
def running_site(file: Path, pictures: Path, late: float = 0, people: People | None = None) -> Iterator[Site]:
    """Serve the store in `file` until the end of the block, for those with accounts or for `people`; each answer comes
    up to `late` seconds late."""
    store = open_store(f"sqlite:///{file}")
    application: ASGIApp = desk_application(Desk(store, people or StoredPeople(store), pictures))
    if late:
        application = _late(application, late)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(64)
        server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield Site(f"http://127.0.0.1:{bound.getsockname()[1]}", store)
        finally:
            server.should_exit = True
            thread.join(_START_SECONDS)
            store.close()


def _late(application: ASGIApp, seconds: float) -> ASGIApp:
    async def delayed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(random.uniform(0, seconds))
        await application(scope, receive, send)

    return delayed
