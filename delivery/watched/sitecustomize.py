"""Put on the path of Python, writes down who asks for a network: every address that is not this machine's own.

Python imports a module of this name by itself, in every process, when `PYTHONPATH` names its folder. It sees what goes
through Python; what a library does in C is counted by the system (`delivery/alone.py`).
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

_OWN_NAMES = frozenset({"", "localhost", "0.0.0.0", "::"})


def _is_own(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is None or name in _OWN_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(name).split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    match event:
        case "socket.connect" | "socket.sendto":
            # A path is a socket of this machine.
            host = arguments[1][0] if isinstance(arguments[1], tuple) else None
        case "socket.getaddrinfo" | "socket.gethostbyname" | "socket.gethostbyaddr":
            host = arguments[0]
        case _:
            return
    if not _is_own(host):
        with open(_NOTED, "a", encoding="utf-8") as noted:  # noqa: PTH123 - runs before anything is imported
            noted.write(f"{event} {host} pid {os.getpid()} {sys.argv[:3]}\n")


if _NOTED := os.environ.get("HEDUI_NETWORK_NOTED", ""):
    sys.addaudithook(_watch)
