"""Reports that print no unit, period or kind: setting it, with a reason, and taking that back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, require, signed_in
from app.desk.forms import posted
from app.desk.mending import back_to, judged_soon, not_done, work_shown
from app.desk.pages.corrections import end_posted_record
from app.desk.pages.sign_in import own_address
from app.desk.people import may
from app.desk.rendering import page
from pipeline.review.mending import Wanted, file_of
from pipeline.review.mending_records import Overtaken, record_of
from pipeline.review.outcomes import Refused
from pipeline.review.report_settings import FIELD_WORDS, set_report
from pipeline.review.unread import unstated_page
from pipeline.wording.report_kinds import REPORT_KIND_WORDS

_SHOWN: Final = 50


def _list(request: Request) -> Response:
    asked = request.query_params
    everything, after = asked.get("all") == "1", asked.get("after", "")[:300]
    with desk_of(request).store.reading() as connection:
        found = unstated_page(connection, everything, after, _SHOWN)
    kept = {"all": "1"} if everything else {}
    return page(
        request,
        "settings.html",
        found=found,
        everything=everything,
        after=after,
        here="/settings" + (f"?{urlencode(kept)}" if kept else ""),
        next=urlencode({**kept, "after": found.more}) if found.more else None,
        fields=FIELD_WORDS,
        kinds=REPORT_KIND_WORDS,
        sets=may(signed_in(request), "approver"),
        work=work_shown(request),
    )


def _set(request: Request) -> Response:
    fields = posted(request)
    account = require(request, "approver")
    back = own_address(fields.said("back"))
    store = desk_of(request).store
    done = set_report(
        store,
        account,
        fields.said("sha256"),
        fields.said("field"),
        fields.said("value"),
        fields.said("reason"),
        datetime.now(UTC),
        fields.said("seen") or None,
    )
    if isinstance(done, Refused | Overtaken):
        return not_done(request, done, back)
    return _read_again(request, done.sha256, back)


def _take_back(request: Request) -> Response:
    fields = posted(request)
    require(request, "approver")
    back = own_address(fields.said("back"))
    with desk_of(request).store.reading() as connection:
        record = record_of(connection, "report_settings", request.path_params["record_id"])
    refused = end_posted_record(request, "report_settings", fields.said("reason"), back)
    if refused is not None or record is None:
        return refused or back_to(back)
    return _read_again(request, record["sha256"], back)


def _read_again(request: Request, sha256: str, back: str) -> Response:
    with desk_of(request).store.reading() as connection:
        file: Wanted | None = file_of(connection, sha256)
    judged_soon(request, [file] if file is not None else [])
    return back_to(back)


ROUTES: Final = (
    Route("/settings", _list, methods=["GET"]),
    Route("/settings", _set, methods=["POST"]),
    Route("/settings/{record_id}/take-back", _take_back, methods=["POST"]),
)
