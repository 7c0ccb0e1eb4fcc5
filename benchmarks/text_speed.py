"""Running text to facts against JioNLP's money and time extraction on the same text: KB/s of both and their ratio.

    .venv/bin/pip install jionlp==1.5.29    # a peer to measure against, no dependency of hedui
    .venv/bin/python benchmarks/text_speed.py [FILE ...] [--rounds 5] [--kb 60]

Without files the text is made: bulletins of units that do not exist, other ones in every round. Both work in one
process, in turn, paragraph by paragraph; hedui makes whole facts (metric, scope, period, kind, role, base and place),
JioNLP gives amounts (`ner.extract_money`) and times (`ner.extract_time`). Dictionaries, rules and patterns of both are
loaded before the first round that counts; what either remembers of texts (its bounded caches, see `forget_texts`) is
forgotten before every round, so that both meet each text as for the first time. `--warm` lets both remember. KB are
1024 bytes of UTF-8, seconds those of the processor (both work on one core). Exit code 1 if the median ratio is below
`--at-least`.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path

from extractors.document import Document, Paragraph
from extractors.readers.every_kind import read_document
from extractors.reading import understand
from extractors.report import Hints
from extractors.text import LinePlace, Text
from pipeline.synth import make_archive
from pipeline.synth.draft import filled_form
from pipeline.synth.forms import Narrative

_MEASURED = ("rules", "extractors", "jionlp", "jiojio")


def document_of(paragraphs: list[str]) -> Document:
    """A document of running text, a paragraph a line."""
    blocks = [
        Paragraph(Text(words, tuple(LinePlace(line, column) for column in range(len(words)))))
        for line, words in enumerate(paragraphs, start=1)
    ]
    return Document("text/plain", tuple(blocks))


def texts_of(document: Document) -> list[str]:
    """The words of a document in order of print: its paragraphs and the filled cells of its tables."""
    texts: list[str] = []
    for block in document.blocks:
        texts.extend([block.text.chars] if isinstance(block, Paragraph) else [cell.text.chars for cell in block.cells])
    return [words for words in texts if words.strip()]


def read_files(files: list[Path]) -> list[Document]:
    """What stands in `files`. Ends with a message where one of them holds no words."""
    documents = [read_document(file) for file in files]
    for file, document in zip(files, documents, strict=True):
        if not texts_of(document):
            sys.exit(f"{file}: no words to measure on")
    return documents


def made_documents(kb: float) -> Iterator[list[Document]]:
    """For every round some bulletins, together at least `kb`."""
    for number in range(10**6):
        made: list[Document] = []
        unit = 0
        while sum(map(size_kb, made)) < kb:
            unit += 1
            archive = make_archive(1, 6, seed=f"speed {number}.{unit}", forms=("bulletin",))
            for report in archive.reports:
                form = filled_form(report.form, report.figures)
                assert isinstance(form, Narrative)
                made.append(document_of([form.title, *(words.removeprefix("# ") for words in form.paragraphs)]))
        yield made


def size_kb(document: Document) -> float:
    return sum(len(words.encode()) for words in texts_of(document)) / 1024


def forget_texts() -> int:
    """Empty every bounded cache of both; gives how many there were.

    A cache without bound holds what is loaded once (rules, dictionaries, patterns), a bounded one what was read before.
    """
    bounded = [
        cached for cached in gc.get_objects()
        if isinstance(cached, _lru_cache_wrapper) and cached.cache_parameters()["maxsize"] is not None
        and cached.__module__.partition(".")[0] in _MEASURED
    ]  # fmt: skip
    for cached in bounded:
        cached.cache_clear()
    return len(bounded)


def jionlp_reader() -> Callable[[list[str]], int]:
    """What extracts amounts and times of paragraphs with JioNLP, and counts them."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp
    except ImportError:
        sys.exit("JioNLP is not installed: pip install jionlp==1.5.29")

    def read(paragraphs: list[str]) -> int:
        found = 0
        with contextlib.redirect_stderr(io.StringIO()):  # it prints what it cannot parse
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
    arguments.add_argument("--warm", action="store_true", help="let both remember what they read in earlier rounds")
    given = arguments.parse_args()
    of_files = read_files(given.files)
    rounds = iter(lambda: of_files, None) if of_files else made_documents(given.kb)
    theirs = jionlp_reader()
    ratios = []
    for number in range(-1, given.rounds):
        documents = next(rounds)
        kb = sum(map(size_kb, documents))
        texts_for_them = [texts_of(document) for document in documents]
        if not given.warm:
            forget_texts()
        began = time.process_time()
        facts = sum(len(understand(document, Hints("text.txt")).facts) for document in documents)
        ours_done = time.process_time()
        found = sum(map(theirs, texts_for_them))
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
