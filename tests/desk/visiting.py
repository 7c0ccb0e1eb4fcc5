"""Visits the desk as a person of a role, without a browser."""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from app.desk.application import desk_application
from app.desk.context import Desk
from app.desk.people import Role
from desk.people import PASSWORD

Visit = Callable[[Role | None], TestClient]


def visitor(desk: Desk, role: Role | None) -> TestClient:
    """A client of the desk that follows no redirects; signed in with a role unless that is None."""
    client = TestClient(desk_application(desk), base_url="http://127.0.0.1:8765", follow_redirects=False)
    if role is not None:
        client.get("/sign-in")
        form = {"csrf": client.cookies["hedui_sign_in"], "name": role, "password": PASSWORD, "then": "/queue"}
        assert client.post("/sign-in", data=form).status_code == 303
    return client


def csrf(client: TestClient) -> str:
    """The token that forms of this client's session carry."""
    people = client.app.state.desk.people  # type: ignore[attr-defined]
    token: str = people.session(client.cookies["hedui_session"]).csrf
    return token
