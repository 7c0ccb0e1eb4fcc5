"""The browser that pictures are taken with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Playwright

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
"""Its program, None where it is not installed."""


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser, as a Chinese office has it: fields of days and months are in its language."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--lang=zh-CN", "--font-render-hinting=none"],
        env={"LANGUAGE": "zh_CN"},
    )
    try:
        yield browser
    finally:
        browser.close()


def speaks_chinese(browser: Browser) -> bool:
    """Whether the browser has its own words in Chinese."""
    page = browser.new_page()
    page.set_content("<input required>")
    said: str = page.evaluate("document.querySelector('input').validationMessage")
    page.close()
    return not said.isascii()
