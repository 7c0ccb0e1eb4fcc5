"""Notices to units: the list with due days, making them for a choice of findings, their files, the monthly summary."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from app.desk.context import desk_of, require, signed_in
from app.desk.forms import posted
from app.desk.mending import back_to
from app.desk.people import may
from app.desk.rendering import page
from app.desk.today import today_here
from app.desk.typed import number_of
from pipeline.notices import NoticeRefused, send
from pipeline.notices.chosen import drafts_of
from pipeline.notices.listing import candidates, findings_of, notice_page, notices_folder, template_of, unit_of_notice
from pipeline.notices.sending import notice_file_name
from pipeline.store.errors import StoreBusy

MOST_AT_ONCE: Final = 200
"""Findings that one form may send notices of: as many as the page of choice shows."""

_SHOWN: Final = 50
_DAYS: Final = 10
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SUMMING_UP: Final = threading.Lock()
"""A summary draws charts and takes a while: one at a time."""


def _list(request: Request) -> Response:
    skip = number_of(request.query_params.get("skip"), 0)
    with desk_of(request).store.reading() as connection:
        found = notice_page(connection, today_here(), skip, _SHOWN)
        told = findings_of(connection, [one.number for one in found.notices])
    return page(
        request,
        "notices.html",
        found=found,
        told=told,
        skip=skip,
        older=skip + _SHOWN if found.older else None,
        made=number_of(request.query_params.get("made"), 0),
        sends=may(signed_in(request), "approver"),
        month=f"{today_here().replace(day=1) - timedelta(days=1):%Y-%m}",
    )


def _choose(request: Request) -> Response:
    require(request, "approver")
    named = list(dict.fromkeys(request.query_params.getlist("finding")))
    confirmed = request.query_params.get("status", "confirmed") == "confirmed"
    return _choice(request, named[:MOST_AT_ONCE] or None, confirmed)


def _preview(request: Request) -> Response:
    fields = posted(request)
    require(request, "approver")
    named = list(dict.fromkeys(fields.every("finding")))
    if not named:
        return page(request, "not_done.html", 422, message="没有勾选疑点。先在队列里勾选，再发通知单。", back="/queue")
    if len(named) > MOST_AT_ONCE:
        said = f"一次最多给 {MOST_AT_ONCE} 处疑点发通知单，选了 {len(named)} 处。没有执行。"
        return page(request, "not_done.html", 422, message=said, back="/notices")
    return _choice(request, named, True)


def _choice(
    request: Request,
    named: Sequence[str] | None,
    confirmed: bool,
    message: str = "",
    chosen: Sequence[str] = (),
    due: str = "",
    code: int = 200,
) -> Response:
    with desk_of(request).store.reading() as connection:
        found, total = candidates(connection, named, confirmed, MOST_AT_ONCE)
    return page(
        request,
        "notice_choice.html",
        code,
        found=found,
        total=total,
        named=named is not None,
        confirmed=confirmed,
        message=message,
        chosen=set(chosen) if message else {one.finding_id for one in found},
        due=due or (today_here() + timedelta(days=_DAYS)).isoformat(),
        today=today_here().isoformat(),
    )


def _send(request: Request) -> Response:
    fields = posted(request)
    account = require(request, "approver")
    chosen = list(dict.fromkeys(fields.every("finding")))
    listed = list(dict.fromkeys(fields.every("listed"))) or chosen
    if len(listed) > MOST_AT_ONCE or len(chosen) > MOST_AT_ONCE:
        said = f"一次最多给 {MOST_AT_ONCE} 处疑点发通知单，选了 {max(len(listed), len(chosen))} 处。没有执行。"
        return page(request, "not_done.html", 422, message=said, back="/notices")
    typed = fields.said("due")

    def again(message: str, code: int = 422) -> Response:
        return _choice(request, listed, True, message, chosen, typed, code)

    try:
        due = date.fromisoformat(typed)
    except ValueError:
        return again("更正期限要写成 2024-07-31 的样子。")
    if not chosen:
        return again("没有选疑点。")
    store = desk_of(request).store
    folder = notices_folder(store)
    try:
        drafted = drafts_of(store, chosen)
        sent = send(store, drafted, folder, due, account.name, template_of(folder)) if drafted else []
    except NoticeRefused as refused:
        return again(refused.message)
    except StoreBusy:
        return again("一次运行或重新核对正占用数据库，通知单还没有发。请稍等片刻再按一次，选的都还在。", 503)
    if not sent:
        return again("选的疑点都已通知过、已消除或已另行处理，没有要发的。", 409)
    return back_to(f"/notices?made={len(sent)}")


def _file(request: Request) -> Response:
    number = request.query_params.get("number", "")
    store = desk_of(request).store
    with store.reading() as connection:
        unit = unit_of_notice(connection, number)
    if unit is None:
        raise HTTPException(404)
    file = notices_folder(store) / notice_file_name(number, unit)
    if not file.is_file():
        said = f"{number} 的 Word 文件不在工作台的文件夹里：它是用命令 hedui notice 写到别处的，或被移走了。"
        return page(request, "not_done.html", 404, message=said, back="/notices")
    return FileResponse(file, media_type=_WORD, filename=file.name)


def _summary(request: Request) -> Response:
    typed = re.fullmatch(r"(20\d\d)-(1[0-2]|0[1-9])", request.query_params.get("month", ""))
    kind = request.query_params.get("format", "docx")
    if typed is None or kind not in ("docx", "xlsx"):
        return page(request, "not_done.html", 422, message="请选月份，写成 2024-06 的样子。", back="/notices")
    if not _SUMMING_UP.acquire(blocking=False):
        said = "另一份汇总正在生成，请过一会儿再下载。"
        return page(request, "not_done.html", 503, message=said, back="/notices")
    try:
        return _summed_up(request, int(typed[1]), int(typed[2]), kind)
    finally:
        _SUMMING_UP.release()


def _summed_up(request: Request, year: int, month: int, kind: str) -> Response:
    from pipeline.briefing import month_figures, write_summary, write_word_summary  # slow to load

    figures = month_figures(desk_of(request).store, year, month, today_here())
    if not figures.reports and not figures.owed:
        return page(request, "not_done.html", 404, message=f"没有 {year}年{month}月的报告。", back="/notices")
    name = f"{year}年{month}月汇总.{kind}"
    with TemporaryDirectory(prefix="hedui-summary-") as folder:
        file = Path(folder) / f"summary.{kind}"
        if kind == "xlsx":
            write_summary(file, figures)
        else:
            write_word_summary(file, figures, today_here())
        content = file.read_bytes()
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=_WORD if kind == "docx" else _EXCEL, headers=headers)


ROUTES: Final = (
    Route("/notices", _list, methods=["GET"]),
    Route("/notices", _send, methods=["POST"]),
    Route("/notices/new", _choose, methods=["GET"]),
    Route("/notices/new", _preview, methods=["POST"]),
    Route("/notices/file", _file, methods=["GET"]),
    Route("/notices/summary", _summary, methods=["GET"]),
)
