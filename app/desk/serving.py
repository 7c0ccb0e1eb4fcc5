"""Runs the desk on an address of this machine, and says on the terminal who can sign in."""

from __future__ import annotations

import ipaddress
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn

from app.desk.application import desk_application
from app.desk.context import Desk
from app.desk.demo import DEMO_NAME, DemoPeople
from app.desk.people import People, StoredPeople
from extractors.temporary_folder import own_temporary_folder
from pipeline.reading.reading_processes import load_readers
from pipeline.review.accounts import accounts
from pipeline.store import Store
from pipeline.store.store_file import store_file
from rules.errors import HeduiError
from rules.system_reasons import system_reason


class ServeRefused(HeduiError):
    """The desk cannot be opened at that address: exit code 29."""

    exit_code = 29


_BACKLOG: Final = 128


def serve_desk(store: Store, host: str, port: int) -> None:
    """Serve until interrupted. Raises ServeRefused."""
    bound = _bound(host, port)
    with bound:
        people, said = people_of(store, only_here=is_loopback(host))
        desk = Desk(store, people, pictures_folder(store))
        shown = f"[{host}]" if ":" in host else host
        print(f"核对工作台：http://{shown}:{port}/ （按 Ctrl-C 结束）", *said, sep="\n", flush=True)
        config = uvicorn.Config(
            desk_application(desk), log_config=None, access_log=False, server_header=False, proxy_headers=False
        )
        load_readers()  # beside the first pages: pictures are made by a copy of what has them
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[bound])
    print("已结束。")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def people_of(store: Store, only_here: bool) -> tuple[People, list[str]]:
    """Who can sign in, and the lines that say so. Raises ServeRefused."""
    able = [account for account in accounts(store) if account.disabled_at is None]
    if able:
        return StoredPeople(store), [f"可登录的账号 {len(able)} 个。"]
    if accounts(store):
        raise ServeRefused("账号都已停用，谁也登录不了。", "用 hedui user 启用一个账号，或另建一个。")
    if not only_here:
        raise ServeRefused(
            "还没有任何账号，不能让别的机器打开工作台。",
            "先用 hedui user add 建立账号；或去掉 --host，只在本机以演示用户试用。",
        )
    demo = DemoPeople(store)
    return demo, [
        "还没有账号：这次只能以演示用户试用，只有本机能打开。",
        f"用户名 {DEMO_NAME}，密码 {demo.password}（只在这次有效；正式使用请先 hedui user add 建立账号）",
    ]


def pictures_folder(store: Store) -> Path:
    """Where pictures of pages are kept: beside the store where that is a file that may be written, else in the
    temporary folder."""
    file = store_file(store.engine.url)
    if file is not None and store.only_read is None and os.access(beside := file.resolve().parent, os.W_OK):
        return beside / "pictures"
    return own_temporary_folder() / "pictures"


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(_BACKLOG)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        raise ServeRefused(
            f"不能在 {host} 的端口 {port} 上打开工作台：{system_reason(error)}",
            "换一个端口（--port）或地址（--host）；可能已有一个工作台开着。",
        ) from error
    return bound
