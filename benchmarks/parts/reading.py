"""Reading: made tables in several kinds of file, read by hedui and by what people would take instead, in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from benchmarks.measure import LeftOut, Measure, Options, Outcome, Spread, Tick
from benchmarks.peer import Peer, PeerFailed, begun
from benchmarks.printed_tables import CannotPrint, Kind, Printed, printed_tables, to_warm_up
from benchmarks.right_place import anywhere, in_place

PLACE: Final = "figures in the right row and column"
SPEED: Final = "seconds a page"

_WORDS: Final = """\
The same made tables (progress sheets with several figures a cell that go over pages, tables of amounts of one page) are
printed by chromium, written as Word files and printed from them by LibreOffice, scanned (200 dpi, up to 1.2° askew,
noise; sheets of one page only), and written as workbooks.

*In the right row and column*: the figure, with its sign, stands in a cell of a table that was read, in whose row a cell
says the label of the printed row, and in whose column a cell says the printed head; a label or head that is nowhere
said exactly may be contained in a longer one. A row torn by the end of a page counts as far as it still has its label.
For all readers alike white space is taken out, wide and look-alike forms (radicals of browser-made PDFs) are mapped to
the usual ones, tables of equal width that follow each other are joined, 4.4 is as good as 4.40 and, in workbooks, 0.34
as 34%. *Anywhere*: the figure stands somewhere in what was read, whatever is beside it; of camelot and img2table that
is what stands in their tables. RapidOCR alone gives lines, no tables; RapidTable is given the table without its page.

*Seconds a page* are those of the clock inside each reader's process; all readers of a kind read file by file in turn,
after each has read another file, of a scan a strip, which does not count. hedui's include finding a place for every
character."""

_PEERS: Final[dict[Kind, tuple[str, ...]]] = {
    "browser PDF": ("pdfplumber", "pymupdf", "camelot", "img2table", "markitdown"),
    "office PDF": ("pdfplumber", "pymupdf", "camelot", "img2table", "markitdown"),
    "scan": ("rapidtable", "img2table", "rapidocr"),
    "Word file": ("markitdown",),
    "workbook": ("markitdown",),
}
_FULL: Final[dict[Kind, tuple[int, int]]] = {
    "browser PDF": (8, 3), "office PDF": (6, 3), "scan": (5, 3), "Word file": (12, 3), "workbook": (12, 3),
}  # fmt: skip
_QUICK: Final[dict[Kind, tuple[int, int]]] = {
    "browser PDF": (1, 1), "office PDF": (1, 1), "scan": (1, 1), "Word file": (2, 1), "workbook": (2, 1),
}  # fmt: skip
"""Files and rounds of each kind."""


_NEEDS_A_NETWORK: Final = LeftOut(
    "RapidTable from 1.0 on",
    "its wheel holds no model: without a network 3.0.2 stops with DownloadFileException, for it fetches its model "
    "(slanet-plus) at its first use; measured is 0.3.0, the last whose wheel holds the same model",
)


@dataclass
class _Reader:
    """A reader and what it did: figures found, seconds a page by rounds, files that it could not read."""

    peer: Peer
    placed: int = 0
    anywhere: int = 0
    seconds: list[float] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def measure_reading(options: Options, tick: Tick) -> Outcome:
    """Each kind of file with the readers that read it."""
    measures: list[Measure] = []
    left_out = [_NEEDS_A_NETWORK] if options.wants("rapidtable") else []
    sizes = _QUICK if options.quick else _FULL
    kinds = {kind: [name for name in names if options.wants(name)] for kind, names in _PEERS.items()}
    with _Peers() as running:
        running.load("hedui", *chain.from_iterable(kinds.values()))
        for number, (kind, wanted) in enumerate(kinds.items()):
            if not wanted:
                continue
            files, rounds = sizes[kind]
            tick(number / len(_PEERS), f"printing, {kind}")
            try:
                first, *printed = printed_tables(kind, files + 1, options.seed, options.folder / kind.replace(" ", "_"))
            except CannotPrint as error:
                left_out.append(LeftOut(kind, str(error)))
                continue
            readers = [_Reader(running.peer("hedui"))]
            for name in wanted:
                try:
                    readers.append(_Reader(running.peer(name)))
                except PeerFailed as error:
                    left_out.append(LeftOut(f"{name}, {kind}", str(error)))
            for reader in readers:
                with suppress(PeerFailed):  # if it reads nothing at all, it says so of what counts
                    reader.peer.ask({"file": str(to_warm_up(first))})  # loads models and imports
            for turn in range(rounds):
                tick((number + turn / rounds) / len(_PEERS), f"{kind}, round {turn + 1} of {rounds}")
                _one_round(readers, printed, first=turn == 0)
            measures += _measures(kind, readers, printed, options)
            left_out += [
                LeftOut(
                    f"{len(reader.failed)} of {len(printed)} files, {kind}, {reader.peer.title}",
                    next(iter(reader.failed.values())),
                )
                for reader in readers if reader.failed
            ]  # fmt: skip
    return Outcome(_WORDS, tuple(measures), tuple(left_out))


class _Peers(ExitStack):
    """The peers of all kinds of file, which load at the same time, and while the first files are printed."""

    def __init__(self) -> None:
        super().__init__()
        self._running: dict[str, Peer] = {}

    def load(self, *names: str) -> None:
        """Begin with those that are there."""
        for name in dict.fromkeys(names):
            with suppress(PeerFailed):
                self._running[name] = self.enter_context(begun(name))

    def peer(self, name: str) -> Peer:
        """A peer that is loaded, anew if it failed so that it cannot be asked again. Raises PeerFailed."""
        if name not in self._running or not self._running[name].answers:
            self._running[name] = self.enter_context(begun(name))
        assert self._running[name].version is not None
        return self._running[name]


def _one_round(readers: Sequence[_Reader], printed: Sequence[Printed], *, first: bool) -> None:
    """Every file by every reader, in turn."""
    took = [0.0] * len(readers)
    for each in printed:
        for at, reader in enumerate(readers):
            took[at] += _read(reader, each, score=first)
    pages = sum(each.pages for each in printed)
    for reader, seconds in zip(readers, took, strict=True):
        reader.seconds.append(seconds / pages)


def _read(reader: _Reader, printed: Printed, *, score: bool) -> float:
    """Seconds that it took; with `score` what was found is counted."""
    try:
        answer = reader.peer.ask({"file": str(printed.file)})
    except PeerFailed as error:
        reader.failed[printed.file.parent.name] = str(error)
        return 0.0
    if score:
        parts = printed.kind == "workbook"
        reader.placed += in_place(printed.cells, answer.content["tables"], parts=parts)
        reader.anywhere += anywhere(printed.cells, answer.content["text"], answer.content["tables"], parts=parts)
    return answer.seconds


def _measures(
    kind: Kind, readers: Sequence[_Reader], printed: Sequence[Printed], options: Options
) -> Iterator[Measure]:
    """Three rows a peer."""
    ours, *others = readers
    count = sum(len(cell.figures) for each in printed for cell in each.cells)
    group = f"{kind}: {len(printed)} files, {sum(each.pages for each in printed)} pages, {count} figures"

    def share(found: int) -> Spread:
        return Spread.of([100 * found / count])

    for other in others:
        name = other.peer.name
        command = options.command("reading", name)
        if name != "rapidocr":
            yield Measure(group, PLACE, "%", share(ours.placed), command, other.peer.title, share(other.placed))
        yield Measure(
            group, "figures anywhere", "%", share(ours.anywhere), command, other.peer.title, share(other.anywhere)
        )
        if not other.failed:
            ratios = [theirs / own for theirs, own in zip(other.seconds, ours.seconds, strict=True)]
            yield Measure(
                group, SPEED, "s", Spread.of(ours.seconds), command, other.peer.title, Spread.of(other.seconds),
                Spread.of(ratios), more_is_better=False,
            )  # fmt: skip
