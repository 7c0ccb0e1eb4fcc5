"""The keys that a person chose, as the pages use them."""

from __future__ import annotations

from starlette.requests import Request

from app.desk.context import desk_of, signed_in
from app.desk.keys import keys_of
from pipeline.review.chosen_keys import chosen_keys
from rules.errors import HeduiError


def kept_keys(request: Request) -> dict[str, str]:
    """The key of each action for whoever is signed in; the usual ones where the store cannot be asked: the page that
    says so has keys, too."""
    try:
        return keys_of(chosen_keys(desk_of(request).store, signed_in(request)))
    except HeduiError:
        return keys_of({})
