"""The page of a metric's year: a large chart, the figures behind it, and the chart as a file."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.addresses import series_address, unit_address, with_query
from app.desk.chart_panel import shown
from app.desk.charts import scale_of, series_chart, series_title
from app.desk.context import desk_of
from app.desk.drawing import Drawing, png, svg, svg_in_page
from app.desk.rendering import page
from app.desk.typed import number_of
from app.desk.words import words_of
from pipeline.review.metric_year import RATES, Cell, MetricYear, SeriesName, kindred, metric_year, year_of_fact

_COLUMNS: Final[tuple[tuple[Cell, str], ...]] = (
    ("month", "当月"),
    ("cumulative", "累计"),
    ("target", "全年目标"),
    ("month_growth", "当月增幅"),
    ("growth", "累计增幅"),
    ("target_growth", "增幅目标"),
    ("completion", "完成率"),
)
_EARLIEST, _LATEST = 1900, 2200


def _asked(request: Request) -> MetricYear:
    """The series that the address asks for. Raises HTTPException for one that names none."""
    asked = request.query_params
    store = desk_of(request).store
    if asked.get("fact"):
        with store.reading() as connection:
            found = year_of_fact(connection, asked["fact"])
        if found is None:
            raise HTTPException(404)
        return found
    year = number_of(asked.get("year"), 0)
    whose = asked.get("unit") or None
    if not asked.get("metric") or not _EARLIEST <= year <= _LATEST or not (whose or asked.get("report")):
        raise HTTPException(404)
    name = SeriesName(
        whose, asked["metric"], year, asked.get("region") or None, asked.get("scope") or None, asked.get("report")
    )
    with store.reading() as connection:
        return metric_year(connection, name, odd=asked.get("odd") or None)


def _show(request: Request) -> Response:
    series = _asked(request)
    with desk_of(request).store.reading() as connection:
        others = kindred(connection, series.name)
    divisor, unit = scale_of(series)
    columns = [(cell, word) for cell, word in _COLUMNS if series.of(cell)]
    name = series.name
    return page(
        request,
        "series.html",
        series=series,
        title=series_title(series, words_of(request)),
        chart=svg_in_page(series_chart(series, chosen=True, say=words_of(request))),
        columns=columns,
        rates=RATES,
        months=sorted({month for cell, _ in columns for month in series.of(cell)}),
        unit=unit,
        shown=lambda point, cell: shown(point.value) if cell in RATES else shown(point.value, divisor),
        address=lambda kind: series_address(name, f"/charts/series.{kind}"),
        of_year=lambda year: series_address(
            SeriesName(name.unit, name.metric, year, name.region, name.scope, name.report_id)
        ),
        others=[(one, series_address(one)) for one in others],
        unit_address=unit_address,
        reports=with_query("/reports", {"unit": name.unit}) if name.unit else "",
    )


def file_answer(drawing: Drawing, kind: str) -> Response:
    """The drawing as a file to keep: `kind` is svg or png. Raises NoChineseFont."""
    content, media = (
        (svg(drawing, in_page=False).encode(), "image/svg+xml") if kind == "svg" else (png(drawing), "image/png")
    )
    name = "".join(each if each.isalnum() or each in "-_（）" else "_" for each in drawing.title)[:80]
    said = f"attachment; filename=chart.{kind}; filename*=UTF-8''{quote(name)}.{kind}"
    return Response(content, media_type=media, headers={"content-disposition": said})


def _file(request: Request) -> Response:
    kind = request.path_params["kind"]
    if kind not in {"svg", "png"}:
        raise HTTPException(404)
    return file_answer(series_chart(_asked(request), chosen=True, say=words_of(request)), kind)


ROUTES: Final = (Route("/series", _show), Route("/charts/series.{kind}", _file))
