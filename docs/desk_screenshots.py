"""Takes the pictures of the desk in docs/screenshots, of the sample reports, at the sizes of two office screens.

    PYTHONPATH=.:tests .venv/bin/python docs/desk_screenshots.py [NAME …]

Without names all of them. Needs chromium and the test tools.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from desk.site import Site, running_site, with_accounts
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from app.desk.people import Role
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter
from pipeline.run import run_inbox
from pipeline.store import find_finding

PROJECT = Path(__file__).resolve().parents[1]
OUT = PROJECT / "docs" / "screenshots"
SIZES = ((1366, 768), (1920, 1080))
COLOURS = 256

PAGES: tuple[tuple[str, Role | None, str, str], ...] = (
    ("sign-in", None, "/sign-in", ""),
    ("queue", "approver", "/queue", ""),
    ("finding", "reviewer", "/findings/{first}", ""),
    ("finding-two-reports", "reviewer", "/findings/{two}", ""),
    ("finding-exception", "reviewer", "/findings/{two}", "3"),
    ("keys", "reviewer", "/findings/{two}", "?"),
    ("bulk", "approver", "/queue", "bulk"),
    ("overview", "viewer", "/overview?month=2024-05", ""),
    ("units", "viewer", "/units", ""),
    ("unit", "viewer", "/units/青澜市财政局", ""),
    ("series", "viewer", "/series?unit=霁州市财政局&metric=一般公共预算收入&scope=全市&region=霁州市&year=2024", ""),
    ("reports", "viewer", "/reports", ""),
    ("report", "viewer", "/reports/{report}", ""),
    ("report-figure", "viewer", "/facts/{fact}", ""),
    ("data", "viewer", "/data?text=亮灯", ""),
    ("data-table", "viewer", "/data/monthly?field=unit&value=霁州市财政局", ""),
    ("quarantine", "approver", "/quarantine", ""),
    ("metrics", "admin", "/metrics", ""),
    ("notices", "approver", "/notices", ""),
    ("audit", "approver", "/audit", ""),
    ("accounts", "admin", "/accounts", ""),
)
"""Name, who looks, at what, and a key to press there."""


def take(browser: Browser, site: Site, folder: Path, wanted: list[str]) -> None:
    """Take the pictures that are wanted."""
    rows = queue_page(site.store, QueueFilter()).rows
    odd = next(
        detail.facts[0]
        for row in rows
        if (detail := find_finding(site.store, row.finding_id)) and row.severity == "error" and detail.facts
    )
    places = {
        "report": odd["report_id"],
        "fact": odd["fact_id"],
        "first": rows[0].finding_id,
        "two": next((row.finding_id for row in rows if row.family == "roll_forward"), rows[0].finding_id),
    }
    for width, height in SIZES:
        for name, role, path, key in PAGES:
            if wanted and name not in wanted:
                continue
            context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
            if role is not None:
                context.add_cookies([{"name": "hedui_session", "value": site.token(role), "url": site.url}])
            page = context.new_page()
            page.goto(site.url + path.format(**places))
            _arrange(page, key)
            picture = (
                Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            )
            picture.save(folder / f"{name}-{width}x{height}.png", optimize=True)
            context.close()


def _arrange(page: Page, key: str) -> None:
    if page.locator(".frame").count():
        page.wait_for_selector("html[data-settled]")
    if key == "bulk":
        page.get_by_role("button", name="成批处理这").click()
        page.wait_for_url("**/bulk/*")
    elif key:
        page.keyboard.press(key)
    page.wait_for_timeout(300)


def main() -> None:
    """Read the samples into a store of their own and take the pictures."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        run_inbox(str(PROJECT / "data" / "raw"), f"sqlite:///{file}")
        with_accounts(file)
        with sync_playwright() as playwright, running_site(file, Path(folder) / "pictures") as site:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            take(browser, site, OUT, sys.argv[1:])
            browser.close()


if __name__ == "__main__":
    main()
