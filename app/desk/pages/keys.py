"""The page on which a person changes their keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.desk.context import desk_of, signed_in
from app.desk.forms import posted
from app.desk.kept_keys import kept_keys
from app.desk.keys import ACTIONS, mistakes_in, plain_key
from app.desk.rendering import page
from app.desk.words import words_of
from pipeline.review.chosen_keys import choose_keys


def _show(request: Request) -> Response:
    return _page(request, kept_keys(request), {})


def _page(request: Request, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    words = words_of(request)
    said = {action: words(mistake) for action, mistake in wrong.items()}
    kept = request.query_params.get("kept") == "1" and not wrong
    return page(request, "keys.html", 422 if wrong else 200, actions=ACTIONS, typed=typed, wrong=said, kept=kept)


def _keep(request: Request) -> Response:
    by = signed_in(request)
    fields = posted(request)
    typed = {} if fields.said("usual") else {action.name: plain_key(fields.said(action.name)) for action in ACTIONS}
    if typed and (wrong := mistakes_in(typed)):
        return _page(request, typed, wrong)
    usual = {action.name: action.key for action in ACTIONS}
    choose_keys(desk_of(request).store, by, {} if typed == usual else typed, datetime.now(UTC))
    return RedirectResponse("/keys?kept=1", 303)


ROUTES: Final = (Route("/keys", _show, methods=["GET"]), Route("/keys", _keep, methods=["POST"]))
