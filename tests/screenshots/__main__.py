"""`make screenshots`: takes the pictures of the documents anew (ARGS="NAME …" takes these alone).

Needs chromium with its Chinese words (chromium-l10n), LibreOffice and fonts-noto-cjk. Look at what has changed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from screenshots.browsing import chromium, speaks_chinese
from screenshots.desk_views import read_samples, views_taken
from screenshots.kept import FOLDER, keep, opened
from screenshots.papers import PAPERS, words, written
from screenshots.papers import photograph as photographed_page
from screenshots.place import NAME as PLACE
from screenshots.place import drawn
from screenshots.terminal import TERMINALS
from screenshots.terminal import photograph as photographed_window
from screenshots.views import VIEWS

NAMES = frozenset({each.name for each in (*VIEWS, *TERMINALS, *PAPERS)} | {PLACE})


def main() -> int:
    """2 where a name is none of a picture, or the browser has no Chinese words."""
    wanted = frozenset(sys.argv[1:]) or NAMES
    if unknown := wanted - NAMES:
        print(f"no such picture: {' '.join(sorted(unknown))}; there are {' '.join(sorted(NAMES))}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, chromium(playwright) as browser:
        if not speaks_chinese(browser):
            print("the browser's own words are not Chinese: apt-get install chromium-l10n", file=sys.stderr)
            return 2
        _take(browser, Path(name), wanted)
    return 0


def _take(browser: Browser, folder: Path, wanted: Collection[str]) -> None:
    samples = read_samples(folder / "samples.db")
    for taken in views_taken(browser, samples, folder, wanted):
        keep(opened(taken.content), taken.shown, FOLDER / f"{taken.name}.png")
    for terminal in TERMINALS:
        if terminal.name in wanted:
            shown = terminal.text()
            keep(opened(photographed_window(browser, shown)), shown, FOLDER / f"{terminal.name}.png")
    for paper in PAPERS:
        if paper.name in wanted:
            file = written(paper, samples, folder)
            keep(photographed_page(file, paper.page), words(file), FOLDER / f"{paper.name}.png")
    if PLACE in wanted:
        keep(*drawn(samples, folder / "place.png"), FOLDER / f"{PLACE}.png")


if __name__ == "__main__":
    sys.exit(main())
