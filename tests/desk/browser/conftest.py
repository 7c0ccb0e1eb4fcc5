"""A real browser for tests of the desk: whatever it asks another host for, or complains of, fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright

from app.desk.people import Role
from desk.site import Site, running_site, with_accounts

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 180_000
"""Milliseconds for which is waited, on a machine that has much else to do."""

expect.set_options(timeout=PATIENCE)

SLOWED = float(os.environ.get("HEDUI_SLOW_BROWSER", "0"))
"""To look for tests that act too soon: how many times as slow the browser's processor is to be, with answers that come
late by up to so many tenths of a second."""

SIZE = {"width": 1366, "height": 768}

Come = Callable[..., Page]
"""Opens the desk in a window of its own: `come("reviewer")`, signed in with that role (None: not), at an address."""


@contextmanager
def onward(page: Page) -> Iterator[None]:
    """What is done in the block leads to another page; it ends when that one is there and its scripts are attached.

    Without it keys may be pressed, and places looked for, on the page that is being left, or before a script of the
    next one hears them.
    """
    with page.expect_navigation(wait_until="load", timeout=PATIENCE):
        yield


def settled(page: Page) -> None:
    """Wait until the pictures of a finding are there and the place is found."""
    page.wait_for_selector("html[data-settled]")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, for the tests of a module: as long as it runs, nothing else in the process may run an event loop."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def store_with_accounts(read_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a few sample reports, with an account of each role; not to be written to."""
    file = tmp_path_factory.mktemp("accounts") / "desk.db"
    shutil.copy(read_store, file)
    with_accounts(file)
    return file


@pytest.fixture
def site(store_with_accounts: Path, tmp_path: Path) -> Iterator[Site]:
    """The desk over a copy of that store: each test's own."""
    shutil.copy(store_with_accounts, tmp_path / "desk.db")
    with running_site(tmp_path / "desk.db", tmp_path / "pictures", late=SLOWED / 10) as site:
        yield site


@pytest.fixture
def come(browser: Browser, site: Site) -> Iterator[Come]:
    """Windows on the site; at the end of the test none of them may have anything to complain of."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(role: Role | None, path: str = "/", *, expect_errors: bool = False, **options: object) -> Page:
        context = browser.new_context(viewport=SIZE, locale="zh-CN", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.route("**/*", lambda route: _only_here(route, site, wrong))
        if role is not None:
            context.add_cookies([{"name": "hedui_session", "value": site.token(role), "url": site.url}])
        page = context.new_page()
        if SLOWED:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        if not expect_errors:
            page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("requestfailed", lambda request: _failed(request, wrong))
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def _only_here(route: Route, site: Site, wrong: list[str]) -> None:
    address = route.request.url
    if urlsplit(address).netloc != urlsplit(site.url).netloc and not address.startswith("data:"):
        wrong.append(f"another host: {address}")
        route.abort()
        return
    route.continue_()


def _failed(request: Request, wrong: list[str]) -> None:
    # What is asked for when the page is left is broken off, which is no fault.
    if request.failure != "net::ERR_ABORTED":
        wrong.append(f"failed: {request.url} {request.failure}")
