"""Runs a command in a namespace of its own that has no network but loopback, and says whether anything looked for one.

    python -m delivery.alone COMMAND…

Ends with the command's exit code; with 90 where it ended well, but it or a process of its asked for a network, 91 where
the system makes no such namespace. Python's own asking is named, that of libraries in C is counted by the kernel
(`OutNoRoutes`); what asks for an IPv6 address in C alone is not seen. Needs nothing but Python, and Linux.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ASKED: Final = 90
NOT_PERMITTED: Final = 91
NOTED: Final = "HEDUI_NETWORK_NOTED"

_INSIDE: Final = "--inside"
_NO_SERVER: Final = "nameserver 192.0.2.1\noptions attempts:1 timeout:1\n"
"""An address for documentation: one that answers nothing, and to which there is no way."""

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1


def namespace() -> list[str] | None:
    """The command that gives a namespace without network, None where the system permits none."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return None
    for flags in ("-nm", "-rnm"):
        if subprocess.run(["unshare", flags, "true"], capture_output=True, check=False).returncode == 0:
            return ["unshare", flags]
    return None


def run_alone(command: Sequence[str]) -> int:
    """Run the command and return its exit code, or one of those above."""
    made = namespace()
    if made is None:
        print("the system permits no namespace without network (unshare)", file=sys.stderr)
        return NOT_PERMITTED
    inside = [sys.executable, str(Path(__file__).resolve()), _INSIDE, *command]
    return subprocess.run([*made, *inside], check=False).returncode


def _run_inside(command: Sequence[str]) -> int:
    _bring_up_loopback()
    with tempfile.TemporaryDirectory(prefix="hedui-alone-") as own:
        folder = Path(own)
        (folder / "resolv.conf").write_text(_NO_SERVER, encoding="utf-8")
        # A server for names on this machine itself would hide who asks for one.
        subprocess.run(["mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf"], check=False)
        noted = folder / "noted"
        watched = str(Path(__file__).resolve().with_name("watched"))
        path = os.pathsep.join(filter(None, [watched, os.environ.get("PYTHONPATH")]))
        before = _no_routes()
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path, NOTED: str(noted)}, check=False)
        asked = noted.read_text(encoding="utf-8") if noted.exists() else ""
        subprocess.run(["umount", "/etc/resolv.conf"], capture_output=True, check=False)
    counted = _no_routes() - before
    if done.returncode == 0 and (asked or counted):
        print(f"asked for a network {counted} times:\n{asked}", file=sys.stderr)
        return ASKED
    return done.returncode


def _no_routes() -> int:
    """How often the kernel has had to tell a process of this namespace that there is no way to an address."""
    names, values = (line.split() for line in _lines("/proc/self/net/snmp") if line.startswith("Ip:"))
    newer = [int(line.split()[1]) for line in _lines("/proc/self/net/snmp6") if line.startswith("Ip6OutNoRoutes")]
    return int(values[names.index("OutNoRoutes")]) + sum(newer)


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:  # a kernel without IPv6
        return []


def _bring_up_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", flags | _IFF_UP))


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(_run_inside(words[1:]) if words[:1] == [_INSIDE] else run_alone(words))
