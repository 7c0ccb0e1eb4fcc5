"""The reading pages in a real browser: by mouse and by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from desk.browser.conftest import Come, onward

IN_SIGHT = """() => {
  const room = document.querySelector(".picture-room"), box = room.querySelector("rect");
  const picture = room.querySelector("img");
  if (!picture.complete || picture.naturalWidth < 100) return false;
  const around = room.getBoundingClientRect(), shown = box.getBoundingClientRect();
  return around.left <= shown.left && shown.left <= around.right
    && around.top <= shown.top && shown.top <= around.bottom;
}"""


def test_from_the_list_to_a_figure_its_place_and_its_year(come: Come) -> None:
    page = come("viewer", "/reports")
    page.get_by_label("单位", exact=True).fill("青澜")
    with onward(page):
        page.get_by_role("button", name="筛选").click()
    with onward(page):
        page.get_by_role("link", name="青澜市财政局2024年6月份目标进度情况表").click()
    with onward(page):
        page.locator("table.sheet a.figure", has_text="256.03亿元").click()
    expect(page.locator("a.figure[aria-current]")).to_have_text("256.03亿元")
    expect(page.locator("aside .printed")).to_have_text("256.03亿元")
    page.wait_for_function(IN_SIGHT)
    page.get_by_role("button", name="看整页").click()
    expect(page.locator(".picture-room")).not_to_have_class("picture-room near")
    with onward(page):
        page.get_by_role("link", name="全年数据与大图").click()
    expect(page.get_by_role("heading", name="图中的数字")).to_be_visible()
    with onward(page):
        page.locator("tbody tr", has_text="4月").locator("a").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("青澜市财政局2024年4月份目标进度情况表")


def test_a_finding_in_a_cell_leads_to_its_page(come: Come) -> None:
    page = come("viewer", "/reports?text=6月")
    with onward(page):
        page.locator("table.list td a[href^='/reports/']").first.click()
    with onward(page):
        page.locator("table.sheet a.finding-mark.suspect").first.click()
    assert "/findings/" in page.url


def test_by_keyboard_alone(come: Come) -> None:
    page = come("viewer", "/reports?text=6月")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("href") and "/reports/" in str(
            page.locator(":focus").get_attribute("href")
        ):
            break
    with onward(page):
        page.keyboard.press("Enter")
    assert "/reports/" in page.url
    page.locator("table.sheet a.figure").first.focus()
    with onward(page):
        page.keyboard.press("Enter")
    assert "fact=" in page.url
    expect(page.locator("aside .printed")).to_be_visible()


def test_a_month_and_a_metric_are_chosen_at_once(come: Come) -> None:
    page = come("viewer", "/overview")
    with onward(page):
        page.get_by_label("月份").select_option("2024-04")
    assert "month=2024-04" in page.url
    with onward(page):
        page.get_by_label("指标").select_option("general_expenditure")
    assert "metric=general_expenditure" in page.url
    expect(page.locator("#metric svg.chart")).to_be_visible()


def test_charts_and_tables_are_downloaded(come: Come) -> None:
    page = come("viewer", "/units/青澜市财政局")
    for name in ("SVG", "PNG"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).first.click()
        assert download.value.suggested_filename.endswith(name.lower())
        assert "青澜市财政局" in download.value.suggested_filename
    page.goto(_at(page, "/data/items"))
    for name, ending in (("CSV", "csv"), ("Excel", "xlsx"), ("JSONL", "jsonl")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"items.{ending}"


def _at(page: Page, address: str) -> str:
    scheme, _, rest = page.url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}{address}"
