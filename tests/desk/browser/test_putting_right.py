"""Putting right in a real browser: a reading corrected by keyboard, a notice sent, and nothing that sticks out."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from desk.browser.conftest import Come

PAGES = ["/quarantine", "/settings?all=1", "/corrections", "/metrics", "/notices", "/notices/new?status=open", "/audit",
         "/accounts", "/account"]  # fmt: skip


def test_a_reading_is_corrected_by_keyboard_and_judged_at_once(come: Come) -> None:
    page = come("reviewer", "/queue")
    page.get_by_role("link", name=re.compile("收入合计写114.46亿元")).first.click()
    figure = page.locator("#figure-1")
    expect(figure.locator(".printed")).to_have_text("26.93亿元")
    figure.locator("summary", has_text="更正读数").focus()
    page.keyboard.press("Enter")
    for typed in ("26.39", "识别错了数字"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text(re.compile("已按它核对|更正已记下"))
    page.goto(page.url.split("/facts/")[0] + "/corrections" if "/facts/" in page.url else page.url)
    expect(page.locator("body")).to_contain_text("26.39亿元")
    expect(page.locator("body")).to_contain_text("已按它核对")


def test_a_notice_is_chosen_sent_and_there_to_be_downloaded(come: Come) -> None:
    page = come("approver", "/notices/new?status=open")
    boxes = page.get_by_role("checkbox")
    for number in range(1, boxes.count()):
        boxes.nth(number).uncheck()
    page.get_by_role("button", name="生成通知单").click()
    expect(page.get_by_role("status")).to_contain_text("已生成 1 份")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")


def test_nothing_sticks_out_in_either_size(come: Come) -> None:
    page = come("admin")
    for size in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for address in PAGES:
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + address)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, (address, size)
