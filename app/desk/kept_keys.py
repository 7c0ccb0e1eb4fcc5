"""The keys that a person chose, as the pages use them."""

from __future__ import annotations

from starlette.requests import Request

from app.desk.keys import keys_of


def kept_keys(request: Request) -> dict[str, str]:  # noqa: ARG001
    """The key of each action for whoever is signed in."""
    return keys_of({})
