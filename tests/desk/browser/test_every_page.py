"""Every page at the sizes of two office screens: legible, labelled, whole, and worked by keyboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from desk.browser.conftest import Come, settled

MEASURES = Path(__file__).with_name("measures.js").read_text(encoding="utf-8")
SIZES = ((1366, 768), (1920, 1080))
MOST_STEPS = 60

PAGES = (
    "/queue?status=all&text=元",
    "/overview",
    "/units",
    "/units/青澜市财政局",
    "/series?unit=青澜市财政局&metric=一般公共预算收入&scope=全市&year=2024",
    "/reports",
    "/data",
    "/data?text=亮灯",
    "/data/monthly?field=unit&value=青澜市财政局",
    "/quarantine",
    "/settings?all=1",
    "/corrections",
    "/metrics",
    "/notices",
    "/notices/new?status=open",
    "/audit",
    "/accounts",
    "/account",
    "/keys",
    "/no-such-page",
)

FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const everything = [...document.querySelectorAll("*")];
  return [everything.indexOf(here), here.outerHTML.slice(0, 120),
          here.matches("input, select, textarea, button, a, summary, [tabindex]")
            && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""

REACHABLE = """() => {
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const asked = [...document.querySelectorAll(controls)]
    .filter((each) => !each.closest("dialog, svg") && each.checkVisibility({ checkVisibilityCSS: true }))
    .filter((each) => !each.disabled && each.tabIndex >= 0);
  const groups = new Set(), everything = [...document.querySelectorAll("*")];
  return asked.filter((each) => {
    if (each.type !== "radio") return true;
    if (groups.has(each.name)) return false;
    groups.add(each.name);
    return true;
  }).map((each) => [everything.indexOf(each), each.type === "radio", each.outerHTML.slice(0, 120)]);
}"""


def test_every_page_is_legible_labelled_and_whole(come: Come) -> None:
    page = come("admin", "/queue", expect_errors=True)  # one of the pages is that of an error
    faults = _faults(page, *_about_findings(page), *PAGES)
    page.context.add_cookies([{"name": "hedui_language", "value": "en", "url": page.url}])
    faults |= {f"English {where}": said for where, said in _faults(page, "/queue", "/overview", "/accounts").items()}
    page.context.clear_cookies()
    faults |= _faults(page, "/sign-in")
    assert faults == {}


def test_every_control_is_reached_by_the_tab_key_and_seen_to_be(come: Come) -> None:
    page = come("admin", "/queue")
    finding, *_ = _about_findings(page)
    for address in ("/queue", finding, "/overview", "/reports", "/quarantine", "/notices/new?status=open", "/accounts"):
        page.goto(_root(page) + address)
        _when_settled(page)
        wanted = page.evaluate(REACHABLE)[:MOST_STEPS]
        missing = {place: said for place, is_radio, said in wanted if not is_radio}
        for _ in range(3 * MOST_STEPS):  # pictures, links of charts and what scrolls are steps on the way
            if not missing:
                break
            page.keyboard.press("Tab")
            here = page.evaluate(FOCUSED)
            if here is not None:
                missing.pop(here[0], None)
                assert here[2], (address, "no focus to be seen", here[1])
        assert list(missing.values()) == [], address


def _faults(page: Page, *addresses: str) -> dict[str, list[str]]:
    """What is wrong with the pages, by address and width: as they come, and with everything in them opened."""
    faults: dict[str, list[str]] = {}
    for address in addresses:
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        page.goto(_root(page) + address)
        _when_settled(page)
        for opened in (
            "",
            "document.querySelectorAll('details:not([data-opens])').forEach((each) => { each.open = true; })",
        ):
            if opened:
                page.evaluate(opened)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                if said := page.evaluate(MEASURES):
                    faults[f"{address} {width}{' opened' if opened else ''}"] = said
        for number in range(page.locator("details[data-opens]").count()):
            page.evaluate(
                "(at) => document.querySelectorAll('details[data-opens]').forEach((one, n) => one.open = n === at)",
                number,
            )
            if said := page.evaluate(MEASURES):
                faults[f"{address} panel {number}"] = said
    return faults


def _about_findings(page: Page) -> list[str]:
    """The pages of the first finding and of a report with one of its figures chosen."""
    page.goto(_root(page) + "/queue")
    first = page.locator("table.queue .says a").first.get_attribute("href")
    page.goto(_root(page) + str(first))
    figure = page.locator("a[href^='/facts/']").first.get_attribute("href")
    return [str(first), str(figure)]


def _when_settled(page: Page) -> None:
    if page.locator(".frame").count():
        settled(page)


def _root(page: Page) -> str:
    scheme, _, rest = page.url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
