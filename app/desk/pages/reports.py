"""The list of reports, and the page of a report: what was read, beside the pages that it was read from."""

from __future__ import annotations

from typing import Any, Final, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk.addresses import series_address, unit_address, with_query
from app.desk.charts import series_chart
from app.desk.context import desk_of, images_of
from app.desk.drawing import svg_in_page
from app.desk.mending import corrections_by_fact
from app.desk.page_images import NoPicture, picture_address
from app.desk.rendering import page
from app.desk.typed import month_of, number_of
from app.desk.words import words_of
from pipeline.review.chosen_fact import ChosenFact, chosen_fact, report_of_fact
from pipeline.review.lost_facts import report_of_lost_fact
from pipeline.review.metric_year import year_of_fact
from pipeline.review.report_findings import report_findings
from pipeline.review.report_list import (
    SORTS,
    STATES,
    ReportFilter,
    State,
    months_with_reports,
    report_page,
)
from pipeline.review.report_sources import ReportSource
from pipeline.review.report_view import kin, read_part, stored_report
from pipeline.store.contract import Row
from pipeline.wording.fact_words import flag_words, item_words, meaning, metric_words, value_words
from pipeline.wording.labels import METADATA_SOURCE, label
from pipeline.wording.report_kinds import REPORT_KIND_WORDS

STATE_WORDS: Final = {
    "in_force": "现行",
    "superseded": "已被取代",
    "copy": "副本",
    "withdrawn": "已撤回",
    "scanned": "扫描件",
    "unnamed": "单位或时期不明",
    "all": "全部",
}
_FIELD_WORDS: Final = {
    "unit": "报送单位",
    "region": "地区",
    "period": "所属期",
    "kind": "种类",
    "title": "标题",
    "issued_on": "成文日期",
    "document_number": "文号",
}
_KIN_WORDS: Final = {
    "superseded_by": "取代它的",
    "supersedes": "它取代的",
    "copy_of": "与之相同、代替它参加核对的",
    "copy": "与它相同的副本",
    "other": "同单位同期同种类的",
}


def _list(request: Request) -> Response:
    asked = request.query_params
    state = cast(State, asked.get("state")) if asked.get("state") in STATES else "in_force"
    kind = asked.get("kind", "")
    wanted = ReportFilter(
        unit=asked.get("unit", "").strip(),
        month=month_of(asked.get("month")),
        kind=kind if kind in REPORT_KIND_WORDS else "",
        state=state,
        text=asked.get("text", "").strip(),
    )
    sort = asked.get("sort", "period")
    sort = sort if sort in SORTS else "period"
    with desk_of(request).store.reading() as connection:
        found = report_page(connection, wanted, sort, number_of(asked.get("page")))
        months = months_with_reports(connection)
    shown = {"unit": wanted.unit, "month": asked.get("month") if wanted.month else "", "kind": wanted.kind,
             "state": "" if state == "in_force" else state, "text": wanted.text,
             "sort": "" if sort == "period" else sort}  # fmt: skip
    return page(
        request,
        "reports.html",
        found=found,
        wanted=wanted,
        sort=sort,
        months=sorted({(day.year, day.month) for day in months}, reverse=True),
        kinds=REPORT_KIND_WORDS,
        states=STATE_WORDS,
        link=lambda **changes: with_query("/reports", shown, **changes),
        unit_address=unit_address,
    )


def _show(request: Request) -> Response:
    desk = desk_of(request)
    report_id = request.path_params["report_id"]
    asked = request.query_params
    fact_id = asked.get("fact") or None
    with desk.store.reading() as connection:
        report = stored_report(connection, report_id)
        if report is None:
            raise HTTPException(404)
        detail = chosen_fact(connection, report, fact_id) if fact_id else None
        part = read_part(connection, report, number_of(asked.get("part")), detail.fact["fact_id"] if detail else None)
        findings = report_findings(connection, report)
        relatives = kin(connection, report)
        series = year_of_fact(connection, detail.fact["fact_id"]) if detail else None
    doubted = detail is not None and any(mark.open and mark.suspect for mark in detail.findings)
    chart = (
        series_chart(series, small=True, chosen=not doubted, say=words_of(request))
        if series is not None and series.points
        else None
    )
    return page(
        request,
        "report.html",
        report=report,
        state=_state(report),
        metadata=_metadata(report),
        part=part,
        findings=findings,
        kin=relatives,
        kin_words=_KIN_WORDS,
        chosen=detail,
        corrections=corrections_by_fact(request, [fact_id]).get(fact_id, []) if detail and fact_id else [],
        told=_told(detail) if detail else (),
        gone=fact_id is not None and detail is None,
        chart=svg_in_page(chart) if chart else None,
        series=series_address(series.name) if series else None,
        picture=_picture(request, report, detail),
        link=lambda **changes: with_query(f"/reports/{report_id}", {}, **changes),
        unit_address=unit_address,
        flags=said_flags,
    )


def _state(report: Row) -> str:
    """In which way the report does not count any more; empty for one in force."""
    if report["withdrawn_at"] is not None:
        return "withdrawn"
    return "superseded" if report["superseded_by"] else "copy" if report["same_as"] else ""


def _metadata(report: Row) -> list[tuple[str, Any, str]]:
    """Name, value and source of what is known of the report; the period's value is the report itself."""
    sources = report["metadata_source"] or {}
    values = {**report, "period": report["period_end"] and report}
    return [
        (word, values[name], label(METADATA_SOURCE, sources.get(name, "")))
        for name, word in _FIELD_WORDS.items()
        if values[name] or name in {"unit", "period"}
    ]


def _told(detail: ChosenFact) -> list[tuple[str, str]]:
    """What a figure is, in the words of `hedui explain`."""
    fact = detail.fact
    rows = [
        ("指标", metric_words(fact["metric"], fact["metric_name"])),
        ("含义", "，".join(meaning(fact))),
        ("数值", value_words(fact)),
        ("范围", "，".join(part for part in (fact["region"], fact["scope"]) if part)),
        ("对照", fact["base"] or ""),
        ("口径", fact["basis"] or ""),
        ("条目", item_words(fact)),
        ("原文", fact["evidence"]),
    ]
    return [(name, value) for name, value in rows if value]


def said_flags(flags: list[str]) -> str:
    """The flags of a figure in words."""
    return flag_words(flags).removeprefix("，标记 ")


def _picture(request: Request, report: Row, detail: ChosenFact | None) -> dict[str, Any]:
    """The page that is shown beside, the boxes on it, and the pages before and after it."""
    wanted = request.query_params.get("page", "")
    own = bool(report["pages"])
    first = "1" if own else "d1"
    shown: dict[str, Any] = {"page": wanted or first, "boxes": [], "reason": "", "remedy": "", "pages": []}
    last = report["pages"] if own else None
    if detail is not None:
        source = ReportSource(report["report_id"], report["source_name"], report["sha256"])
        try:
            placed = images_of(request).placed(source, detail.fact["spans"])
            if placed and not wanted:
                shown["page"] = placed[0].page
            shown["boxes"] = [box for box in placed if box.page == shown["page"]]
            if not own:
                last = images_of(request).drawn_page_count(source)
        except NoPicture as error:
            shown["reason"], shown["remedy"] = error.reason, error.remedy
    number = number_of(shown["page"].removeprefix("d"))
    drawn = shown["page"].startswith("d")
    pre = "d" if drawn else ""
    shown["number"], shown["last"], shown["drawn"] = number, last, drawn
    shown["before"] = f"{pre}{number - 1}" if number > 1 else ""
    shown["after"] = f"{pre}{number + 1}" if last and number < last else ""
    shown["address"] = picture_address(report["report_id"], f"{pre}{number}")
    return shown


def _fact(request: Request) -> Response:
    """Jumps to the place of a figure in its report; of one that is gone, to the report as it is read now."""
    fact_id = request.path_params["fact_id"]
    store = desk_of(request).store
    with store.reading() as connection:
        report_id = report_of_fact(connection, fact_id)
        if report_id is not None:
            return RedirectResponse(f"/reports/{report_id}?fact={fact_id}#f-{fact_id}", 303)
        report_id = report_of_lost_fact(connection, fact_id)
    if report_id is None:
        raise HTTPException(404)
    return RedirectResponse(with_query(f"/reports/{report_id}", {"fact": fact_id}), 303)


ROUTES: Final = (
    Route("/reports", _list),
    Route("/reports/{report_id}", _show),
    Route("/facts/{fact_id}", _fact),
)
