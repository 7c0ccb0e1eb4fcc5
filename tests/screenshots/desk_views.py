"""Takes the pictures of the desk: over the sample reports, at the size of the smallest office screen."""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from desk.people import PASSWORD, SHOWN
from desk.site import running_site
from playwright.sync_api import Browser, Page
from samples.settled_copy import settled_copy

from app.desk.demo import DEMO_NAME, DemoPeople
from pipeline.notices import confirmed_drafts, send
from pipeline.review.accounts import ROLES, Account, Role, accounts, add_account
from pipeline.review.choices import Choice
from pipeline.review.decisions import comment, decide
from pipeline.review.outcomes import Decided
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter
from pipeline.review.sessions import open_session
from pipeline.run import run_inbox
from pipeline.store import Store, find_finding, open_store
from screenshots.passing import PUT_RIGHT, SEEN, passing
from screenshots.views import VIEWS, View

SIZE: Final = {"width": 1366, "height": 768}
LOGIN: Final[dict[Role, str]] = {"viewer": "chen", "reviewer": "li", "approver": "wang", "admin": "zhao"}
PATIENCE: Final = 180_000
"""Milliseconds for which is waited, on a machine that has much else to do."""

_ALL_HERE: Final = """() => Promise.all([...document.images].map((one) => one.decode().catch(() => null)))
  .then(() => document.fonts.ready).then(() => null)"""


@dataclass(frozen=True)
class Taken:
    """A picture of the desk: its name, the text of what it shows, and its PNG."""

    name: str
    shown: str
    content: bytes


def read_samples(file: Path) -> Path:
    """Read the sample reports into a store of that name."""
    run_inbox(settled_copy(file.with_name("raw")), f"sqlite:///{file}")
    return file


def views_taken(browser: Browser, samples: Path, folder: Path, wanted: Container[str] | None = None) -> Iterator[Taken]:
    """The pictures of VIEWS (of those that are `wanted`), of copies in `folder` of the store in the file `samples`:
    one with an account of each role, one for who tries the desk out."""
    files = {who: folder / f"{who}.db" for who in ("accounts", "demo")}
    for file in files.values():
        shutil.copy(samples, file)
    tokens = _accounts(files["accounts"])
    demo = DemoPeople(open_store(f"sqlite:///{files['demo']}"))
    with (
        running_site(files["accounts"], folder / "pictures") as site,
        running_site(files["demo"], folder / "pictures", people=demo) as tried_out,
    ):
        places = _places(site.store)
        pairs = passing(datetime.now().astimezone().date())
        worked = False
        for view in VIEWS:
            if view.worked and not worked:
                _work(site.store, folder)
                worked = True
            if wanted is not None and view.name not in wanted:
                continue
            here = tried_out if view.who == "demo" else site
            context = browser.new_context(viewport=SIZE, locale="zh-CN", reduced_motion="reduce")
            context.set_default_timeout(PATIENCE)
            token = demo.sign_in(DEMO_NAME, demo.password) if view.who == "demo" else tokens[view.who]
            context.add_cookies([{"name": "hedui_session", "value": str(token), "url": here.url}])
            page = context.new_page()
            page.goto(here.url + view.address.format(**places))
            _arrange(page, view)
            page.evaluate(PUT_RIGHT, pairs)
            yield Taken(view.name, page.evaluate(SEEN), page.screenshot(animations="disabled", caret="hide"))
            context.close()
    demo.store.close()


def _accounts(file: Path) -> dict[Role, str]:
    """The tokens of a session of each role."""
    store, now = open_store(f"sqlite:///{file}"), datetime.now(UTC)
    for role in ROLES:
        add_account(store, LOGIN[role], PASSWORD, role, SHOWN[role], LOGIN["admin"])
    tokens = {account.role: open_session(store, account, now) for account in accounts(store)}
    store.close()
    return tokens


def _arrange(page: Page, view: View) -> None:
    _wait(page)
    if page.locator(".frame").count():
        page.keyboard.press("f")  # the figure in the middle, whatever came late while it was first looked for
    if view.click:
        page.locator(view.click).first.click()
    if view.key:
        page.keyboard.press(view.key)
    if view.leads_to:
        page.wait_for_url(view.leads_to)
    _wait(page)


def _wait(page: Page) -> None:
    page.wait_for_load_state("load")
    if page.locator(".frame").count():
        page.wait_for_selector("html[data-settled]")
    page.evaluate(_ALL_HERE)


def _places(store: Store) -> dict[str, str]:
    """The ids in the addresses of the views."""
    rows = queue_page(store, QueueFilter()).rows
    first = find_finding(store, rows[0].finding_id)
    assert first is not None
    return {
        "report": first.facts[0]["report_id"],
        "fact": first.facts[0]["fact_id"],
        "first": rows[0].finding_id,
        "two": next(row.finding_id for row in rows if row.family == "roll_forward"),
    }


def _work(store: Store, folder: Path) -> None:
    """A morning of the reviewer's, and the notice that comes of it."""
    now = datetime.now(UTC)
    reviewer, approver = (Account(LOGIN[role], SHOWN[role], role) for role in ("reviewer", "approver"))
    rows = queue_page(store, QueueFilter()).rows
    for row in rows[:5]:
        choice = Choice("confirmed") if row.unit == rows[0].unit else Choice("corrected", value="26.39亿元")
        assert isinstance(decide(store, reviewer, row.finding_id, row.version, choice, now), Decided)
    assert isinstance(comment(store, reviewer, rows[0].finding_id, "已电话问过，确是单位写错。", now), Decided)
    due = now.astimezone().date() + timedelta(days=10)
    send(store, confirmed_drafts(store), folder / "通知单", due, approver.name)
