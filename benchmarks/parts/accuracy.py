"""Accuracy: facts read from the labelled corpus and from made reports, slips found in made reports, false alarms."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from benchmarks.findings import Tally, from_files, measure
from benchmarks.made_truth import truth_sheet
from benchmarks.measure import LeftOut, Measure, Options, Outcome, Spread, Tick
from pipeline.export import export_tables
from pipeline.run import run_inbox
from pipeline.score import Score, score
from pipeline.store import open_store
from pipeline.store.lookup import list_findings
from pipeline.synth import Archive, make_archive, write_archive
from pipeline.synth.writing import REPORTS_FOLDER

CORPUS: Final = Path(__file__).resolve().parents[3] / "shared" / "corpus"
"""Kept beside the project, never inside it."""

_WORDS: Final = """\
*Quantities*: F1 of the figures whose value, unit and cell are right (`hedui score`; what is missed lowers it, and
what is read too much). *Whole facts*: the same where kind, role, comparator, metric, period, scope, base and item must
be right as well. Of a document in several kinds of file the least and the most stand in brackets.

Made reports are those of `hedui synth`, in text, web pages, Word files and workbooks, read by the whole pipeline; their
truth was written down by the maker, not by what is measured; scope is asked where it is printed, and not which budget
a completion is of. A *slip* counts where it breaks an equation by at least
two of its own last digits; a *suspect* and a *repair* count where the evidence determines them
([docs/synth.md](../docs/synth.md))."""


@dataclass(frozen=True)
class _Sizes:
    """Units and months of made reports."""

    clean: tuple[int, int]
    slipped: tuple[int, int]


_OF_SCORE: Final = (("quantities", "quantity_f1"), ("whole facts", "full_fact_f1"))
_FULL: Final = _Sizes(clean=(30, 11), slipped=(40, 14))
_QUICK: Final = _Sizes(clean=(6, 4), slipped=(12, 8))


def measure_accuracy(options: Options, tick: Tick) -> Outcome:
    """All of it; the labelled corpus only where it is beside the project."""
    sizes = _QUICK if options.quick else _FULL
    command = options.command("accuracy")
    measures: list[Measure] = []
    left_out: list[LeftOut] = []
    tick(0.0, "labelled corpus")
    if CORPUS.is_dir():
        measures += _labelled(command, options.folder, options.quick)
    else:
        left_out.append(LeftOut("the labelled corpus", "it is not beside the project (../shared/corpus)"))
    tick(0.3, "made reports without slips")
    measures += _made(make_archive(*sizes.clean, seed=options.seed), command, options.folder)
    tick(0.5, "made reports with slips")
    measures += _slipped(make_archive(*sizes.slipped, Fraction(3, 10), options.seed), command)
    return Outcome(_WORDS, tuple(measures), tuple(left_out))


def _labelled(command: str, folder: Path, quick: bool) -> Iterator[Measure]:
    """Each document of the corpus that has a gold sheet, over all of its kinds."""
    inbox = folder / "labelled"
    inbox.mkdir()
    for file in (CORPUS / "docs").iterdir():
        if not (quick and _is_slow(file)):
            shutil.copyfile(file, inbox / file.name)
    facts = _exported(inbox, folder / "read")
    for gold in sorted((CORPUS / "gold").glob("*.tsv")):
        sources = sorted(inbox.glob(f"{gold.stem}*"))
        scores = [score(facts, gold, source.name) for source in sources]
        if not scores[0].gold:  # a document that states nothing to check
            yield Measure(
                "Labelled corpus", f"{gold.stem}: facts read where there are none", "facts",
                Spread.of([one.facts for one in scores]), command, more_is_better=False, goal=0,
            )  # fmt: skip
            continue
        what = f"{gold.stem}, {len(sources)} kinds of file" if len(sources) > 1 else sources[0].name
        for name, of in _OF_SCORE:
            of_kinds = Spread.of([getattr(one, of) for one in scores])
            yield Measure("Labelled corpus", f"{what}: {name}", "% F1", of_kinds, command)


def _is_slow(file: Path) -> bool:
    """A scan, or what LibreOffice has to convert first."""
    return file.suffix == ".doc" or file.stem.endswith("-scan")


def _made(archive: Archive, command: str, folder: Path) -> Iterator[Measure]:
    """Facts by kind of file, and what is said to be wrong where nothing is."""
    made = folder / "made"
    write_archive(archive, made)
    facts = _exported(made / REPORTS_FOLDER, made)
    scores: dict[str, list[Score]] = {}
    for number, report in enumerate(archive.reports):
        sheet = made / f"{number}.tsv"
        truth_sheet(report, sheet)
        scores.setdefault(report.file_kind, []).append(score(facts, sheet, report.source_name))
    for kind, found in sorted(scores.items()):
        yield from _of_scores("Made reports", f"{kind}, {len(found)} reports", found, command)
    with closing(open_store(f"sqlite:///{made / 'hedui.db'}")) as store:
        false = sum(finding["severity"] == "error" for finding in list_findings(store))
    count = len(archive.reports)
    yield Measure(
        "Findings in made reports", f"errors in {count} reports without slips", "findings", Spread.of([false]), command,
        more_is_better=False, goal=0,
    )  # fmt: skip


def _slipped(archive: Archive, command: str) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(archive, *from_files(archive, Path(folder), 2))
    tally = measured.groups["all"]
    unexplained = sum(count for name, count in measured.unexplained.items() if name.startswith("error"))
    for what, part, whole in _shares(tally):
        yield Measure("Findings in made reports", f"{what} ({part} of {whole})", "%",
                      Spread.of([100 * part / whole]), command)  # fmt: skip
    yield Measure(
        "Findings in made reports", f"errors that no slip explains, {len(archive.reports)} reports", "findings",
        Spread.of([unexplained]), command, more_is_better=False, goal=0,
    )  # fmt: skip


def _shares(tally: Tally) -> Iterator[tuple[str, int, int]]:
    named = (
        ("slips found", tally.found, tally.of),
        ("slips found as an error", tally.as_error, tally.of),
        ("wrong figure named", tally.named, tally.determined),
        ("right figure offered first", tally.repaired, tally.repairable),
    )
    return (share for share in named if share[2])


def _of_scores(group: str, what: str, scores: list[Score], command: str) -> Iterator[Measure]:
    """Both F1, over all figures of `scores` together."""
    charged = sum(one.gold + one.facts for one in scores)
    for name, of in _OF_SCORE:
        share = sum(getattr(one, of) * (one.gold + one.facts) for one in scores) / charged
        yield Measure(group, f"{what}: {name}", "% F1", Spread.of([share]), command)


def _exported(inbox: Path, folder: Path) -> Path:
    """The facts of all files of `inbox`, read anew."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'hedui.db'}"
    run_inbox(inbox, url)
    with closing(open_store(url)) as store:
        export_tables(store, folder / "out")
    return folder / "out" / "facts.jsonl"
