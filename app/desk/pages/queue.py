"""The queue: findings worst first, narrowed by what they are about; filters that are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk.context import desk_of, require, signed_in
from app.desk.facets import facets_of
from app.desk.finding_story import done_before, shown_names
from app.desk.forms import posted, typed_sequence
from app.desk.people import may
from app.desk.queue_address import asked_filter, filter_query
from app.desk.rendering import page
from app.desk.stale_words import stale_words
from app.desk.typed import number_of
from app.desk.words import words_of
from pipeline.review.outcomes import Refused, Stale
from pipeline.review.queue import queue_page
from pipeline.review.queue_counts import queue_counts
from pipeline.review.saved_filters import forget_filter, save_filter, saved_filters
from pipeline.review.undoing import undo

_ROWS: Final = 50


def _show(request: Request) -> Response:
    return _page(request)


def _page(request: Request, notice: str = "", status_code: int = 200) -> Response:
    account, desk = signed_in(request), desk_of(request)
    asked = asked_filter(request.query_params)
    counts = queue_counts(desk.store, asked)
    rows = queue_page(desk.store, asked, request.query_params.get("after"), _ROWS, total=counts.total)
    query = filter_query(asked)
    names = shown_names(desk.store)
    saved = saved_filters(desk.store, account)
    return page(
        request,
        "queue.html",
        status_code,
        asked=asked,
        rows=rows,
        facets=facets_of(counts, asked, names, words_of(request)),
        names=names,
        filter_query=query,
        first=rows.rows[0].finding_id if rows.rows else None,
        earlier=_turned(query, rows.before),
        later=_turned(query, rows.next),
        saved=[(each.name, filter_query(each.filter)) for each in saved],
        may_bulk=may(account, "approver"),
        done=done_before(desk.store, request.query_params.get("done")),
        left=number_of(request.query_params.get("left"), 0),
        notice=notice,
    )


def _turned(query: str, after: str | None) -> str | None:
    """The end of the address of another page of the queue."""
    if after is None:
        return None
    turned = f"after={after.replace('+', '%2B')}"
    return f"{query}&{turned}" if query else turned


def _save(request: Request) -> Response:
    account = signed_in(request)
    fields = posted(request)
    asked = asked_filter(request.query_params)
    outcome = save_filter(desk_of(request).store, account, fields.said("name"), asked, datetime.now(UTC))
    if isinstance(outcome, Refused):
        return _page(request, words_of(request)(outcome.message), 422)
    return _back(request)


def _remove(request: Request) -> Response:
    account = signed_in(request)
    forget_filter(desk_of(request).store, account, posted(request).said("name"))
    return _back(request)


def _undo(request: Request) -> Response:
    by = require(request, "reviewer")
    outcome = undo(desk_of(request).store, by, typed_sequence(posted(request)), datetime.now(UTC))
    if isinstance(outcome, Stale):
        return _page(request, stale_words(words_of(request), desk_of(request).store, outcome), 409)
    if isinstance(outcome, Refused):
        return _page(request, words_of(request)(outcome.message), 422)
    return _back(request)


def _back(request: Request) -> Response:
    query = filter_query(asked_filter(request.query_params))
    return RedirectResponse(f"/queue?{query}" if query else "/queue", 303)


ROUTES: Final = (
    Route("/queue", _show, methods=["GET"]),
    Route("/queue/filters", _save, methods=["POST"]),
    Route("/queue/filters/remove", _remove, methods=["POST"]),
    Route("/queue/undo", _undo, methods=["POST"]),
)
