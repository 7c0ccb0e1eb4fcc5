"""The data page: what every table and column means, tables and views to look through, and their rows as files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from app.desk.addresses import unit_address, with_query
from app.desk.context import desk_of
from app.desk.rendering import page
from app.desk.typed import number_of
from pipeline.export.csv_files import csv_lines
from pipeline.export.jsonl_files import json_lines
from pipeline.export.table_files import cell_text
from pipeline.export.workbook import write_sheets
from pipeline.review.browsing import (
    MOST_COUNTED,
    OPERATORS,
    Asked,
    Browsed,
    NotUnderstood,
    Source,
    all_rows,
    browse,
    source_named,
    sources,
)
from pipeline.store import Store

_OPERATOR_WORDS: Final = {"is": "等于", "has": "含有", "from": "不小于", "to": "不大于"}
_LONGEST_SHOWN: Final = 160
_FITS: Final = 16
"""Characters: of a value in the page, and of one that surely fits its cell."""

_PER_CHUNK: Final = 200
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _dictionary(request: Request) -> Response:
    text = request.query_params.get("text", "").strip().lower()
    found = [(source, [field for field in source.fields if _speaks_of(field, text)]) for source in sources()]
    return page(
        request,
        "data.html",
        text=text,
        sources=[
            (source, fields if text and not _names(source, text) else list(source.fields))
            for source, fields in found
            if not text or fields or _names(source, text)
        ],
        all_sources=sources(),
    )


def _speaks_of(field: Any, text: str) -> bool:
    return bool(text) and any(text in each.lower() for each in (field.name, field.comment, field.doc))


def _names(source: Source, text: str) -> bool:
    return any(text in each.lower() for each in (source.name, source.comment, source.doc))


def _source(request: Request) -> Source:
    source = source_named(request.path_params["name"])
    if source is None:
        raise HTTPException(404)
    return source


def _asked(request: Request) -> Asked:
    said = request.query_params
    given = said.get("operator")
    return Asked(
        said.get("field", ""),
        given if given in OPERATORS else "is",
        said.get("value", ""),
        said.get("sort", ""),
        said.get("down") == "1",
    )


def _show(request: Request) -> Response:
    source, asked = _source(request), _asked(request)
    mistake = ""
    found = Browsed([], 1, 1, 0)
    try:
        with desk_of(request).store.reading() as connection:
            found = browse(connection, source, asked, number_of(request.query_params.get("page")))
    except NotUnderstood as error:
        mistake = str(error)
    said = {"field": asked.field, "operator": "" if asked.operator == "is" else asked.operator, "value": asked.value,
            "sort": asked.sort, "down": "1" if asked.descending else ""}  # fmt: skip
    path = f"/data/{source.name}"
    return page(
        request,
        "data_table.html",
        source=source,
        asked=asked,
        found=found,
        mistake=mistake,
        operators=_OPERATOR_WORDS,
        most=MOST_COUNTED,
        cell=_cell,
        link=lambda **changes: with_query(path, said, **changes),
        file=lambda kind: with_query(f"{path}.{kind}", said, sort="", down=""),
        sorted_by=lambda name: with_query(
            path, said, sort=name, down="1" if asked.sort == name and not asked.descending else "", page=""
        ),
    )


def _cell(name: str, value: Any) -> dict[str, Any]:
    """How a value is shown: its text, the whole of it where that is longer, where it leads, whether it is a number."""
    text = cell_text(value)
    shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    leads = _LEADS.get(name)
    address = ""
    if isinstance(value, str) and value:
        address = unit_address(value) if name == "unit" else f"{leads}{quote(value, safe='')}" if leads else ""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    whole = isinstance(value, date | datetime) or number
    return {
        "text": shown,
        "full": text if len(text) > _FITS else "",
        "address": address,
        "number": number,
        "short": whole,
    }


_LEADS: Final = {
    "fact_id": "/facts/",
    "suspect_fact_id": "/facts/",
    "report_id": "/reports/",
    "supersedes": "/reports/",
    "superseded_by": "/reports/",
    "same_as": "/reports/",
    "finding_id": "/findings/",
}


def _file(request: Request) -> Response:
    source, asked, kind = _source(request), _asked(request), request.path_params["kind"]
    if kind not in _MEDIA:
        raise HTTPException(404)
    store = desk_of(request).store
    if asked.field:
        with store.reading() as connection:  # a value that cannot be understood is told before the file begins
            try:
                all_rows(connection, source, asked)
            except NotUnderstood as error:
                raise HTTPException(400) from error
    headers = {"content-disposition": f"attachment; filename={source.name}.{kind}"}
    if kind == "xlsx":
        return _workbook(store, source, asked, headers)
    return StreamingResponse(_lines(store, source, asked, kind), media_type=_MEDIA[kind], headers=headers)


def _lines(store: Store, source: Source, asked: Asked, kind: str) -> Iterator[str]:
    """The file in pieces of many rows, in one state of the store."""
    with store.reading() as connection:
        rows = all_rows(connection, source, asked)
        lines = csv_lines([field.name for field in source.fields], rows) if kind == "csv" else json_lines(rows)
        while piece := "".join(islice(lines, _PER_CHUNK)):
            yield piece


def _workbook(store: Store, source: Source, asked: Asked, headers: dict[str, str]) -> Response:
    """A workbook is written whole before it is sent; it goes away when it has been."""
    with tempfile.NamedTemporaryFile(prefix="hedui-", suffix=".xlsx", delete=False) as made:
        path = Path(made.name)
    try:
        with store.reading() as connection:
            write_sheets(path, {source.name: (source.fields, all_rows(connection, source, asked))})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=_MEDIA["xlsx"], headers=headers, background=gone)


ROUTES: Final = (
    Route("/data", _dictionary),
    Route("/data/{name}.{kind}", _file),
    Route("/data/{name}", _show),
)
