"""What came of looking at one thing of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from rules.errors import HeduiError

State = Literal["ok", "note", "optional", "lacking"]
"""In order · worth a look · not there and not needed · needed and not there."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing: `code` for programs, `name` and what was `found` for people, and what to do where it is not in order
    (for what is optional: what stays undone without it, and how to get it)."""

    code: str
    name: str
    state: State
    found: str
    remedy: str = ""


def examined(code: str, name: str, look: Callable[[], Iterator[Examined]]) -> Iterator[Examined]:
    """What `look` finds; a package that is missing, and whatever would stop a command, is something lacking."""
    try:
        yield from look()
    except HeduiError as error:
        message = getattr(error, "message", str(error))
        yield Examined(code, name, "lacking", message, error.remedy)
    except ImportError as error:
        remedy = "在项目文件夹里运行 make install，会把缺的程序包装好；不联网的机器重新运行 install.sh。"
        yield Examined(code, name, "lacking", f"缺少程序包 {error.name or error}", remedy)
