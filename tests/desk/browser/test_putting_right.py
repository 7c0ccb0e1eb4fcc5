"""Putting right in a real browser: a reading corrected by keyboard, a repair taken, notices sent."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from desk.browser.conftest import Come, onward


def test_a_reading_is_corrected_by_keyboard_and_judged_at_once(come: Come) -> None:
    page = come("reviewer", "/queue")
    with onward(page):
        page.get_by_role("link", name=re.compile("收入合计写114.46亿元")).first.click()
    figure = page.locator("#figure-1")
    expect(figure.locator(".printed")).to_have_text("26.93亿元")
    figure.locator("summary", has_text="更正读数").focus()
    page.keyboard.press("Enter")
    for typed in ("26.39", "识别错了数字"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    with onward(page):
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
    with onward(page):
        page.get_by_role("button", name="生成通知单").click()
    expect(page.get_by_role("status")).to_contain_text("已生成 1 份")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")


def test_ticked_findings_go_to_a_notice(come: Come) -> None:
    page = come("approver", "/queue?severity=error")
    message = page.locator("table.queue .says a").first.inner_text()
    page.locator("input[name=finding]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="给勾选的发通知单").focus()
    with onward(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    expect(page.locator("label.choice")).to_contain_text(message)


def test_a_repair_is_taken_by_keyboard_and_not_offered_before_the_script_that_takes_it_is_there(come: Come) -> None:
    page = come("approver", "/queue?severity=error")
    held: list[Route] = []
    page.route("**/static/finding.js*", lambda route: held.append(route), times=1)
    with page.expect_request("**/static/finding.js*"):
        page.locator("table.queue .says a").first.click()
    take = page.locator("[data-repair]").first
    expect(take.locator("kbd")).to_have_text("2")  # the script before it has run
    expect(take).to_be_hidden()
    held[0].continue_()
    expect(take).to_be_visible()
    repair = take.get_attribute("data-repair")
    take.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("更正为")).to_be_focused()
    expect(page.get_by_label("更正为")).to_have_value(str(repair))
    with onward(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("已更正")
