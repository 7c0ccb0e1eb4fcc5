"""The memory that a long PDF takes: the samples' pages repeated, read in a process of its own, by number of pages.

    PYTHONPATH=. .venv/bin/python benchmarks/pdf_memory.py [PDF ...] [--pages 30 300]

Tells seconds and the peak of each; flat memory is a ratio near 1 at the end. Speed against others is `make bench`.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from extractors.readers.pdf import read_pdf

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "raw"


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
    arguments.add_argument("--pages", nargs="+", type=int, default=[30, 300])
    arguments.add_argument("--only-read", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.only_read:
        start = time.perf_counter()
        pages = len(read_pdf(given.only_read).pages)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{pages} pages: {time.perf_counter() - start:.1f} s, peak {peak:.0f} MiB")
        return
    files = given.files or sorted(SAMPLES.rglob("*.pdf"))
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for length in given.pages:
            long = long_pdf(files, length, Path(folder))
            command = [sys.executable, __file__, "--only-read", str(long)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(told, end="", flush=True)
            peaks.append(int(told.split()[-2]))
    print(f"longest to shortest {peaks[-1] / peaks[0]:.2f}")


if __name__ == "__main__":
    main()
