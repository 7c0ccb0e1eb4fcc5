"""Addresses of the reading pages, with whatever names stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from pipeline.review.metric_year import SeriesName


def with_query(path: str, values: Mapping[str, object], **changes: object) -> str:
    """The address with the values in its query, some of them changed; empty ones are left out."""
    said = {name: str(value) for name, value in {**values, **changes}.items() if value not in (None, "")}
    return f"{path}?{urlencode(said)}" if said else path


def unit_address(name: str) -> str:
    """The page of a unit. Browsers take a name of nothing but dots for a folder; such names stand in the query."""
    if name.strip(".") == "":
        return with_query("/unit", {"name": name})
    return f"/units/{quote(name, safe='')}"


def series_address(name: SeriesName, page: str = "/series") -> str:
    """A page or file of a metric's year."""
    values = {
        "unit": name.unit,
        "report": name.report_id if name.unit is None else None,
        "metric": name.metric,
        "scope": name.scope,
        "region": name.region,
        "year": name.year,
    }
    return with_query(page, values)
