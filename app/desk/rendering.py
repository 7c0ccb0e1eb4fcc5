"""From a template and values to a page: escaped, in the person's language, with what every page shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.desk.context import session_of
from app.desk.forms import SIGN_IN_COOKIE
from app.desk.kept_keys import kept_keys
from app.desk.keys import ACTIONS
from app.desk.navigation import entries
from app.desk.static_files import static_address
from app.desk.words import words_of
from pipeline.wording.fact_words import (
    interval_words,
    meaning_words,
    number_words,
    period_words,
    place_words,
    report_period_words,
    unit_words,
)
from pipeline.wording.labels import (
    ACTION,
    COLUMN,
    FACT_KIND,
    FAMILY,
    METADATA_SOURCE,
    REPAIR,
    REPORT_KIND,
    ROLE,
    SEVERITY,
    STATUS,
    UNREAD,
    label,
)
from rules.metrics import catalogue

WORD_LISTS: Final[Mapping[str, dict[str, str]]] = {
    "severity": SEVERITY,
    "status": STATUS,
    "family": FAMILY,
    "column": COLUMN,
    "fact_kind": FACT_KIND,
    "role": ROLE,
    "repair": REPAIR,
    "report_kind": REPORT_KIND,
    "action": ACTION,
    "unread": UNREAD,
    "metadata_source": METADATA_SOURCE,
}
"""The lists whose codes templates show by `code | word("severity")`."""


def page(request: Request, template: str, status_code: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template. Every template has, beside `values`: `_` (says a Chinese text in the person's language),
    `account` (None where nobody is signed in), `csrf`, `path`, `query`, `navigation`, `language`."""
    words = words_of(request)
    session = session_of(request)
    own: dict[str, Any] = {
        "_": words,
        "account": session.account if session else None,
        "csrf": session.csrf if session else request.cookies.get(SIGN_IN_COOKIE, ""),
        "path": request.url.path,
        "query": request.url.query,
        "navigation": entries(request, words),
        "language": words.language,
    }
    if session:
        keys = kept_keys(request)
        own |= {"keys": keys, "keys_json": json.dumps(keys), "key_actions": ACTIONS}
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(own | values), status_code)


def _word(code: str | None, kind: str) -> str:
    """The Chinese word for a code; pages say it by `_(code | word("status"))`."""
    return label(WORD_LISTS[kind], code) if code else ""


def _local(at: datetime | None) -> str:
    """A moment of the store in this machine's time."""
    if at is None:
        return ""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone().strftime("%Y-%m-%d %H:%M")


def _month(day: date | None) -> str:
    return f"{day.year}年{day.month}月" if day else ""


def _places(spans: Any) -> str:
    return "；".join(place_words(spans))


def _span(start: date | str | None, end: date | str | None) -> str:
    """The days of a period as they are typed: the last alone for an instant."""
    return f"{start} 至 {end}" if start else str(end or "")


@cache
def _metric_names() -> tuple[str, ...]:
    """The names of the catalogue, for lists of what may be typed."""
    return tuple(sorted(metric.name for metric in catalogue().by_code.values()))


def _percent(part: Decimal | float | str) -> str:
    return f"{round(100 * Decimal(str(part)))}%"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "word": _word,
        "number": number_words,
        "local": _local,
        "month": _month,
        "places": _places,
        "percent": _percent,
        "period": period_words,
        "meaning": meaning_words,
        "report_period": report_period_words,
    }
    environment.globals |= {
        "static": static_address,
        "interval": interval_words,
        "unit_of": unit_words,
        "span": _span,
        "fact_roles": tuple(ROLE),
        "metric_names": _metric_names,
    }
    return environment


_ENVIRONMENT: Final = _environment()
