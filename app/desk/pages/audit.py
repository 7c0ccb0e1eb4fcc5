"""The journal of what people did: looked at by person, day and subject, proven, and taken along as a file."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, require
from app.desk.forms import posted
from app.desk.rendering import page
from pipeline.review.journal import Entry
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
    before = request.query_params.get("before", "")
    with desk_of(request).store.reading() as connection:
        found = journal_page(
            connection,
            asked["by"],
            asked["action"],
            asked["subject"],
            _day(asked["day"]),
            int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
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


def content_words(entry: Entry) -> str:
    """What an entry says beside who, when and what to: what a person would want to see of it, else as it is kept."""
    content = entry.content
    choice = content.get("choice")
    told = choice if isinstance(choice, dict) else content
    untold = _UNTOLD | _UNTOLD_OF_READINGS if entry.action == "correct_reading" else _UNTOLD
    shown = {name: value for name, value in told.items() if value not in (None, "", [], {}) and name not in untold}
    words = "；".join(f"{_FIELD.get(name, name)}：{_plain(value)}" for name, value in shown.items())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def subject_address(entry: Entry) -> str | None:
    """The page of what an entry is about, where it has one."""
    match entry.action:
        case "correct_reading":
            return f"/facts/{entry.subject}"
        case "decide" | "assign" | "comment":
            return f"/findings/{entry.subject}"
        case "notify":
            return "/notices"
        case "set_metadata":
            return "/settings?all=1"
        case "add_alias":
            return "/metrics"
        case "set_aside":
            return "/quarantine?aside=1"
        case _:
            return None


_LONGEST: Final = 300
_UNTOLD: Final = frozenset({"record_id", "changes", "sha256", "report_id", "fact_id", "password", "table"})
_UNTOLD_OF_READINGS: Final = frozenset(
    {"spans", "locator", "low", "high", "read_value", "comparator", "value", "unit", "item"}
)
_FIELD: Final = {
    "reason": "理由",
    "reason_code": "理由代码",
    "status": "结果",
    "printed": "更正为",
    "read_printed": "读作",
    "source_name": "文件",
    "field": "项目",
    "value": "定为",
    "alias": "叫法",
    "metric_code": "指标代码",
    "metric": "指标",
    "item": "目标",
    "unit": "单位",
    "text": "内容",
    "role": "角色",
    "shown_name": "姓名",
    "until": "到",
    "to": "给",
    "number": "编号",
    "due": "期限",
    "undoes": "撤销第几条",
    "refused_for": "原因",
    "fault": "错在",
    "entries": "条数",
}


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


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
