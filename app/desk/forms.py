"""What a person sent with a form, after the check that the form was one of ours."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from typing import Final

import anyio.from_thread
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from app.desk.context import session_of
from app.desk.typed import number_of

CSRF_FIELD: Final = "csrf"
SIGN_IN_COOKIE: Final = "hedui_sign_in"
"""Stands in for the session's token in the one form that nobody who is signed in sends."""

_MOST_BYTES: Final = 4_000_000
_MOST_FIELDS: Final = 20_000


class ForgedForm(Exception):
    """A form without the token of the session that it was sent in: somebody else's page sent it, or it is too old."""


class Posted(Mapping[str, str]):
    """The fields of a form by name, white space at their ends removed; of a field that is there several times the
    last, `every` gives all."""

    def __init__(self, form: FormData) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                self._fields.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._fields[name][-1].strip()

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def said(self, name: str) -> str:
        """The field, empty where it was not sent."""
        return self[name] if name in self._fields else ""

    def exact(self, name: str) -> str:
        """The field with its white space, as passwords have it; empty where it was not sent."""
        return self._fields[name][-1] if name in self._fields else ""

    def every(self, name: str) -> list[str]:
        """All values of a field that may be there several times (ticks in a list)."""
        return [value.strip() for value in self._fields.get(name, ())]


def typed_sequence(fields: Posted) -> int:
    """The number of the journal's entry that a form names. Raises HTTPException for one that names none."""
    number = number_of(fields.said("sequence"), 0)
    if not number:
        raise HTTPException(400)
    return number


def posted(request: Request) -> Posted:
    """The form of a request, for endpoints that are plain functions (they run in a thread).

    Raises ForgedForm, and HTTPException for one that is too large or no form.
    """
    fields = Posted(anyio.from_thread.run(_read, request))
    session = session_of(request)
    expected = session.csrf if session else request.cookies.get(SIGN_IN_COOKIE, "")
    sent = fields.said(CSRF_FIELD) or request.headers.get("x-csrf", "")
    if not expected or not hmac.compare_digest(sent.encode(), expected.encode()):
        raise ForgedForm
    return fields


async def _read(request: Request) -> FormData:
    bounded = Request(request.scope, _bounded(request))
    try:
        form = await bounded.form(max_fields=_MOST_FIELDS, max_part_size=_MOST_BYTES)
        for name, value in form.multi_items():
            # A form may name an encoding of its own, with which halves of signs come out: they cannot be kept.
            _ = name.encode(), value.encode() if isinstance(value, str) else b""
    except (MultiPartException, UnicodeError, LookupError) as error:
        raise HTTPException(400) from error
    return form


def _bounded(request: Request) -> Receive:
    """What the client sends, up to the most that a form of ours may be."""
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > _MOST_BYTES:
            raise HTTPException(413)
        return message

    return receive
