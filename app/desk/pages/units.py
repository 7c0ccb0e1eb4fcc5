"""The list of units, and the page of a unit: what it has reported and owes, its lights, findings and metrics."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.addresses import series_address, unit_address, with_query
from app.desk.chart_panel import shown
from app.desk.charts import series_chart, series_title
from app.desk.context import desk_of
from app.desk.counts_chart import SEVERITY_BARS, counts_chart
from app.desk.drawing import Drawing, svg_in_page
from app.desk.pages.series import file_answer
from app.desk.rendering import page
from app.desk.today import today_here
from app.desk.typed import number_of
from app.desk.words import Words, words_of
from pipeline.coverage.findings import period_words
from pipeline.review.metric_year import metric_year
from pipeline.review.open_counts import Counts, open_by_family
from pipeline.review.unit_list import UNIT_SORTS, unit_page
from pipeline.review.unit_view import unit_view
from pipeline.wording.labels import COVERAGE_STATE, FAMILY, REPORT_KIND, label

_YI, _WAN = Decimal(10) ** 8, Decimal(10) ** 4


def money(yuan: Decimal | None) -> str:
    """An amount as 亿元 or 万元."""
    if yuan is None:
        return ""
    return f"{shown(yuan, _YI)} 亿元" if abs(yuan) >= _YI else f"{shown(yuan, _WAN)} 万元"


def _list(request: Request) -> Response:
    asked = request.query_params
    sort = asked.get("sort", "open")
    sort = sort if sort in UNIT_SORTS else "open"
    text = asked.get("text", "").strip()
    with desk_of(request).store.reading() as connection:
        found = unit_page(connection, today_here(), text, sort, number_of(asked.get("page")))
    said = {"text": text, "sort": "" if sort == "open" else sort}
    return page(
        request,
        "units.html",
        found=found,
        text=text,
        sort=sort,
        link=lambda **changes: with_query("/units", said, **changes),
        unit_address=unit_address,
        queue=lambda unit: with_query("/queue", {"unit": unit}),
    )


def _show(request: Request) -> Response:
    unit = request.path_params.get("name") or request.query_params.get("name", "")
    asked = request.query_params
    year = number_of(asked.get("year"), 0) or None
    with desk_of(request).store.reading() as connection:
        view = unit_view(connection, unit, today_here(), year if year and 1900 <= year <= 2200 else None)
        if view is None:
            raise HTTPException(404)
        number = number_of(asked.get("metric"), 0)
        line = view.metrics[number] if number < len(view.metrics) else None
        series = metric_year(connection, line.name) if line else None
    return page(
        request,
        "unit.html",
        view=view,
        chosen=number,
        chart=svg_in_page(series_chart(series, middle=True, say=words_of(request))) if series else None,
        chart_title=series_title(series, words_of(request)) if series else "",
        series_address=series_address,
        families=svg_in_page(families_chart(view.families, view.unit, words_of(request))) if view.families else None,
        families_file=lambda kind: with_query(f"/charts/families.{kind}", {"unit": unit}),
        money=money,
        rate=lambda value: "" if value is None else shown(value),
        coverage_words=COVERAGE_STATE,
        period_words=period_words,
        here=lambda **changes: with_query(unit_address(unit).partition("?")[0], _own(unit, view.year), **changes),
        queue=lambda **more: with_query("/queue", {"unit": unit, **more}),
        reports=with_query("/reports", {"unit": unit, "state": "all"}),
        report_kind=lambda code: label(REPORT_KIND, code),
    )


def _own(unit: str, year: int) -> dict[str, object]:
    """What the address of the unit's page holds beside the path."""
    return {"name": unit if "?" in unit_address(unit) else "", "year": year}


def families_chart(families: Counts, whose: str, say: Words) -> Drawing:
    """Bars of open findings by family."""
    named = {say(label(FAMILY, family)): counts for family, counts in families.items()}
    day = today_here()
    return counts_chart(
        say("{whose}未了结的疑点，按种类（处）", whose=whose),
        named,
        SEVERITY_BARS,
        say("资料来源：核对工作台，{day}。", day=f"{day:%Y-%m-%d}"),
        say=say,
    )


def _families_file(request: Request) -> Response:
    kind = request.path_params["kind"]
    if kind not in {"svg", "png"}:
        raise HTTPException(404)
    unit = request.query_params.get("unit") or None
    with desk_of(request).store.reading() as connection:
        families = open_by_family(connection, today_here(), unit=unit)
    say = words_of(request)
    return file_answer(families_chart(families, unit or say("全部单位"), say), kind)


ROUTES: Final = (
    Route("/units", _list),
    Route("/units/{name:path}", _show),
    Route("/unit", _show),
    Route("/charts/families.{kind}", _families_file),
)
