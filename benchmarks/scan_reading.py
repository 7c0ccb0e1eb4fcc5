"""Reading scans against bare RapidOCR with its defaults on the same pages in one process: seconds, ratio.

    PYTHONPATH=tests .venv/bin/python benchmarks/scan_reading.py [PDF ...] [--rounds 2] [--pages 3]

Without files, invented sheets are printed and scanned. Both read the same dots, in turn; wall and processor seconds of
each round are printed, with the ratio ours : bare. Bare RapidOCR gives lines of text, not tables.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from printing.scan import Scanner, scanned
from printing.sheet_picture import sheet_picture
from rapidocr import RapidOCR

from extractors.document import Page
from extractors.grid.layout import page_parts
from extractors.readers.pdf.drawing import drawn_page
from extractors.readers.scan import Raster, engine, scanned_page


def rasters(files: Sequence[Path], pages: int) -> list[Raster]:
    """At most `pages` pages of the files, or as many invented ones."""
    found: list[Raster] = []
    for file in files:
        pdf = pypdfium2.PdfDocument(file)
        found += [raster for index in range(len(pdf)) if (raster := drawn_page(pdf, index)) is not None]
    return found[:pages] if files else [_invented(seed) for seed in range(pages)]


def _invented(seed: int) -> Raster:
    sheet = sheet_picture(seed, 200, rows=8)
    dots = np.asarray(scanned(sheet.picture, Scanner(skew=0.8, noise=6, seed=seed)).convert("RGB"))
    return Raster(Page(seed + 1, dots.shape[1] * 0.36, dots.shape[0] * 0.36), np.ascontiguousarray(dots[:, :, ::-1]))


def measured(read: Callable[[Raster], object], pages: Sequence[Raster]) -> tuple[float, float]:
    """Wall and processor seconds a page."""
    wall, work = time.perf_counter(), time.process_time()
    for page in pages:
        read(page)
    return (time.perf_counter() - wall) / len(pages), (time.process_time() - work) / len(pages)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--pages", type=int, default=3)
    arguments = parser.parse_args()
    pages = rasters(arguments.files, arguments.pages)
    bare = RapidOCR(params={"Global.log_level": "error"})
    readers: dict[str, Callable[[Raster], object]] = {
        "bare": lambda page: bare(page.pixels),
        "ours": lambda page: page_parts(scanned_page(page, engine())),
    }
    for read in readers.values():  # the first page of each loads its models
        read(pages[0])
    ratios = []
    for number in range(arguments.rounds):
        found = {name: measured(read, pages) for name, read in readers.items()}
        ratios.append(found["ours"][0] / found["bare"][0])
        told = "  ".join(f"{name} {wall:.2f} s ({work:.2f} s of work)" for name, (wall, work) in found.items())
        print(f"round {number + 1}: a page takes  {told}  ratio {ratios[-1]:.2f}", flush=True)
    print(f"{len(pages)} pages, median ratio {statistics.median(ratios):.2f} (1 or less: no slower than bare RapidOCR)")


if __name__ == "__main__":
    main()
