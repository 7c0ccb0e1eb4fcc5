"""The page of a finding, and what is done there: decide, assign, comment, undo, and go on to the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk.choosing import Typed, chosen, typed_fields
from app.desk.context import desk_of, equations_of, images_of, require, signed_in
from app.desk.finding_story import change_of, done_before, shown_names, story_of
from app.desk.finding_view import finding_view, sources_of
from app.desk.forms import Posted, posted, typed_sequence
from app.desk.mending import corrections_by_fact, work_shown
from app.desk.people import may
from app.desk.queue_address import asked_filter, filter_query
from app.desk.rendering import page
from app.desk.stale_words import stale_words
from app.desk.today import today_here
from app.desk.typed import number_of
from app.desk.words import words_of
from pipeline.review.accounts import accounts
from pipeline.review.decisions import assign, comment, decide
from pipeline.review.history import history
from pipeline.review.outcomes import Refused, Stale
from pipeline.review.queue import next_open, previous_open, rows_of
from pipeline.review.undoing import last_undoable, undo
from pipeline.store import find_finding
from rules.reasons import load_reasons

_A_WEEK: Final = 7


def _show(request: Request) -> Response:
    signed_in(request)
    return _page(request, Typed())


def _page(request: Request, typed: Typed, status_code: int = 200) -> Response:
    desk, images = desk_of(request), images_of(request)
    finding_id = request.path_params["finding_id"]
    detail = find_finding(desk.store, finding_id)
    if detail is None:
        raise HTTPException(404)
    asked = asked_filter(request.query_params)
    after = next_open(desk.store, asked, finding_id)
    view = finding_view(desk.store, images, equations_of(request), detail, words_of(request))
    suspect = detail.finding["suspect_fact_id"]
    best = next((each for each in detail.finding["suggestion"] or () if each["fact_id"] == suspect), None)
    if not typed.value and best is not None:
        typed.value = best["printed"]
    today = today_here()
    account = signed_in(request)
    may_decide = may(account, "reviewer")
    done = done_before(desk.store, request.query_params.get("done"))
    typed.day = typed.day or (today + timedelta(days=_A_WEEK)).isoformat()
    entry = next(iter(rows_of(desk.store, [finding_id])), None)
    events = history(desk.store, finding_id)
    response = page(
        request,
        "finding.html",
        status_code,
        finding=detail.finding,
        view=view,
        corrections=corrections_by_fact(request, [fact["fact_id"] for fact in detail.facts]),
        work=work_shown(request),
        unit=entry.unit if entry else None,
        month=entry.period_end if entry else None,
        version=entry.version if entry else 0,
        assignee=entry.assignee if entry else None,
        story=story_of(events, shown_names(desk.store), words_of(request)),
        change=change_of(events) if detail.finding["status"] == "regressed" else None,
        done=done,
        undoable=last_undoable(desk.store, account) if may_decide and done is None else None,
        before=previous_open(desk.store, asked, finding_id),
        after=after,
        filter_query=filter_query(asked),
        typed=typed,
        may_decide=may_decide,
        people=[each for each in accounts(desk.store) if each.disabled_at is None and may(each, "reviewer")],
        reasons=list(load_reasons().values()),
        tomorrow=(today + timedelta(days=1)).isoformat(),
    )
    if after is not None:
        _make_ahead(request, after)
    return response


def _make_ahead(request: Request, finding_id: str) -> None:
    """Have the pictures of the finding made that is likely looked at next."""
    following = find_finding(desk_of(request).store, finding_id)
    if following is None:
        return
    sources = sources_of(following)
    known = [fact for fact in following.facts if fact["report_id"] in sources]
    equations, finding = equations_of(request), following.finding
    images_of(request).make_ahead(
        [(sources[fact["report_id"]], fact["spans"]) for fact in known], lambda: equations.of(finding)
    )


def _decide(request: Request) -> Response:
    by = require(request, "reviewer")
    fields = posted(request)
    typed = typed_fields(fields)
    choice = chosen(fields)
    if choice is None:
        typed.mistake = words_of(request)("请写出暂缓到哪一天（年-月-日）。")
        return _page(request, typed, 422)
    outcome = decide(
        desk_of(request).store, by, request.path_params["finding_id"], _version(fields), choice, datetime.now(UTC)
    )
    return _gone_on(request, outcome, typed)


def _assign(request: Request) -> Response:
    by = require(request, "reviewer")
    fields = posted(request)
    finding_id = request.path_params["finding_id"]
    outcome = assign(
        desk_of(request).store, by, finding_id, _version(fields), fields.said("to") or None, datetime.now(UTC)
    )
    return _stayed(request, outcome, Typed(open="assign"))


def _comment(request: Request) -> Response:
    by = require(request, "reviewer")
    fields = posted(request)
    text = fields.said("text")
    outcome = comment(desk_of(request).store, by, request.path_params["finding_id"], text, datetime.now(UTC))
    return _stayed(request, outcome, Typed(open="comment", text=text))


def _undo(request: Request) -> Response:
    by = require(request, "reviewer")
    fields = posted(request)
    outcome = undo(desk_of(request).store, by, typed_sequence(fields), datetime.now(UTC))
    if isinstance(outcome, Stale | Refused):
        return _not_done(request, outcome, Typed())
    query = filter_query(asked_filter(request.query_params))
    if len(outcome.finding_ids) != 1:
        return RedirectResponse(f"/queue?{query}", 303)
    return RedirectResponse(f"/findings/{quote(outcome.finding_ids[0])}?{query}", 303)


def _gone_on(request: Request, outcome: Any, typed: Typed) -> Response:
    """To the next open finding, or back to the form with what is wrong."""
    if isinstance(outcome, Stale | Refused):
        return _not_done(request, outcome, typed)
    asked = asked_filter(request.query_params)
    after = next_open(desk_of(request).store, asked, request.path_params["finding_id"])
    place = f"/findings/{quote(after)}" if after else "/queue"
    query = "&".join(part for part in (filter_query(asked), f"done={outcome.sequence}") if part)
    return RedirectResponse(f"{place}?{query}", 303)


def _stayed(request: Request, outcome: Any, typed: Typed) -> Response:
    """At the same finding."""
    if isinstance(outcome, Stale | Refused):
        return _not_done(request, outcome, typed)
    query = filter_query(asked_filter(request.query_params))
    return RedirectResponse(f"/findings/{quote(request.path_params['finding_id'])}?{query}", 303)


def _not_done(request: Request, outcome: Stale | Refused, typed: Typed) -> Response:
    words = words_of(request)
    if isinstance(outcome, Refused):
        typed.mistake = words(outcome.message)
        return _page(request, typed, 422)
    typed.notice = stale_words(words, desk_of(request).store, outcome)
    return _page(request, typed, 409)


def _version(fields: Posted) -> int:
    """The version that was looked at; -1, which no finding has, for what is no number."""
    return number_of(fields.said("version"), -1)


ROUTES: Final = (
    Route("/findings/{finding_id}", _show, methods=["GET"]),
    Route("/findings/{finding_id}/decide", _decide, methods=["POST"]),
    Route("/findings/{finding_id}/assign", _assign, methods=["POST"]),
    Route("/findings/{finding_id}/comment", _comment, methods=["POST"]),
    Route("/findings/{finding_id}/undo", _undo, methods=["POST"]),
)
