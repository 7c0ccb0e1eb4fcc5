"""Correcting a reading and taking that back; the list of corrections and its file; how the work stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app.desk.context import Forbidden, desk_of, require
from app.desk.forms import posted
from app.desk.mending import back_to, judged_soon, may_take_back, not_done, status_of, work_shown
from app.desk.pages.sign_in import own_address
from app.desk.rendering import page
from pipeline.review.correction_file import FORMATS, correction_lines, correction_rows
from pipeline.review.corrections import correct_reading
from pipeline.review.mending_records import Overtaken, record_of, take_back
from pipeline.review.outcomes import Refused
from pipeline.review.typed_meaning import AS_READ, TypedMeaning
from pipeline.store import find_fact

_MOST_SHOWN: Final = 300


def _list(request: Request) -> Response:
    with desk_of(request).store.reading() as connection:
        rows = list(correction_rows(connection))
    rows.reverse()
    counts = {
        "standing": sum(row["ended_at"] is None for row in rows),
        "unfit": sum(row["ended_at"] is None and not row["fits"] for row in rows),
    }
    return page(
        request, "corrections.html", rows=rows[:_MOST_SHOWN], total=len(rows), counts=counts, work=work_shown(request)
    )


def _file(request: Request) -> Response:
    kind = request.path_params["format"]
    if kind not in FORMATS:
        raise HTTPException(404)
    store = desk_of(request).store

    def lines() -> Iterator[str]:
        with store.reading() as connection:
            yield from correction_lines(connection, kind)

    media = "text/csv; charset=utf-8" if kind == "csv" else "application/x-ndjson"
    headers = {"content-disposition": f'attachment; filename="corrections.{kind}"'}
    return StreamingResponse(lines(), media_type=media, headers=headers)


def _correct(request: Request) -> Response:
    fields = posted(request)
    account = require(request, "reviewer")
    fact_id = request.path_params["fact_id"]
    typed, reason, back = fields.said("typed"), fields.said("reason"), own_address(fields.said("back"))
    about = {name: fields.said(name) for name in ("metric", "period", "role")}
    store, seen = desk_of(request).store, fields.said("seen") or None
    meaning = TypedMeaning(**about)
    done = correct_reading(store, account, fact_id, typed, reason, datetime.now(UTC), seen, meaning)
    if isinstance(done, Refused | Overtaken):
        detail = find_fact(store, fact_id)
        return page(
            request,
            "correction_again.html",
            status_of(done),
            message=done.message,
            fact=detail.fact if detail else None,
            corrections=detail.corrections if detail else (),
            back=back,
            typed=typed,
            reason=reason,
            about=about if meaning != AS_READ else None,
        )
    task = judged_soon(request)
    if done.not_judged or not task.ended or task.state == "failed":
        return page(request, "correction_kept.html", figure=done.figure, done=done, task=task, back=back)
    return back_to(back)


def _take_back(request: Request) -> Response:
    fields = posted(request)
    require(request, "reviewer")
    back = own_address(fields.said("back"))
    answer = end_posted_record(request, "corrections", fields.said("reason"), back)
    if answer is None:
        judged_soon(request)
        return back_to(back)
    return answer


def end_posted_record(request: Request, table: str, reason: str, back: str) -> Response | None:
    """Take back the record that the address names; the page that says why not, or None where it is done."""
    record_id = request.path_params["record_id"]
    store = desk_of(request).store
    with store.reading() as connection:
        record = record_of(connection, table, record_id)
    if record is not None and not may_take_back(request, record["made_by"]):
        raise Forbidden("approver")
    account = require(request, "reviewer")
    done = take_back(store, account, table, record_id, reason, datetime.now(UTC))
    if isinstance(done, Refused | Overtaken):
        return not_done(request, done, back)
    return None


def _work(request: Request) -> Response:
    tasks = [{"state": task.state, "files": len(task.wanted)} for task in work_shown(request).tasks]
    return JSONResponse({"busy": bool(tasks), "tasks": tasks})


ROUTES: Final = (
    Route("/corrections", _list, methods=["GET"]),
    Route("/corrections.{format}", _file, methods=["GET"]),
    Route("/corrections/{record_id}/take-back", _take_back, methods=["POST"]),
    Route("/facts/{fact_id}/correction", _correct, methods=["POST"]),
    Route("/work", _work, methods=["GET"]),
)
