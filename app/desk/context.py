"""What a page has at hand: the desk with its store, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from app.desk.kept_equations import KeptEquations
from app.desk.page_images import PageImages
from app.desk.people import Account, People, Role, Session, may
from pipeline.store import Store


@dataclass(frozen=True)
class Desk:
    """The store that is looked at, who may look, and the folder in which `pictures` of pages are kept."""

    store: Store
    people: People
    pictures: Path


class Forbidden(Exception):
    """The account that is signed in may not do this: it takes at least `role`."""

    def __init__(self, role: Role) -> None:
        super().__init__(role)
        self.role = role


def desk_of(request: Request) -> Desk:
    """The desk that the request came to."""
    desk: Desk = request.app.state.desk
    return desk


def images_of(request: Request) -> PageImages:
    """The pictures of the pages of reports."""
    images: PageImages = request.app.state.images
    return images


def equations_of(request: Request) -> KeptEquations:
    """The equations of findings."""
    equations: KeptEquations = request.app.state.equations
    return equations


def session_of(request: Request) -> Session | None:
    """The session of the request; None where nobody is signed in."""
    return getattr(request.state, "session", None)


def signed_in(request: Request) -> Account:
    """Who is signed in. Pages that are not in `OPEN` are only reached by somebody who is."""
    session = session_of(request)
    if session is None:
        raise Forbidden("viewer")
    return session.account


def require(request: Request, role: Role) -> Account:
    """Who is signed in, if that account may do what `role` may. Raises Forbidden (the page 403)."""
    account = signed_in(request)
    if not may(account, role):
        raise Forbidden(role)
    return account
