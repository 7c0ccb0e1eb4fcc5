"""Runs the benchmark: `make bench`, or `python -m benchmarks [--parts …] [--peers …] [--quick] [--seed S]`.

Each part that ran is kept as benchmarks/results/PART.json; benchmarks/results.md and its picture are made of all that
are there, so that one part can be taken again. `--render` only makes these two. With `--peers` the figures of the
others stay as they are.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.growth_picture import growth_picture
from benchmarks.measure import Options, Outcome, Part, as_data, conditions, cores_at_work, from_data, renewed
from benchmarks.parts import PARTS
from benchmarks.picture import picture
from benchmarks.results_page import Taken, page

HERE: Final = Path(__file__).resolve().parent


def stored(part: Part, folder: Path) -> Taken | None:
    """What the part last gave, None where it never ran."""
    file = folder / f"{part.name}.json"
    if not file.is_file():
        return None
    return Taken(part, *from_data(json.loads(file.read_text(encoding="utf-8"))))


def run_part(part: Part, options: Options, folder: Path, tell: Progress) -> None:
    """Measure and keep."""
    bar = tell.add_task(part.name, total=1.0)
    busy, begun = cores_at_work(), time.monotonic()
    outcome: Outcome = part.measure(
        options, lambda done, words: tell.update(bar, completed=done, description=f"{part.name}: {words}")
    )
    before = stored(part, folder)
    if options.peers and before:
        outcome = renewed(before.outcome, outcome)
    taken = conditions(options, busy, time.monotonic() - begun)
    data = json.dumps(as_data(outcome, taken), ensure_ascii=False, indent=1)
    (folder / f"{part.name}.json").write_text(data + "\n", encoding="utf-8")
    tell.update(bar, completed=1.0, description=f"{part.name}: done")


def render(out: Path) -> None:
    """Make the page and the pictures of all that is kept."""
    taken = [found for part in PARTS if (found := stored(part, out / "results"))]
    (out / "results.svg").write_text(picture(taken), encoding="utf-8")
    (out / "growth.svg").write_text(growth_picture(taken), encoding="utf-8")
    (out / "results.md").write_text(page(taken), encoding="utf-8")


def main() -> None:
    """Measure what was asked for, and render."""
    names = [part.name for part in PARTS]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=names, default=names)
    parser.add_argument("--peers", nargs="+", default=[])
    parser.add_argument("--quick", action="store_true", help="small numbers: under two minutes on two cores")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--render", action="store_true", help="measure nothing")
    parser.add_argument("--out", type=Path, default=HERE, help="where results.md, its picture and results/ are written")
    given = parser.parse_args()
    (given.out / "results").mkdir(parents=True, exist_ok=True)
    options = Options(given.quick, given.seed, tuple(given.peers))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    if not given.render:
        with tempfile.TemporaryDirectory() as folder, Progress(*columns) as tell:
            for part in PARTS:
                if part.name in given.parts:
                    place = Path(folder, part.name)
                    place.mkdir()
                    run_part(part, replace(options, folder=place), given.out / "results", tell)
    render(given.out)
    print(given.out / "results.md")


if __name__ == "__main__":
    main()
