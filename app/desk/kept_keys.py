"""The keys that a person chose, as the pages use them."""

from __future__ import annotations

from starlette.requests import Request

from app.desk.context import desk_of, signed_in
from app.desk.keys import keys_of
from pipeline.review.chosen_keys import chosen_keys


def kept_keys(request: Request) -> dict[str, str]:
    """The key of each action for whoever is signed in."""
    return keys_of(chosen_keys(desk_of(request).store, signed_in(request)))
