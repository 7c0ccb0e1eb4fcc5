"""Working through findings in a real browser: sign in, filter, decide by keys, undo, zoom that stays, two people."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from desk.browser.conftest import Come, onward, settled
from desk.people import PASSWORD
from desk.site import Site
from pipeline.store import find_finding


def pressed(page: Page, key: str) -> None:
    """Press a key that leads to another finding, and wait for that."""
    with onward(page):
        page.keyboard.press(key)
    settled(page)


def finding_of(page: Page) -> str:
    return str(page.locator(".finding").get_attribute("data-finding"))


def status(site: Site, finding_id: str) -> str:
    detail = find_finding(site.store, finding_id)
    assert detail is not None
    return str(detail.finding["status"])


def test_sign_in_filter_open_and_sign_out(come: Come, site: Site) -> None:
    page = come(None, "/queue?family=share", expect_errors=True)
    expect(page).to_have_title(re.compile("登录"))
    expect(page.get_by_label("用户名")).to_be_focused()
    page.keyboard.type("reviewer")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    with onward(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.get_by_label("密码")).to_be_focused()
    page.keyboard.type(PASSWORD)
    with onward(page):
        page.keyboard.press("Enter")
    page.wait_for_url("**/queue?family=share")
    expect(page.locator("h1")).to_have_text("共 1 个疑点")
    with onward(page):
        page.get_by_label("类别").select_option("")
    assert "family=share" not in page.url
    page.get_by_role("searchbox").fill("八项支出")
    with onward(page):
        page.keyboard.press("Enter")
    expect(page.locator("td.says").first).to_contain_text("八项支出")
    with onward(page):
        page.get_by_role("button", name="退出").click()
    expect(page).to_have_title(re.compile("登录"))
    page.goto(site.url + "/queue")
    expect(page).to_have_title(re.compile("登录"))


def test_keys_decide_go_on_and_take_back(come: Come, site: Site) -> None:
    page = come("reviewer", "/queue")
    pressed(page, "j")
    first = finding_of(page)
    pressed(page, "1")
    assert "done=" in page.url
    assert status(site, first) == "confirmed"
    second = finding_of(page)
    assert second != first
    pressed(page, "u")
    assert finding_of(page) == first
    assert status(site, first) == "new"
    pressed(page, "4")
    assert status(site, first) == "false_positive"
    assert finding_of(page) == second
    pressed(page, "j")
    assert finding_of(page) != second
    pressed(page, "k")
    assert finding_of(page) == second
    with onward(page):
        page.keyboard.press("q")
    assert "/queue" in page.url


def test_forms_opened_by_a_key_are_filled_and_sent_by_keys(come: Come, site: Site) -> None:
    page = come("reviewer", "/queue?text=八项支出")
    pressed(page, "j")
    finding_id = finding_of(page)
    page.keyboard.press("2")
    expect(page.locator("input[name=value]")).to_be_focused()
    expect(page.locator("input[name=value]")).to_have_value("118.05亿元")
    with onward(page):
        page.keyboard.press("Enter")
    assert status(site, finding_id) == "corrected"
    page.goto(f"{site.url}/findings/{finding_id}")
    page.keyboard.press("3")
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    page.keyboard.type("末位1之差，12345")
    with onward(page):
        page.keyboard.press("Enter")
    assert status(site, finding_id) == "accepted_exception"
    page.goto(f"{site.url}/findings/{finding_id}")
    expect(page.locator(".history")).to_contain_text("末位1之差，12345")
    expect(page.locator(".history")).to_contain_text("舍位误差")
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    page.get_by_label("给").select_option("approver")
    pressed(page, "Enter")
    expect(page.locator(".history")).to_contain_text("指派给王审定")
    page.keyboard.press("c")
    page.keyboard.type("<b>请</b>看附件 jk1")
    with onward(page):
        page.get_by_role("button", name="写下").click()
    expect(page.locator(".history .note").first).to_have_text("<b>请</b>看附件 jk1")


def test_a_reason_is_chosen_by_its_number(come: Come) -> None:
    """The first one is chosen when the list opens: a browser's own search goes on to the tenth then."""
    page = come("reviewer", "/queue")
    pressed(page, "j")
    page.keyboard.press("3")
    reason = page.locator("select[name=reason_code]")
    expect(reason).to_be_focused()
    codes = reason.locator("option").evaluate_all("options => options.map((one) => one.value)")
    for typed, number in (("1", 1), ("3", 3), ("10", 10), ("11", 11), ("2", 2), ("0", 2)):
        page.wait_for_timeout(1100)  # digits that follow at once belong to the number before
        page.keyboard.type(typed)
        expect(reason).to_have_value(codes[number - 1])


def test_zoom_and_place_stay_from_finding_to_finding(come: Come) -> None:
    page = come("reviewer", "/queue?text=支出")
    pressed(page, "j")
    first = finding_of(page)
    for _ in range(2):
        page.keyboard.press("=")
    said = page.locator(".zoom").inner_text()
    pressed(page, "j")
    assert finding_of(page) != first
    assert page.locator(".zoom").inner_text() == said
    frame, box = page.locator(".frame").first.bounding_box(), page.locator(".box.suspect").first.bounding_box()
    assert frame is not None
    assert box is not None
    assert frame["x"] <= box["x"] <= frame["x"] + frame["width"]
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]


def test_two_people_never_decide_the_same_thing_unknowingly(come: Come, site: Site) -> None:
    one, two = come("reviewer", "/queue"), come("approver", "/queue", expect_errors=True)
    for page in (one, two):
        pressed(page, "j")
    finding_id = finding_of(one)
    assert finding_of(two) == finding_id
    pressed(one, "1")
    pressed(two, "5")
    expect(two.get_by_role("alert")).to_contain_text(re.compile("李核对 .*已判为“属实”，你的处理没有写入"))
    assert status(site, finding_id) == "confirmed"


def test_without_script_forms_do_the_same(come: Come, site: Site) -> None:
    page = come("reviewer", "/queue", java_script_enabled=False)
    with onward(page):
        page.get_by_role("link", name="从第一个开始核对").click()
    finding_id = finding_of(page)
    expect(page.locator(".pane img").first).to_be_visible()
    with onward(page):
        page.get_by_role("button", name="属实").click()
    expect(page.locator(".done")).to_contain_text("已处理")
    assert status(site, finding_id) == "confirmed"
    with onward(page):
        page.locator(".done").get_by_role("button", name="撤销").click()
    assert status(site, finding_id) == "new"


def test_keys_are_shown_and_typing_is_no_command(come: Come, site: Site) -> None:
    page = come("reviewer", "/queue")
    pressed(page, "j")
    finding_id = finding_of(page)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("c")
    page.keyboard.type("1 4 5 j k q")
    expect(page.locator("textarea[name=text]")).to_have_value("1 4 5 j k q")
    assert finding_of(page) == finding_id
    assert status(site, finding_id) == "new"


def test_keys_are_changed_for_the_account(come: Come) -> None:
    page = come("reviewer", "/keys")
    page.get_by_label("下一个", exact=True).fill("n")
    with onward(page):
        page.get_by_role("button", name="记下").click()
    expect(page.locator("p.notice.good")).to_contain_text("已记下")
    again = come("reviewer", "/queue")
    again.keyboard.press("j")
    with onward(again):
        again.keyboard.press("n")
    assert "/findings/" in again.url


def test_ticked_findings_are_decided_in_bulk_and_undone(come: Come) -> None:
    page = come("approver", "/queue")
    count = page.locator("td.says").count()
    for tick in page.locator("td input[name=finding]").all()[:2]:
        tick.check()
    with onward(page):
        page.get_by_role("button", name="成批处理勾选的").click()
    expect(page.locator("h1")).to_contain_text("共 2 个疑点")
    page.get_by_label("属实").check()
    with onward(page):
        page.get_by_role("button", name="处理这 2 个").click()
    expect(page.locator(".done")).to_contain_text("已成批处理 2 个疑点")
    expect(page.locator("td.says")).to_have_count(count - 2)
    with onward(page):
        page.locator(".done").get_by_role("button", name="撤销").click()
    expect(page.locator("td.says")).to_have_count(count)


def test_the_language_is_switched(come: Come) -> None:
    page = come("viewer", "/queue?family=share")
    with onward(page):
        page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("1 findings")
    with onward(page):
        page.get_by_role("link", name="中文").click()
    expect(page.locator("h1")).to_have_text("共 1 个疑点")
