"""Metrics that reports name and the catalogue does not know, and the names that were added to it at the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.desk.context import desk_of, require, signed_in
from app.desk.forms import posted
from app.desk.mending import back_to, judged_soon, not_done, work_shown
from app.desk.pages.corrections import end_posted_record
from app.desk.pages.sign_in import own_address
from app.desk.people import may
from app.desk.rendering import page
from app.desk.typed import number_of
from pipeline.review.added_aliases import add_alias, aliases_as_yaml, standing_aliases
from pipeline.review.mending_records import Overtaken
from pipeline.review.outcomes import Refused
from pipeline.store import Store
from pipeline.unknown_metrics import UnknownMetric, last_judged, unknown_metrics
from rules.metrics import catalogue

_STEP: Final = 50
_MOST: Final = 500


def _list(request: Request) -> Response:
    most = min(number_of(request.query_params.get("most"), _STEP), _MOST)
    store = desk_of(request).store
    with store.reading() as connection:
        aliases = standing_aliases(connection)
        added = tuple(row["record_id"] for row in aliases)
        state = (store.shown_url, last_judged(connection), added, max(most, _STEP))
    found, total = _known_unknown(store, state)
    return page(
        request,
        "metrics.html",
        found=found,
        total=total,
        more=min(most + 2 * _STEP, _MOST) if len(found) < min(total, _MOST) else None,
        aliases=aliases,
        metrics=sorted(catalogue().by_code.values(), key=lambda metric: metric.name),
        by_code=catalogue().by_code,
        adds=may(signed_in(request), "admin"),
        work=work_shown(request),
    )


State = tuple[str, str, tuple[str, ...], int]
"""What the list of unknown metrics rests on: the store, its last run, the names that were added, and how many."""

_REMEMBERED: Final[dict[State, tuple[list[UnknownMetric], int]]] = {}
_MOST_REMEMBERED: Final = 8


def _known_unknown(store: Store, state: State) -> tuple[list[UnknownMetric], int]:
    """The unknown metrics. All facts are gone through for them, so they are kept until something has changed."""
    found = _REMEMBERED.get(state)
    if found is None:
        found = unknown_metrics(store, state[-1])
        if len(_REMEMBERED) >= _MOST_REMEMBERED:
            _REMEMBERED.clear()
        _REMEMBERED[state] = found
    return found


def _add(request: Request) -> Response:
    fields = posted(request)
    account = require(request, "admin")
    back = own_address(fields.said("back"))
    typed = fields.said("metric")
    named = catalogue().by_code.get(typed) or catalogue().named(typed)
    code = named.code if named is not None else ""
    store = desk_of(request).store
    done = add_alias(store, account, fields.said("name"), code, fields.said("reason"), datetime.now(UTC))
    if isinstance(done, Refused | Overtaken):
        return not_done(request, done, back)
    judged_soon(request)
    return back_to(back)


def _take_back(request: Request) -> Response:
    fields = posted(request)
    require(request, "admin")
    back = own_address(fields.said("back"))
    refused = end_posted_record(request, "added_aliases", fields.said("reason"), back)
    if refused is not None:
        return refused
    judged_soon(request)
    return back_to(back)


def _yaml(request: Request) -> Response:
    with desk_of(request).store.reading() as connection:
        text = aliases_as_yaml(standing_aliases(connection))
    headers = {"content-disposition": 'attachment; filename="metrics-added.yaml"'}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


ROUTES: Final = (
    Route("/metrics", _list, methods=["GET"]),
    Route("/metrics/added.yaml", _yaml, methods=["GET"]),
    Route("/metrics/aliases", _add, methods=["POST"]),
    Route("/metrics/aliases/{record_id}/take-back", _take_back, methods=["POST"]),
)
