"""What could not be read: why, what to do, reading it again at once, setting it aside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, require, signed_in
from app.desk.forms import Posted, posted
from app.desk.mending import back_to, judged_soon, work_shown
from app.desk.pages.corrections import end_posted_record
from app.desk.pages.sign_in import own_address
from app.desk.people import may
from app.desk.rendering import page
from pipeline.review.mending import quarantined_files
from pipeline.review.mending_records import Overtaken
from pipeline.review.outcomes import Refused
from pipeline.review.setting_aside import set_aside
from pipeline.review.unread import unread_page

MOST_AT_ONCE: Final = 50
"""Files that one form may have read again or set aside: as many as a page shows."""


def _list(request: Request) -> Response:
    asked = request.query_params
    aside = asked.get("aside") == "1"
    reason, text, after = (asked.get(name, "")[:300] for name in ("reason", "text", "after"))
    with desk_of(request).store.reading() as connection:
        found = unread_page(connection, aside, reason, text, after, MOST_AT_ONCE)
    kept = {name: asked[name] for name in ("aside", "reason", "text") if asked.get(name)}
    return page(
        request,
        "quarantine.html",
        found=found,
        aside=aside,
        reason=reason,
        text=text,
        after=after,
        kept=kept,
        here="/quarantine" + (f"?{urlencode(kept)}" if kept else ""),
        next=urlencode({**kept, "after": found.more}) if found.more else None,
        reviews=may(signed_in(request), "reviewer"),
        work=work_shown(request),
    )


def _retry(request: Request) -> Response:
    fields = posted(request)
    require(request, "reviewer")
    back = own_address(fields.said("back"))
    names = _names(fields)
    if len(names) > MOST_AT_ONCE:
        return _too_many(request, len(names), back)
    with desk_of(request).store.reading() as connection:
        wanted = quarantined_files(connection, names)
    if not wanted:
        said = "没有选文件。" if not names else "选的文件已经不在隔离区了：读成了，或移走了。"
        return page(request, "not_done.html", 422, message=said, back=back)
    judged_soon(request, wanted)
    return back_to(back)


def _set_aside(request: Request) -> Response:
    fields = posted(request)
    account = require(request, "reviewer")
    back = own_address(fields.said("back"))
    names = _names(fields)
    if len(names) > MOST_AT_ONCE:
        return _too_many(request, len(names), back)
    store = desk_of(request).store
    with store.reading() as connection:
        held = {one.source_name: one.sha256 for one in quarantined_files(connection, names)}
    refused = "" if names else "没有选文件。"
    for name in names:
        seen = fields.said(f"sha256 {name}") if f"sha256 {name}" in fields else held.get(name) or ""
        done = set_aside(store, account, name, seen or None, fields.said("reason"), datetime.now(UTC))
        if isinstance(done, Refused | Overtaken):
            refused = f"{name}：{done.message}"
            break
    if refused:
        return page(request, "not_done.html", 409, message=refused, back=back)
    return back_to(back)


def _take_back(request: Request) -> Response:
    fields = posted(request)
    require(request, "reviewer")
    back = own_address(fields.said("back"))
    return end_posted_record(request, "set_aside", fields.said("reason"), back) or back_to(back)


def _names(fields: Posted) -> list[str]:
    return list(dict.fromkeys(name for name in fields.every("name") if name))


def _too_many(request: Request, number: int, back: str) -> Response:
    said = f"一次最多 {MOST_AT_ONCE} 个文件，选了 {number} 个。没有执行。"
    return page(request, "not_done.html", 422, message=said, back=back)


ROUTES: Final = (
    Route("/quarantine", _list, methods=["GET"]),
    Route("/quarantine/retry", _retry, methods=["POST"]),
    Route("/quarantine/set-aside", _set_aside, methods=["POST"]),
    Route("/quarantine/set-aside/{record_id}/take-back", _take_back, methods=["POST"]),
)
