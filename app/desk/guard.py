"""What stands before every page: whose session it is, that no other site sent it, and the headers that keep it safe."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.desk.context import desk_of
from rules.errors import HeduiError

SESSION_COOKIE: Final = "hedui_session"

OPEN: Final = frozenset({"/sign-in", "/language"})
"""Addresses that need no session, beside `/static/`."""

_HEADERS: Final = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE: Final = frozenset({"GET", "HEAD"})

log = logging.getLogger(__name__)


class Guard:
    """Around all pages. `broken` makes the page for a fault of the program, `away` that for a store which cannot be
    asked whose session it is, `forged` that for another site's form."""

    def __init__(
        self,
        app: ASGIApp,
        broken: Callable[[Request], Response],
        away: Callable[[Request, Exception], Response],
        forged: Callable[[Request], Response],
    ) -> None:
        self.app = app
        self.broken = broken
        self.away = away
        self.forged = forged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _protect(MutableHeaders(scope=message))
            await send(message)

        try:
            refused = await self._refused(request)
            await (refused or self.app)(scope, receive, sent)
        except HeduiError as error:
            if started:
                raise
            await self.away(request, error)(scope, receive, sent)
        except Exception as error:
            log.critical("a page failed: %s %s", request.method, request.url.path, exc_info=error)
            if started:
                raise
            await self.broken(request)(scope, receive, sent)

    async def _refused(self, request: Request) -> Response | None:
        """The answer to a request that does not get to its page."""
        if request.method not in _SAFE and not _of_our_own(request):
            return self.forged(request)
        path = str(request.scope["path"])  # that which is routed by; `url` is put together with what `Host` says
        if path.startswith("/static/"):
            return None
        token = request.cookies.get(SESSION_COOKIE)
        request.state.session = None
        if token:
            request.state.session = await run_in_threadpool(desk_of(request).people.session, token)
        if request.state.session is None and path not in OPEN:
            return _to_sign_in(request)
        return None


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    then = f"?then={quote(wanted)}" if request.method in _SAFE and wanted != "/" else ""
    return RedirectResponse(f"/sign-in{then}", 303)


def _of_our_own(request: Request) -> bool:
    """Whether the browser says that one of our own pages sent it; an old browser says nothing, its form has a token."""
    origin = request.headers.get("origin")
    if origin is not None and origin != "null":
        return urlsplit(origin).netloc == request.headers.get("host")
    return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


def _protect(headers: MutableHeaders) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", "no-store")
