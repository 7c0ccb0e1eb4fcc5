"""Accounts: who may sign in and what they may do; everybody's own password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, require, signed_in
from app.desk.forms import Posted, posted
from app.desk.guard import SESSION_COOKIE
from app.desk.mending import back_to
from app.desk.rendering import page
from pipeline.review.accounts import (
    AccountRefused,
    Role,
    accounts,
    add_account,
    checked_account,
    disable,
    set_password,
    set_role,
)
from pipeline.wording.labels import ACCOUNT_DUTIES


def _list(request: Request) -> Response:
    require(request, "admin")
    return _shown(request)


def _shown(request: Request, message: str = "", code: int = 200, **typed: str) -> Response:
    found = accounts(desk_of(request).store)
    return page(
        request,
        "accounts.html",
        code,
        accounts=found,
        roles=ACCOUNT_DUTIES,
        message=message,
        typed={"name": "", "shown_name": "", "role": "reviewer", **typed},
        demo=not found,
    )


def _add(request: Request) -> Response:
    fields = posted(request)
    by = require(request, "admin")
    typed = {name: fields.said(name) for name in ("name", "shown_name", "role")}
    if fields.exact("password") != fields.exact("again"):
        return _shown(request, "两次输入的密码不一样。", 422, **typed)
    try:
        add_account(
            desk_of(request).store,
            typed["name"],
            fields.exact("password"),
            cast(Role, typed["role"]),
            typed["shown_name"],
            by.name,
        )
    except AccountRefused as refused:
        return _shown(request, f"{refused.message}{refused.remedy}", 422, **typed)
    return back_to("/accounts")


def _change(request: Request, change: Callable[[str, str, Posted], None]) -> Response:
    fields = posted(request)
    by = require(request, "admin")
    try:
        change(request.path_params["name"], by.name, fields)
    except AccountRefused as refused:
        return _shown(request, f"{refused.message}{refused.remedy}", 422)
    return back_to("/accounts")


def _role(request: Request) -> Response:
    store = desk_of(request).store
    return _change(request, lambda name, by, fields: set_role(store, name, cast(Role, fields.said("role")), by))


def _password(request: Request) -> Response:
    store = desk_of(request).store

    def change(name: str, by: str, fields: Posted) -> None:
        if fields.exact("password") != fields.exact("again"):
            raise AccountRefused("两次输入的密码不一样。", "请重新输入。")
        set_password(store, name, fields.exact("password"), by)

    return _change(request, change)


def _disable(request: Request) -> Response:
    store = desk_of(request).store
    return _change(request, lambda name, by, fields: disable(store, name, by, enable=fields.said("enable") == "1"))


def _own(request: Request) -> Response:
    return _own_shown(request)


def _own_shown(request: Request, message: str = "", code: int = 200) -> Response:
    account = signed_in(request)
    known = any(one.name == account.name for one in accounts(desk_of(request).store))
    return page(request, "account.html", code, message=message, roles=ACCOUNT_DUTIES, known=known)


def _own_password(request: Request) -> Response:
    fields = posted(request)
    account = signed_in(request)
    store = desk_of(request).store
    if checked_account(store, account.name, fields.exact("old"), datetime.now(UTC)) is None:
        return _own_shown(request, "原来的密码不对，或输错太多次、要等一会儿。", 422)
    if fields.exact("password") != fields.exact("again"):
        return _own_shown(request, "两次输入的新密码不一样。", 422)
    try:
        set_password(store, account.name, fields.exact("password"), account.name)
    except AccountRefused as refused:
        return _own_shown(request, f"{refused.message}{refused.remedy}", 422)
    response = back_to("/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


ROUTES: Final = (
    Route("/accounts", _list, methods=["GET"]),
    Route("/accounts", _add, methods=["POST"]),
    Route("/accounts/{name}/role", _role, methods=["POST"]),
    Route("/accounts/{name}/password", _password, methods=["POST"]),
    Route("/accounts/{name}/disable", _disable, methods=["POST"]),
    Route("/account", _own, methods=["GET"]),
    Route("/account", _own_password, methods=["POST"]),
)
