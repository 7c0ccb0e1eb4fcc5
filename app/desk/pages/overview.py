"""The overview: who has submitted, what waits, lights, and a metric over all units and over the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.addresses import series_address, unit_address, with_query
from app.desk.chart_panel import shown
from app.desk.charts import series_chart
from app.desk.context import desk_of
from app.desk.counts_chart import LIGHT_BARS, counts_chart
from app.desk.drawing import Drawing, svg_in_page
from app.desk.pages.series import file_answer
from app.desk.pages.units import families_chart, money
from app.desk.rendering import page
from app.desk.today import today_here
from app.desk.typed import month_of, number_of
from app.desk.words import Words, words_of
from pipeline.review.metric_year import metric_year
from pipeline.review.month_overview import (
    Compared,
    MonthOverview,
    compared,
    month_overview,
    months_of_reports,
    usual_metric,
)
from pipeline.review.open_counts import open_by_family
from pipeline.store import Store
from pipeline.wording.labels import COVERAGE_STATE
from rules.metrics import catalogue

_UNITS_SHOWN: Final = 16
_COMPARED_SHOWN: Final = 20
SIGNS: Final = {"on_time": "✓", "late": "晚", "unreadable": "坏", "missing": "缺", "awaited": "待"}
"""What stands in the cells of the table of submissions."""


def _show(request: Request) -> Response:
    store = desk_of(request).store
    asked = request.query_params
    today = today_here()
    with store.reading() as connection:
        months = months_of_reports(connection)
        families = open_by_family(connection, today)
    month = month_of(asked.get("month")) or (months[0] if months else today.replace(day=1))
    view = month_overview(store, month, today)
    code, lines = _compared(store, month, asked.get("metric"))
    chosen = min(number_of(asked.get("unit"), 0), max(0, len(lines) - 1))
    series = None
    if lines:
        with store.reading() as connection:
            series = metric_year(connection, lines[chosen].name)
    of_severity = {
        severity: sum(counts.get(severity, 0) for counts in families.values())
        for severity in ("error", "warning", "notice")
    }
    pages = max(1, -(-len(view.units) // _UNITS_SHOWN))
    number = min(max(1, number_of(asked.get("page"))), pages)
    said = {"month": f"{month:%Y-%m}", "metric": code, "unit": asked.get("unit"), "page": asked.get("page")}
    say = words_of(request)
    return page(
        request,
        "overview.html",
        view=view,
        months=sorted({*months, month}, reverse=True),
        units=view.units[(number - 1) * _UNITS_SHOWN : number * _UNITS_SHOWN],
        number=number,
        pages=pages,
        open=of_severity,
        families=svg_in_page(families_chart(families, say("全部单位"), say)) if families else None,
        lights=svg_in_page(lights_chart(view, say)) if view.lights else None,
        light_totals=_light_totals(view),
        metrics={each: metric.name for each, metric in catalogue().by_code.items()},
        code=code,
        lines=lines[:_COMPARED_SHOWN],
        line_count=len(lines),
        chosen=chosen,
        chart=svg_in_page(series_chart(series, middle=True, say=say)) if series else None,
        signs=SIGNS,
        words=COVERAGE_STATE,
        money=money,
        rate=lambda value: "" if value is None else shown(value),
        unit_address=unit_address,
        series_address=series_address,
        link=lambda **changes: with_query("/overview", said, **changes),
        queue=lambda **more: with_query("/queue", more),
        reports=lambda **more: with_query("/reports", more),
    )


def _compared(store: Store, month: date, asked: str | None) -> tuple[str, list[Compared]]:
    with store.reading() as connection:
        code = asked if asked else usual_metric(connection, month) or ""
    return code, compared(store, month, code) if code else []


def lights_chart(view: MonthOverview, say: Words) -> Drawing:
    """Bars of the month's rows by light, a bar a unit."""
    counts = {unit: _by_colour(lights) for unit, lights in view.lights.items()}
    title = say("{year}年{month}月各单位亮灯（项）", year=view.month.year, month=view.month.month)
    source = say("资料来源：{number} 份现行报告；没有印灯的按规则评出。", number=view.reports)
    return counts_chart(title, counts, LIGHT_BARS, source, "项", say)


def _by_colour(lights: Mapping[str, int]) -> dict[str, int]:
    """Lights as they are printed (红灯, 红, 红色), counted by their colour."""
    counts: Counter[str] = Counter()
    for light, number in lights.items():
        for part in LIGHT_BARS:
            if part.code[0] in light:
                counts[part.code] += number
                break
    return dict(counts)


def _light_totals(view: MonthOverview) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for lights in view.lights.values():
        counts.update(_by_colour(lights))
    return {part.code: counts[part.code] for part in LIGHT_BARS if counts[part.code]}


def _lights_file(request: Request) -> Response:
    kind, month = request.path_params["kind"], month_of(request.query_params.get("month"))
    if kind not in {"svg", "png"} or month is None:
        raise HTTPException(404)
    return file_answer(
        lights_chart(month_overview(desk_of(request).store, month, today_here()), words_of(request)), kind
    )


ROUTES: Final = (Route("/overview", _show), Route("/charts/lights.{kind}", _lights_file))
