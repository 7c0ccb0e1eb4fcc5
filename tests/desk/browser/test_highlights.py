"""The boxes of figures lie on them: the browser shows what was read, and what was read is where it is printed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page
from printing.placed_figures import digital_page, overlap, read_boxes

from desk.browser.conftest import Come, settled
from desk.site import Site
from extractors.readers.every_kind import read_document
from pipeline.review.queue import queue_page
from pipeline.review.queue_filter import QueueFilter
from pipeline.store import find_finding

SHOWN = """() => [...document.querySelectorAll('.pane')].flatMap(pane => {
  const sheet = pane.querySelector('img').getBoundingClientRect();
  return [...pane.querySelectorAll('.box')].map(box => {
    const at = box.getBoundingClientRect();
    return [box.dataset.fact, (at.left - sheet.left) / sheet.width, (at.top - sheet.top) / sheet.height,
            (at.right - sheet.left) / sheet.width, (at.bottom - sheet.top) / sheet.height];
  });
})"""


def shown(page: Page) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The boxes in 0..1 of the pictures that they lie on, as the browser has laid them out."""
    settled(page)
    return [(fact, (x0, top, x1, bottom)) for fact, x0, top, x1, bottom in page.evaluate(SHOWN)]


def test_boxes_are_shown_where_figures_were_read_at_every_zoom(come: Come, site: Site) -> None:
    compared = 0
    page = come("viewer", "/queue")
    for row in queue_page(site.store, QueueFilter()).rows:
        detail = find_finding(site.store, row.finding_id)
        assert detail is not None
        read = [
            (fact["fact_id"], tuple(span["box"])) for fact in detail.facts for span in fact["spans"] if "page" in span
        ]
        if not read:
            continue
        page.goto(f"{site.url}/findings/{row.finding_id}")
        for key in ("", "=", "0"):
            if key:
                page.keyboard.press(key)
            boxes = shown(page)
            for fact, box in read:
                # To a tenth of a dot: browsers lay boxes out in fractions of dots.
                assert max((overlap(box, other) for of, other in boxes if of == fact), default=0) > 0.98, (key, box)
                compared += 1
    assert compared > 5


def test_what_was_read_is_where_it_is_printed_however_the_page_is_turned(browser: Browser, tmp_path: Path) -> None:
    for quarter in range(4):
        path = tmp_path / f"{quarter}.pdf"
        placed = digital_page(browser, path, seed=quarter, quarter=quarter)
        found = [overlap(box, placed.boxes[said]) for said, box in read_boxes(read_document(path), list(placed.boxes))]
        assert len(found) == len(placed.boxes)
        assert min(found) >= 0.9, quarter
