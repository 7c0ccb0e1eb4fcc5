"""Requests that no page sends: the desk answers each, in time, runs nothing of what is in them, and reads by GET alone.

Addresses, names and values are gathered from the desk's own routes, links and forms, and mixed with what is none.
"""

from __future__ import annotations

import json
import sqlite3
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from lxml import html
from starlette.routing import Route
from starlette.testclient import TestClient

from app.desk.application import ROUTES, desk_application
from app.desk.context import Desk
from fuzzing import of_text
from fuzzing.hostile_desk import ATTRIBUTE, MARK, SCRIPT
from fuzzing.reading import Failure, Tried
from pipeline.review.accounts import accounts
from pipeline.review.sessions import open_session, session_of

SECONDS: Final = 4.0
"""Of the processor, for one answer; the second try counts."""
MOST_BYTES: Final = 20_000_000
_ROLES: Final = ("admin", "admin", "approver", "reviewer", "viewer", None)
_ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "xlink:href"})
_LEFT_OUT: Final = frozenset({"/sign-out"})
_VALUES: Final = (
    "", "0", "-1", "1", "99999999999999999999", "1e9", "NaN", "2024-06", "2024-13", "0000-00", "9999-12", "2024-06-31",
    SCRIPT, ATTRIBUTE, "{{7*7}}", "' OR 1=1 --", "%", "%00", "\0", "../../etc/passwd", "//evil.example", "a" * 5000,
    "\ud800", "\u202e", "=1+1", "https://evil.example/", "javascript:alert(1)", "[]", "all", "é", "１２", "亿元", "on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: by whom, how, where and with what fields; with the token of the session's forms, or without."""

    role: str | None
    method: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()
    token: bool = True


@dataclass
class Known:
    """What the desk's pages have told of it so far."""

    links: list[str] = field(default_factory=lambda: ["/queue"])
    forms: list[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, page: html.HtmlElement) -> None:
        """Take in the links and forms of a page."""
        for link in page.iter("a"):
            address = link.get("href", "")
            if address.startswith("/") and address not in self.links:
                self.links.append(address)
                self._note(parse_qsl(urlsplit(address).query))
        for form in page.iter("form"):
            entries = tuple((name, str(value)) for name, value in form.form_values())
            named = tuple((each.name, str(each.value or "")) for each in form.inputs if each.name)
            if (form.action or "").startswith("/") and form.method == "POST":
                self.forms.append((form.action, entries or named))
                del self.forms[:-200]
            self._note(named)

    def _note(self, entries: Sequence[tuple[str, str]]) -> None:
        for name, value in entries:
            if value not in self.values[name]:
                self.values[name].append(value)


def some_request(random: Random, known: Known, method: str) -> Asked:
    """A request of that method to a route, a link or a form."""
    role = random.choice(_ROLES)
    if method == "POST" and known.forms and random.random() < 0.7:
        action, entries = random.choice(known.forms)
        fields = [(name, _value(random, known, name) if random.random() < 0.3 else value) for name, value in entries]
        if fields and random.random() < 0.2:
            fields.remove(random.choice(fields))
        return Asked(role, method, action, tuple(fields), random.random() < 0.9)
    if method == "GET" and random.random() < 0.4:
        address = random.choice(known.links)
    else:
        address = _of_a_route(
            random, known, random.choice([each for each in ROUTES if method == "PUT" or method in (each.methods or ())])
        )
    if random.random() < 0.6:
        named = [random.choice(sorted(known.values) or ["q"]) for _ in range(random.randint(1, 4))]
        query = "&".join(f"{quote(name)}={_quoted(_value(random, known, name))}" for name in named)
        address += ("&" if "?" in address else "?") + query
    names = random.sample(sorted(known.values), min(len(known.values), 3)) if method == "POST" else []
    fields = [(name, _value(random, known, name)) for name in names]
    return Asked(role, method, address, tuple(fields), random.random() < 0.9)


def _of_a_route(random: Random, known: Known, route: Route) -> str:
    """The route's address, its parameters from links that lead there, or made up."""
    fitting = [link for link in known.links if route.path_regex.match(urlsplit(link).path)]
    if fitting and random.random() < 0.6:
        return random.choice(fitting)
    parts = route.path.replace("{", "\0{").replace("}", "}\0").split("\0")
    return "".join((_quoted(random.choice(_VALUES)) or "x") if part.startswith("{") else part for part in parts)


def _value(random: Random, known: Known, name: str) -> str:
    own = known.values.get(name) or ["1"]
    chosen = random.choice((random.choice(own), random.choice(_VALUES), random.choice(of_text.PIECES)))
    return of_text.mutated(chosen, random, 300) if random.random() < 0.2 else chosen


def _quoted(value: str) -> str:
    return quote(value.encode("utf-8", "replace"), safe="")


class Visitors:
    """A client of the desk for each role, signed in anew where its session is over."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._application = desk_application(desk)
        self._accounts = {each.role: each for each in accounts(desk.store)}
        self._tokens: dict[str, tuple[str, str]] = {}

    def answer(self, asked: Asked) -> tuple[int, str, bytes]:
        """Status, kind and content of the answer; what the desk raises passes through."""
        client = TestClient(self._application, base_url="http://127.0.0.1:8765", follow_redirects=False)
        csrf = "x"
        if asked.role is not None:
            token, csrf = self._session(asked.role)
            client.cookies.set("hedui_session", token)
        fields: dict[str, list[str]] = defaultdict(list)
        for name, value in asked.fields:
            fields[name].append(value.encode("utf-8", "replace").decode())
        if asked.method == "POST":
            fields["csrf"] = [csrf if asked.token else "forged"]
        data = dict(fields) if asked.method == "POST" else None
        response = client.request(asked.method, asked.address, data=data)
        return response.status_code, response.headers.get("content-type", ""), response.content

    def _session(self, role: str) -> tuple[str, str]:
        now = datetime.now(UTC)
        if role not in self._tokens or session_of(self._desk.store, self._tokens[role][0], now) is None:
            token = open_session(self._desk.store, self._accounts[role], now)
            session = session_of(self._desk.store, token, now)
            self._tokens[role] = (token, session.csrf if session else "")
        return self._tokens[role]

    def open_all(self) -> None:
        """Have a session of each role, so that none is opened while nothing may be written."""
        for role in self._accounts:
            self._session(role)


def try_requests(desk: Desk, file: Path, count: int, seed: int) -> Iterator[Tried]:
    """Ask so many times: GET alone for two thirds, then whatever comes; the same `seed` asks the same."""
    visitors, known = Visitors(desk), Known()
    visitors.open_all()
    watch = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        for number in range(count):
            random = Random(f"{seed} {number} request")
            reading = number < count * 2 // 3
            asked = some_request(random, known, "GET" if reading else random.choice(("GET", "POST", "POST", "PUT")))
            if urlsplit(asked.address).path in _LEFT_OUT:
                continue
            before = watch.execute("PRAGMA data_version").fetchone()
            status, said = _asked(visitors, asked, known)
            if not said and reading and watch.execute("PRAGMA data_version").fetchone() != before:
                said = "a GET wrote to the store"
            failure = Failure(f"{number}.request.json", as_json(asked), said) if said else None
            yield Tried("request", "failed" if said else f"{asked.method} {status}", failure)
    finally:
        watch.close()


def as_json(asked: Asked) -> bytes:
    return json.dumps(asdict(asked), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def from_json(content: bytes) -> Asked:
    said = json.loads(content)
    return Asked(**said | {"fields": tuple((name, value) for name, value in said["fields"])})


def ask_again(desk: Desk, content: bytes) -> str:
    """What is wrong with the answer to a kept request; '' for nothing."""
    return _asked(Visitors(desk), from_json(content), Known())[1]


def _asked(visitors: Visitors, asked: Asked, known: Known) -> tuple[int, str]:
    """The answer's status, and what is wrong with it; '' for nothing."""
    began = time.process_time()
    try:
        status, kind, content = visitors.answer(asked)
    except Exception:
        return 500, traceback.format_exc()
    if time.process_time() - began > SECONDS and asked.method == "GET":
        began = time.process_time()
        visitors.answer(asked)
        if (seconds := time.process_time() - began) > SECONDS:
            return status, f"{seconds:.1f} s of the processor"
    if status >= 500:
        return status, f"{content[:500].decode(errors='replace')}"
    if asked.method == "POST" and not asked.token and status < 300:
        return status, "a form that somebody else sent was taken"
    if len(content) > MOST_BYTES:
        return status, f"an answer of {len(content)} bytes"
    if kind.startswith("text/html") and content:
        page = html.fromstring(content)
        known.learn(page)
        return status, wrong_in(page)
    return status, ""


def wrong_in(page: html.HtmlElement) -> str:
    """Where a text of a report or of a request has become part of the page; '' for nowhere."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and MARK in (element.text or ""):
            return f"a script of a text: {element.text}"
        for name, value in element.attrib.items():
            leads = name in _ADDRESSES and value.strip().lower().startswith("javascript:")
            if leads or name.startswith("on"):
                return f"<{element.tag} {name}={value!r}>"
    return ""
