"""The journal of what people did: looked at by person, day and subject, proven, and taken along as a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, require
from app.desk.entry_words import content_words, subject_address
from app.desk.forms import posted
from app.desk.rendering import page
from app.desk.typed import day_of, number_of
from pipeline.review.journal_file import export_journal
from pipeline.review.journal_page import journal_actions, journal_page, journal_people
from pipeline.review.verification import Verified, verify


def _list(request: Request) -> Response:
    require(request, "approver")
    return _shown(request, None)


def _verify(request: Request) -> Response:
    posted(request)
    require(request, "approver")
    with desk_of(request).store.reading() as connection:
        told = verify(connection)
    return _shown(request, told)


def _shown(request: Request, told: Verified | None) -> Response:
    asked = {name: request.query_params.get(name, "").strip()[:200] for name in ("by", "action", "subject", "day")}
    with desk_of(request).store.reading() as connection:
        found = journal_page(
            connection,
            asked["by"],
            asked["action"],
            asked["subject"],
            day_of(asked["day"]),
            number_of(request.query_params.get("before"), 0) or None,
        )
        people, actions = journal_people(connection), journal_actions(connection)
    kept = {name: value for name, value in asked.items() if value}
    return page(
        request,
        "audit.html",
        found=found,
        asked=asked,
        people=people,
        actions=actions,
        told=told,
        lines={entry.sequence: content_words(entry) for entry in found.entries},
        links={entry.sequence: subject_address(entry) for entry in found.entries},
        earlier=urlencode({**kept, "before": found.before}) if found.before else None,
    )


def _export(request: Request) -> Response:
    require(request, "approver")
    with TemporaryDirectory(prefix="hedui-audit-") as folder:
        file = Path(folder) / "journal.jsonl"
        export_journal(desk_of(request).store, file)
        content = file.read_bytes()
    name = f"audit-{datetime.now().astimezone():%Y%m%d-%H%M}.jsonl"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/x-ndjson", headers=headers)


ROUTES: Final = (
    Route("/audit", _list, methods=["GET"]),
    Route("/audit/verify", _verify, methods=["POST"]),
    Route("/audit/journal.jsonl", _export, methods=["GET"]),
)
