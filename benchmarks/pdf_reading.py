"""Reading digital PDFs against a plain pdfplumber loop over the same pages: processor seconds, ratio, peak memory.

    .venv/bin/python benchmarks/pdf_reading.py [PDF ...] [--rounds 5] [--pages 300]

Both read the same files in one process, in turn; the ratio of each round is printed with their median. `--pages`
also reads one long PDF (the given files repeated) in a process of its own and prints its peak memory.
"""

from __future__ import annotations

import argparse
import logging
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from extractors.readers.pdf import read_pdf

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it complains of every font of a browser-made PDF

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "raw"


def plain_loop(file: Path) -> None:
    """What a user would write: text and tables of every page."""
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()


def seconds(read: Callable[[Path], object], files: list[Path]) -> float:
    """Processor seconds for all files: what else runs on the machine does not count."""
    start = time.process_time()
    for file in files:
        read(file)
    return time.process_time() - start


def long_pdf(files: list[Path], pages: int, folder: Path) -> Path:
    """The pages of `files` repeated until there are `pages` of them."""
    long = pypdfium2.PdfDocument.new()
    while len(long) < pages:
        for file in files:
            long.import_pages(pypdfium2.PdfDocument(file))
    target = folder / "long.pdf"
    long.save(target)
    return target


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--pages", type=int, default=300)
    arguments.add_argument("--only-read", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.only_read:
        start = time.perf_counter()
        pages = len(read_pdf(given.only_read).pages)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{pages} pages: {time.perf_counter() - start:.1f} s, peak {peak:.0f} MiB")
        return
    files = given.files or sorted(SAMPLES.rglob("*.pdf"))
    pages = sum(len(pypdfium2.PdfDocument(file)) for file in files)
    print(f"{len(files)} files, {pages} pages, {given.rounds} rounds")
    seconds(read_pdf, files), seconds(plain_loop, files)  # imports and caches
    ratios = []
    for number in range(given.rounds):
        ours, theirs = seconds(read_pdf, files), seconds(plain_loop, files)
        ratios.append(theirs / ours)
        print(f"round {number + 1}: hedui {ours / pages:.3f} s/page, pdfplumber {theirs / pages:.3f} s/page, "
              f"ratio {ratios[-1]:.2f}")  # fmt: skip
    print(f"median ratio {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})")
    with tempfile.TemporaryDirectory() as folder:
        for length in (given.pages // 10, given.pages):
            long = long_pdf(files, length, Path(folder))
            print(subprocess.run([sys.executable, __file__, "--only-read", long], check=True, capture_output=True,
                                 text=True).stdout, end="")  # fmt: skip


if __name__ == "__main__":
    main()
