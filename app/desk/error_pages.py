"""What a person sees when a page cannot be shown: what happened and what to do, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.desk.context import Forbidden
from app.desk.rendering import page
from pipeline.store.errors import StoreBusy
from pipeline.wording.labels import ACCOUNT_ROLE
from rules.errors import HeduiError

_HTTP: Final[Mapping[int, tuple[str, str]]] = {
    400: ("表单没有读懂。", "返回上一页重新提交；仍不行请告诉维护人员。"),
    404: ("没有这一页，或者它已经不在了。", "检查地址，或从上面的栏目重新进入。"),
    405: ("这个地址不接受这样的操作。", "返回上一页，用页面上的按钮操作。"),
    413: ("提交的内容太大，没有接收。", "分几次提交。"),
}

log = logging.getLogger(__name__)


def http_page(request: Request, error: Exception) -> Response:
    """The page for what Starlette refuses."""
    code = error.status_code if isinstance(error, HTTPException) else 400
    what, remedy = _HTTP.get(code, _HTTP[400])
    return error_page(request, what, remedy, code)


def forbidden_page(request: Request, error: Exception) -> Response:
    """The page for what the account may not do."""
    role = error.role if isinstance(error, Forbidden) else "viewer"
    remedy = "这里需要“{role}”或更高的权限；请找管理员，或换一个账号登录。"
    return error_page(request, "你的账号不能做这件事。", remedy, 403, role=ACCOUNT_ROLE[role])


def forged_page(request: Request, error: Exception | None = None) -> Response:  # noqa: ARG001 - as of handlers
    """The page for a form that is not ours, or too old."""
    what = "这次提交没有执行：页面已经过期，或者不是从本系统的页面发出的。"
    return error_page(request, what, "返回上一页，刷新后重新提交；刚才填写的内容请先复制。", 403)


def hedui_page(request: Request, error: Exception) -> Response:
    """The page for what the floors below refuse in words for people."""
    assert isinstance(error, HeduiError)
    log.warning("%s %s: %s", request.method, request.url.path, error)
    busy = isinstance(error, StoreBusy)
    remedy = "可能正在运行夜间任务。请稍等片刻再提交一次；没有任何内容被改动。" if busy else error.remedy
    response = error_page(request, error.message, remedy, 503)
    if busy:
        response.headers["retry-after"] = "10"
    return response


def broken_page(request: Request) -> Response:
    """The page for a fault of the program."""
    return error_page(
        request, "程序出现意外错误，这一页没有显示出来。", "详情已记入日志；请把地址和时间告诉维护人员。", 500
    )


def error_page(request: Request, what: str, remedy: str, code: int, **values: object) -> Response:
    """A page that says what happened and what to do, in the person's language where it is one of our own sentences."""
    return page(request, "error.html", code, what=what, remedy=remedy, values=values, code=code)
