"""`make fuzz`: a night's inputs for readers, extractors and the desk, or one input again.

make fuzz ARGS="--inputs 10000 --seed 7"        what fails lies in fuzz-found/, with what it said
make fuzz ARGS="fuzz-found/7-123.pdf"           reads that input in this process and shows where it fails
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress

from extractors.errors import Unreadable
from extractors.report import Hints
from fuzzing.checked_reading import read_checked
from fuzzing.hostile_desk import hostile_desk
from fuzzing.reading import Tried, kinds_in_turn, try_files
from fuzzing.requests import ask_again, try_requests
from fuzzing.texts import try_texts

_PART_OF_TEXTS = 4
_PART_OF_REQUESTS = 8
"""Every so manieth input is a text, a request."""


def main() -> int:
    """1 where an input failed."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("again", nargs="*", type=Path, help="inputs to read again")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kept", type=Path, default=Path("fuzz-found"), help="where inputs that fail are put")
    given = parser.parse_args()
    return _again(given.again) if given.again else _night(given.inputs, given.seed, given.workers, given.kept)


def _again(files: list[Path]) -> int:
    for file in files:
        if file.suffix == ".json":
            with TemporaryDirectory() as folder, hostile_desk(Path(folder)) as (desk, _):
                print(f"{file}: {ask_again(desk, file.read_bytes()) or 'answered'}")
            continue
        try:
            print(f"{file}: {len(read_checked(file, Hints(file.name)).facts)} facts")
        except Unreadable as error:
            print(f"{file}: {error}")
            if error.__cause__ is not None:
                raise
    return 0


def _night(inputs: int, seed: int, workers: int, kept: Path) -> int:
    ends: Counter[tuple[str, str]] = Counter()
    failed = 0
    with Progress() as progress:
        task = progress.add_task("inputs", total=inputs)
        for tried in _tried(inputs, seed, workers):
            ends[tried.kind, tried.end] += 1
            if (failure := tried.failure) is not None:
                failed += 1
                kept.mkdir(parents=True, exist_ok=True)
                file = kept / f"{seed}-{failure.name}"
                file.write_bytes(failure.content)
                file.with_name(f"{file.name}.said").write_text(failure.said, encoding="utf-8")
                progress.print(f'{tried.end}: make fuzz ARGS="{file}"')
            progress.advance(task)
    for (kind, end), count in sorted(ends.items()):
        print(f"{kind:10} {end:20} {count}")
    print(f"{inputs} inputs of seed {seed}, {failed} failed")
    return 1 if failed else 0


def _tried(inputs: int, seed: int, workers: int) -> Iterator[Tried]:
    texts, requests = inputs // _PART_OF_TEXTS, inputs // _PART_OF_REQUESTS
    yield from try_files(kinds_in_turn(inputs - texts - requests, quick=False), seed, workers)
    yield from try_texts(texts, seed)
    with TemporaryDirectory(prefix="hedui-fuzzing-") as folder, hostile_desk(Path(folder)) as (desk, file):
        yield from try_requests(desk, file, requests, seed)


if __name__ == "__main__":
    sys.exit(main())
