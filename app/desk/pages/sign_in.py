"""Signing in and out, and the switch of language."""

from __future__ import annotations

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk.context import desk_of, session_of
from app.desk.forms import SIGN_IN_COOKIE, posted
from app.desk.guard import SESSION_COOKIE
from app.desk.rendering import page
from app.desk.words import LANGUAGE_COOKIE

_A_YEAR: Final = 365 * 24 * 3600


def _show(request: Request) -> Response:
    then = own_address(request.query_params.get("then"))
    if session_of(request) is not None:
        return RedirectResponse(then, 303)
    return _form(request, then)


def _form(request: Request, then: str, name: str = "", wrong: bool = False) -> Response:
    token = request.cookies.get(SIGN_IN_COOKIE) or secrets.token_urlsafe(24)
    response = page(request, "sign_in.html", 401 if wrong else 200, csrf=token, then=then, name=name, wrong=wrong)
    _set(request, response, SIGN_IN_COOKIE, token)
    return response


def _sign_in(request: Request) -> Response:
    fields = posted(request)
    then = own_address(fields.said("then"))
    token = desk_of(request).people.sign_in(fields.said("name"), fields.exact("password"))
    if token is None:
        return _form(request, then, fields.said("name"), wrong=True)
    response = RedirectResponse(then, 303)
    _set(request, response, SESSION_COOKIE, token)
    response.delete_cookie(SIGN_IN_COOKIE)
    return response


def _sign_out(request: Request) -> Response:
    posted(request)
    desk_of(request).people.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _language(request: Request) -> Response:
    response = RedirectResponse(own_address(request.query_params.get("then")), 303)
    chosen = "en" if request.query_params.get("to") == "en" else "zh"
    _set(request, response, LANGUAGE_COOKIE, chosen, max_age=_A_YEAR)
    return response


def own_address(asked: str | None) -> str:
    """Where to go on to: an address of the desk itself, else the queue."""
    plain = asked is not None and asked.startswith("/") and not asked.startswith("//")
    return asked if asked and plain and asked.isprintable() and "\\" not in asked else "/queue"


def _set(request: Request, response: Response, name: str, value: str, max_age: int | None = None) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="lax", secure=secure)


ROUTES: Final = (
    Route("/sign-in", _show, methods=["GET"]),
    Route("/sign-in", _sign_in, methods=["POST"]),
    Route("/sign-out", _sign_out, methods=["POST"]),
    Route("/language", _language, methods=["GET"]),
)
