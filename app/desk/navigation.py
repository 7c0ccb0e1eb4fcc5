"""The way around the desk: which pages the bar at the top leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.routing import Route

from app.desk.context import session_of
from app.desk.people import Role, may
from app.desk.words import Words

_PAGES: Final[tuple[tuple[str, str, Role], ...]] = (
    ("/queue", "队列", "viewer"),
    ("/overview", "总览", "viewer"),
    ("/units", "单位", "viewer"),
    ("/reports", "报告", "viewer"),
    ("/quarantine", "隔离与补录", "viewer"),
    ("/metrics", "指标", "viewer"),
    ("/notices", "通知单", "viewer"),
    ("/data", "数据", "viewer"),
    ("/audit", "审计", "approver"),
    ("/accounts", "账号", "admin"),
)
"""Address, name, and who may see it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the bar; `here` where the page that is shown belongs to it."""

    address: str
    name: str
    here: bool


def entries(request: Request, words: Words) -> list[Entry]:
    """The pages that the person may see, of those that there are."""
    session = session_of(request)
    if session is None:
        return []
    there = {route.path for route in request.app.routes if isinstance(route, Route)}
    path = request.url.path
    return [
        Entry(address, words(name), path == address or path.startswith(_BELOW.get(address, f"{address}/")))
        for address, name, role in _PAGES
        if address in there and may(session.account, role)
    ]


_BELOW: Final = {"/queue": "/findings/"}
