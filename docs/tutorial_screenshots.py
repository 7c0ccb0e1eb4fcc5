"""Takes the pictures of docs/tutorial.zh-CN.md: the desk as the user for trying out sees it, and a notice.

    PYTHONPATH=.:tests .venv/bin/python docs/tutorial_screenshots.py

Needs chromium, LibreOffice and the test tools.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
from desk.site import running_site
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from tutorial.shown import SHOWN, Shown

from app.desk.demo import DEMO_NAME, DemoPeople
from extractors.libreoffice import convert
from pipeline.notices import drafts, send
from pipeline.run import run_inbox
from pipeline.store import open_store

PROJECT = Path(__file__).resolve().parents[1]
OUT = PROJECT / "docs" / "screenshots"
SIZE = {"width": 1366, "height": 768}
COLOURS = 256


def keep(picture: Image.Image, name: str) -> None:
    """Write the picture with as few colours as print needs."""
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(OUT / f"tutorial-{name}.png", optimize=True)


def take(page: Page, url: str, shown: Shown) -> None:
    """Go to the page, press the key, take the picture."""
    page.goto(url + shown.address)
    if page.locator(".frame").count():
        page.wait_for_selector("html[data-settled]")
    if shown.key:
        page.keyboard.press(shown.key)
        page.wait_for_url("**done=*")
        page.wait_for_selector("html[data-settled]")
    page.wait_for_timeout(300)
    keep(Image.open(io.BytesIO(page.screenshot())), shown.name)


def take_notice(store_file: Path, folder: Path) -> None:
    """The first page of the notice to the unit of the finding, as Word shows it."""
    store = open_store(str(store_file))
    due = date.today() + timedelta(days=10)  # noqa: DTZ011 - a day of this machine
    sent = send(store, drafts(store, "error", "青澜"), folder / "通知单", due, "王敏", None)
    store.close()
    source = folder / "notice.docx"
    shutil.copy(sent[0].file, source)
    pages = pypdfium2.PdfDocument(convert(source, "pdf", folder))
    keep(pages[0].render(scale=1.5).to_pil(), "notice")


def main() -> None:
    """Read the samples into a store of their own, look at it, send a notice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "desk.db"
        run_inbox(str(PROJECT / "data" / "raw"), f"sqlite:///{file}")
        people = DemoPeople(open_store(str(file)))
        with sync_playwright() as playwright, running_site(file, folder / "pictures", people=people) as site:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE, locale="zh-CN")
            page.goto(site.url + "/sign-in")
            page.get_by_label("用户名").fill(DEMO_NAME)
            page.get_by_label("密码").fill(people.password)
            page.get_by_role("button", name="登录").click()
            for shown in SHOWN:
                take(page, site.url, shown)
            browser.close()
        take_notice(file, folder)


if __name__ == "__main__":
    main()
