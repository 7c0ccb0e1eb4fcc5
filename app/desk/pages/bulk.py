"""Deciding on many findings at once: over a list that is frozen first, with its count, undone as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk.choosing import chosen, typed_fields
from app.desk.context import desk_of, require
from app.desk.error_pages import error_page
from app.desk.forms import posted
from app.desk.queue_address import asked_filter, filter_query
from app.desk.rendering import page
from app.desk.today import today_here
from app.desk.words import words_of
from pipeline.review.bulk import decide_frozen, freeze, freeze_these
from pipeline.review.frozen_lists import frozen_list
from pipeline.review.outcomes import Refused
from pipeline.review.queue import rows_of
from rules.reasons import load_reasons

_SHOWN: Final = 100


def _freeze(request: Request) -> Response:
    """From the queue: what the filter shows, or what was ticked."""
    by = require(request, "approver")
    fields = posted(request)
    store, now = desk_of(request).store, datetime.now(UTC)
    ticked = fields.every("finding")
    asked = asked_filter(request.query_params)
    if fields.said("which") == "ticked":
        outcome = freeze_these(store, by, ticked, now)
    else:
        outcome = freeze(store, by, asked, now)
    if isinstance(outcome, Refused):
        return error_page(request, outcome.message, "回到队列重新选择。", 422)
    query = filter_query(asked)
    return RedirectResponse(f"/bulk/{outcome.frozen_id}" + (f"?{query}" if query else ""), 303)


def _show(request: Request) -> Response:
    require(request, "approver")
    return _page(request)


def _page(request: Request, mistake: str = "", status_code: int = 200, typed: object = None) -> Response:
    store = desk_of(request).store
    kept = frozen_list(store, request.path_params["frozen_id"], _SHOWN)
    if kept is None:
        return error_page(request, "没有这份清单，或者它已经过期。", "回到队列重新选择。", 404)
    today = today_here()
    return page(
        request,
        "bulk.html",
        status_code,
        kept=kept,
        rows=rows_of(store, list(kept.first)),
        reasons=list(load_reasons().values()),
        filter_query=filter_query(asked_filter(request.query_params)),
        mistake=mistake,
        typed=typed or typed_fields(None),
        day=(today + timedelta(days=7)).isoformat(),
        tomorrow=(today + timedelta(days=1)).isoformat(),
    )


def _decide(request: Request) -> Response:
    by = require(request, "approver")
    fields = posted(request)
    words = words_of(request)
    choice = chosen(fields)
    if choice is None:
        return _page(request, words("请写出暂缓到哪一天（年-月-日）。"), 422, typed_fields(fields))
    store = desk_of(request).store
    outcome = decide_frozen(store, by, request.path_params["frozen_id"], choice, datetime.now(UTC))
    if isinstance(outcome, Refused):
        return _page(request, words(outcome.message), 422, typed_fields(fields))
    query = filter_query(asked_filter(request.query_params))
    told = f"done={outcome.sequence}&left={len(outcome.stale)}"
    return RedirectResponse(f"/queue?{query}&{told}" if query else f"/queue?{told}", 303)


ROUTES: Final = (
    Route("/bulk", _freeze, methods=["POST"]),
    Route("/bulk/{frozen_id}", _show, methods=["GET"]),
    Route("/bulk/{frozen_id}", _decide, methods=["POST"]),
)
