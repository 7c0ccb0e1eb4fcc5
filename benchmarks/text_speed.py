"""Running text to facts against JioNLP's money and time extraction on the same text: KB/s of both and their ratio.

    .venv/bin/pip install jionlp==1.5.29    # a peer to measure against, no dependency of hedui
    .venv/bin/python benchmarks/text_speed.py [FILE ...] [--rounds 5] [--kb 60]

Without files the text is made: bulletins of units that do not exist, other ones in every round, so that nothing can be
remembered from one round to the next. Both work in one process, in turn, paragraph by paragraph; hedui makes whole
facts (metric, scope, period, kind, role, base and place), JioNLP gives amounts (`ner.extract_money`) and times
(`ner.extract_time`). KB are 1024 bytes of UTF-8, seconds those of the processor (both work on one core). Exit code 1 if
the median ratio is below `--at-least`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from extractors.attribution.fact_maker import catalogued
from extractors.attribution.segmentation import segments
from extractors.document import Document, Paragraph
from extractors.readers import read_document
from extractors.reading import understand
from extractors.report import Hints
from extractors.text import LinePlace, Text
from pipeline.synth import make_archive
from pipeline.synth.draft import filled_form
from pipeline.synth.forms import Narrative


def document_of(paragraphs: list[str]) -> Document:
    """A document of running text, a paragraph a line."""
    blocks = [
        Paragraph(Text(words, tuple(LinePlace(line, column) for column in range(len(words)))))
        for line, words in enumerate(paragraphs, start=1)
    ]
    return Document("text/plain", tuple(blocks))


def made_texts(kb: float) -> Iterator[list[list[str]]]:
    """For every round the paragraphs of some bulletins, together at least `kb`."""
    for number in range(10**6):
        texts: list[list[str]] = []
        unit = 0
        while sum(size_kb(text) for text in texts) < kb:
            unit += 1
            archive = make_archive(1, 6, seed=f"speed {number}.{unit}", forms=("bulletin",))
            for report in archive.reports:
                form = filled_form(report.form, report.figures)
                assert isinstance(form, Narrative)
                texts.append([form.title, *(words.removeprefix("# ") for words in form.paragraphs)])
        yield texts


def size_kb(paragraphs: list[str]) -> float:
    return sum(len(words.encode()) for words in paragraphs) / 1024


def jionlp_reader() -> Callable[[list[str]], int]:
    """What extracts amounts and times of paragraphs with JioNLP, and counts them."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp
    except ImportError:
        sys.exit("JioNLP is not installed: pip install jionlp==1.5.29")

    def read(paragraphs: list[str]) -> int:
        found = 0
        for words in paragraphs:
            found += len(jionlp.ner.extract_money(words)) + len(jionlp.ner.extract_time(words))
        return found

    return read


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--kb", type=float, default=60)
    arguments.add_argument("--at-least", type=float, default=0)
    given = arguments.parse_args()
    of_files = [[p.text.chars for p in read_document(file).paragraphs] for file in given.files]
    texts = iter(lambda: of_files, None) if of_files else made_texts(given.kb)
    theirs = jionlp_reader()
    ratios = []
    for number in range(-1, given.rounds):
        now = next(texts)
        kb = sum(map(size_kb, now))
        documents = [document_of(paragraphs) for paragraphs in now]
        segments.cache_clear()
        catalogued.cache_clear()
        began = time.process_time()
        facts = sum(len(understand(document, Hints("text.txt")).facts) for document in documents)
        ours_done = time.process_time()
        found = sum(theirs(paragraphs) for paragraphs in now)
        theirs_done = time.process_time()
        if number < 0:
            continue  # imports and dictionaries
        ours_speed, their_speed = kb / (ours_done - began), kb / (theirs_done - ours_done)
        ratios.append(ours_speed / their_speed)
        print(f"round {number + 1}: {kb:.0f} KB, hedui {ours_speed:.1f} KB/s ({facts} facts), JioNLP {their_speed:.1f} "
              f"KB/s ({found} amounts and times), ratio {ratios[-1]:.2f}", flush=True)  # fmt: skip
    print(f"median ratio {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}), "
          f"{os.cpu_count()} cores")  # fmt: skip
    sys.exit(statistics.median(ratios) < given.at_least)


if __name__ == "__main__":
    main()
