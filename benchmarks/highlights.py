"""How exactly the boxes of figures lie on them: invented digital pages (turned, too) and scans, against known boxes.

    PYTHONPATH=.:tests .venv/bin/python benchmarks/highlights.py [--digital 8] [--scans 4] [--first 0]
    PYTHONPATH=.:tests .venv/bin/python benchmarks/highlights.py --corpus ../shared/corpus

Prints for each kind how many figures were read, how many boxes overlap the true one with an intersection over union of
0.9 (digital) and 0.7 (scans), and the lowest of them. The browser that prints the pages says where their figures are;
those of scans are the boxes of their ink. With `--corpus` the truth is what was marked by hand on the labelled corpus
(tests/desk/hand_marked.py tells what was marked), and each figure that falls short is named. That the desk shows just
these boxes is a test of its own (tests/desk/browser/test_highlights.py).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from desk.hand_marked import SCAN, hand_marked, overlap_of
from playwright.sync_api import sync_playwright
from printing.placed_figures import Placed, digital_page, overlap, read_boxes, scanned_page
from printing.scan import some_scanner

from extractors.readers.every_kind import read_document


def overlaps(path: Path, placed: Placed) -> list[float]:
    """Of each figure that was read how far its box and the true one are the same."""
    document = read_document(path)
    return [overlap(box, placed.boxes[figure]) for figure, box in read_boxes(document, list(placed.boxes))]


def told(kind: str, found: list[float], figures: int, least: float) -> str:
    """A line of the outcome."""
    good = sum(each >= least for each in found)
    share = 100 * good / len(found) if found else 0.0
    return (
        f"{kind}: {figures} figures, {len(found)} read, {good} ({share:.2f} %) with {least} and more, "
        f"median {sorted(found)[len(found) // 2] if found else 0:.3f}, lowest {min(found, default=0):.3f}"
    )


def on_the_corpus(folder: Path) -> None:
    """Print how the boxes lie on those that were marked by hand, first of digital files, then of scans."""
    marks = hand_marked()
    documents = {file: read_document(folder / "docs" / file) for file in sorted({mark.file for mark in marks})}
    for kind, least in (("digital", 0.9), ("scans", 0.7)):
        chosen = [mark for mark in marks if mark.file.endswith(SCAN) == (kind == "scans")]
        found = [(overlap_of(documents[mark.file], mark), mark) for mark in chosen]
        print(told(f"by hand, {kind}", [share for share, _ in found if share], len(chosen), least))
        for share, mark in found:
            if share < least:
                print(f"  {share:.3f} {mark.file} page {mark.page}: {mark.printed}")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--digital", type=int, default=8, help="digital pages, each turned four ways")
    parser.add_argument("--scans", type=int, default=4)
    parser.add_argument("--first", type=int, default=0, help="seed of the first page")
    parser.add_argument("--corpus", type=Path, help="measure the figures marked by hand on this corpus instead")
    asked = parser.parse_args()
    if asked.corpus is not None:
        on_the_corpus(asked.corpus)
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        found, figures = [], 0
        for seed in range(asked.first, asked.first + asked.digital):
            for quarter in range(4):
                path = Path(folder) / f"{seed}-{quarter}.pdf"
                placed = digital_page(browser, path, seed, quarter)
                found += overlaps(path, placed)
                figures += len(placed.boxes)
        print(told("digital", found, figures, 0.9), flush=True)
        browser.close()
        found, figures = [], 0
        for seed in range(asked.first, asked.first + asked.scans):
            path = Path(folder) / f"{seed}.jpg"
            placed = scanned_page(path, seed, replace(some_scanner(seed), colours="colour", seals=0))
            found += overlaps(path, placed)
            figures += len(placed.boxes)
            print(told(f"scans up to seed {seed}", found, figures, 0.7), flush=True)


if __name__ == "__main__":
    main()
