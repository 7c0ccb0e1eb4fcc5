r"""Reads invented scans and compares every figure with what was printed: how many are wrong and not flagged?

    PYTHONPATH=tests .venv/bin/python benchmarks/scan_truth.py RESULTS.jsonl --first 0 --count 30 \
        [--colours bilevel] [--show FOLDER]

Each seed invents a page (progress sheet, value table, narrative with a table, narrow columns with stacked print) and a
scanner (150 to 300 dpi, skew, noise, dust, shade, red seals, grey, bilevel, turned pages). Results are written page by
page; what RESULTS.jsonl already holds is not read again, so that a long run can be broken off and gone on with.
`--colours` reads only the seeds that are scanned so, `--show` writes pictures of the places of what was wrong.
FONT_ROOT may name a folder with further fonts.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image
from printing.invented_pages import invented_page
from printing.page_picture import PagePicture
from printing.read_figures import Compared, compared, shape_is_right
from printing.scan import Scanner, scanned, some_scanner

from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document

BAD = ("wrong", "missing", "extra")


def saved(picture: Image.Image, scanner: Scanner, folder: Path) -> Path:
    """The scan as a file: JPEG as a scanner makes it, bilevel as TIFF."""
    dpi = (scanner.dpi, scanner.dpi)
    if scanner.colours == "bilevel":
        path = folder / "scan.tif"
        picture.save(path, dpi=dpi, compression="group4")
    else:
        path = folder / "scan.jpg"
        picture.save(path, dpi=dpi, quality=scanner.quality)
    return path


def read_seed(seed: int, layout: str | None, show: Path | None) -> dict[str, Any]:
    """What became of the figures of the scan that `seed` invents."""
    scanner = some_scanner(seed)
    layout, page = invented_page(seed, scanner.dpi, layout)
    picture = scanned(page.picture, scanner)
    with tempfile.TemporaryDirectory() as folder:
        path = saved(picture, scanner, Path(folder))
        start = time.process_time()
        try:
            document = read_document(path)
        except Unreadable as error:
            return {"seed": seed, "layout": layout, "error": error.reason, "counts": {}, "bad": []}
        took = time.process_time() - start
        figures = compared(page.blocks, document)
    counts = Counter(figure.outcome for figure in figures)
    bad = [figure for figure in figures if figure.outcome in BAD]
    doubted = [figure for figure in figures if figure.outcome == "right flagged"]
    if show:
        for number, figure in enumerate(bad):
            _show(figure, page, picture, scanner, show / f"{seed}-{number}.png")
    return {
        "seed": seed,
        "layout": layout,
        "dpi": scanner.dpi,
        "colours": scanner.colours,
        "noise": scanner.noise,
        "blur": scanner.blur > 0,
        "specks": scanner.specks,
        "light": scanner.light if scanner.colours == "bilevel" else 0,
        "skew": "2 and more" if abs(scanner.skew) >= 2 else "1 to 2" if abs(scanner.skew) >= 1 else "below 1",
        "quarter": scanner.quarter,
        "seals": scanner.seals,
        "shape": shape_is_right(page.blocks, document),
        "seconds": round(took, 2),
        "counts": counts,
        "bad": [[figure.outcome, figure.printed, figure.read, figure.place] for figure in bad],
        "doubted": [[figure.printed, figure.place] for figure in doubted],
    }


def _show(figure: Compared, page: PagePicture, picture: Image.Image, scanner: Scanner, path: Path) -> None:
    """The cell or paragraph of a figure as scanned, the right way up."""
    dots = np.rot90(np.asarray(picture.convert("RGB")), -scanner.quarter)
    height, width = dots.shape[:2]
    level = cv2.getRotationMatrix2D((width / 2, height / 2), -scanner.skew, 1.0)
    dots = np.asarray(cv2.warpAffine(np.ascontiguousarray(dots), level, (width, height), borderValue=(255,) * 3))
    x0, y0, x1, y1 = page.boxes.get(figure.place, (0.0, 0.0, float(width), float(height)))
    rest = 12
    crop = dots[max(0, int(y0) - rest) : int(y1) + rest, max(0, int(x0) - rest) : int(x1) + rest]
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(crop).save(path)


def summary(pages: Iterable[Mapping[str, Any]]) -> str:
    """Rates over all pages and by condition, and every figure that was wrong and not flagged."""
    pages = list(pages)
    lines = [_rates("all", pages)]
    conditions: dict[str, Callable[[Mapping[str, Any]], object]] = {
        name: lambda page, name=name: page.get(name)  # type: ignore[misc]
        for name in (
            "layout",
            "dpi",
            "colours",
            "noise",
            "blur",
            "specks",
            "light",
            "skew",
            "quarter",
            "seals",
            "shape",
        )
    }
    for name, of in conditions.items():
        for value in sorted({str(of(page)) for page in pages}):
            lines += [_rates(f"{name} {value}", [page for page in pages if str(of(page)) == value])]
    lines += [f"seed {page['seed']} ({page['layout']}): not read: {page['error']}" for page in pages if "error" in page]
    lines += [
        f"seed {page['seed']} ({page['layout']}, {page['dpi']} dpi, {page['colours']}): {outcome} "
        f"printed {printed!r} read {read!r} at {place}"
        for page in pages
        for outcome, printed, read, place in page["bad"]
    ]
    return "\n".join(lines)


def _rates(name: str, pages: list[Mapping[str, Any]]) -> str:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(page["counts"])
    printed = sum(count for outcome, count in counts.items() if not outcome.startswith("extra"))
    right = counts["right"] + counts["right flagged"]
    bad = sum(counts[outcome] for outcome in BAD)
    flagged = sum(counts[f"{outcome}{' flagged'}"] for outcome in BAD)
    return (
        f"{name:20} {len(pages):4} pages {printed:6} figures: wrong and not flagged {bad:4} "
        f"({100 * bad / max(1, printed):.3f} %), wrong and flagged {flagged:4}, right but flagged "
        f"{counts['right flagged']:5} ({100 * counts['right flagged'] / max(1, right):.2f} %)"
    )


def main() -> None:
    """Read the scans that are not yet in the results, then print the rates of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--layout")
    parser.add_argument("--colours", choices=("colour", "grey", "bilevel"), nargs="+")
    parser.add_argument("--show", type=Path)
    arguments = parser.parse_args()
    seeds = [
        seed
        for seed in range(arguments.first, arguments.first + arguments.count)
        if not arguments.colours or some_scanner(seed).colours in arguments.colours
    ]
    known = (
        [json.loads(line) for line in arguments.results.read_text().splitlines()] if arguments.results.exists() else []
    )
    done = {page["seed"] for page in known}
    with arguments.results.open("a") as results:
        for seed in seeds:
            if seed not in done:
                page = read_seed(seed, arguments.layout, arguments.show)
                results.write(json.dumps(page, ensure_ascii=False) + "\n")
                results.flush()
                print(seed, page["layout"], page.get("error") or dict(page["counts"]), file=sys.stderr, flush=True)
    pages = [json.loads(line) for line in arguments.results.read_text().splitlines()]
    print(summary(page for page in pages if page["seed"] in seeds))


if __name__ == "__main__":
    main()
