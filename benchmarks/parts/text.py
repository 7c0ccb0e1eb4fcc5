"""Running text: amounts, percentages and periods of made and invented reports, read by hedui and its peers in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.measure import LeftOut, Measure, Options, Outcome, Spread, Tick
from benchmarks.peer import Peer, PeerFailed, started
from benchmarks.right_text import Right, compared
from benchmarks.text_truth import TrueText, made_texts, work_report_texts

_WORDS: Final = """\
Two sets of running text: *made* bulletins and briefs (`hedui synth`), whose truth was written down by their maker, and
*invented* work reports of many kinds ([tests/work_reports](../tests/work_reports)), whose truth was written down by
hand before they were first read. The second is held by tests, so that what was misread there has been mended since;
the others were never mended for it.

*Right amounts*, *right percentages*: a value that stands where the figure stands and is the same in yuan or percent;
the sign, which only hedui takes from 增长 and 下降, does not count. *Read beside*: amounts or percentages that are none
or have another value, per hundred that there are. JioNLP has no percentages.

*Right periods*: first and last day of what the figure is of (the month, or January up to it). hedui says it of each
figure; of the others, which say where in the text a time stands, the last time before the figure is taken, as one
would write it by hand. *Said before it*: the same, if only one of the times before it in its paragraph is right. The
others are told when the report was issued (the day after its last month), hedui is not.

*KB/s* are KB of UTF-8 per second of the processor inside each process (all work on one core), on texts that are new in
every round, in turn, after one round that does not count. hedui makes whole facts (metric, scope, period, kind, role,
base and place) in that time and forgets before every round what it remembers of words; the others find values and
times."""

_PEERS: Final = ("jionlp", "recognizers")
_SORTS: Final = {"jionlp": ("amount",), "recognizers": ("amount", "percent")}


@dataclass(frozen=True)
class _Sizes:
    """KB of text that is compared with its truth, KB a round for speed, rounds, and how many work reports."""

    compared: float
    round: float
    rounds: int
    reports: int


_FULL: Final = _Sizes(compared=60, round=40, rounds=5, reports=1000)
_QUICK: Final = _Sizes(compared=6, round=4, rounds=2, reports=6)


@dataclass
class _Reader:
    """A reader, what it read rightly by set of texts, and KB/s by rounds."""

    peer: Peer
    right: dict[str, Right] = field(default_factory=dict)
    speed: list[float] = field(default_factory=list)


def measure_text(options: Options, tick: Tick) -> Outcome:
    """What each reads rightly, then how fast."""
    sizes = _QUICK if options.quick else _FULL
    left_out: list[LeftOut] = []
    sets = {
        "made bulletins and briefs": made_texts(options.seed, sizes.compared),
        "invented work reports": work_report_texts()[: sizes.reports],
    }
    with ExitStack() as running:
        readers = [_Reader(running.enter_context(started("hedui_text")))]
        for name in _PEERS:
            if options.wants(name):
                try:
                    readers.append(_Reader(running.enter_context(started(name))))
                except PeerFailed as error:
                    left_out.append(LeftOut(name, str(error)))
        for number, (name, texts) in enumerate(sets.items()):
            tick(number * 0.2, name)
            for reader in readers:
                reader.right[name] = compared(texts, reader.peer.ask(_request(texts)).content)
        for turn in range(-1, sizes.rounds):  # the first reads what is loaded once, and does not count
            tick(0.4 + 0.6 * (turn + 1) / (sizes.rounds + 1), f"speed, round {turn + 1} of {sizes.rounds}")
            texts = made_texts(f"{options.seed} round {turn}", sizes.round)
            kb = sum(text.kb for text in texts)
            for reader in readers:
                if turn < 0 and reader is readers[0]:
                    reader.peer.ask({**_request(texts), "forget": True})
                    continue
                speed = kb / reader.peer.ask({**_request(texts), "forget": True}).processor
                if turn >= 0:
                    reader.speed.append(speed)
    return Outcome(_WORDS, tuple(_measures(sets, readers, options)), tuple(left_out))


def _request(texts: Sequence[TrueText]) -> dict[str, Any]:
    return {"texts": [{"paragraphs": text.paragraphs, "issued": text.issued.isoformat()} for text in texts]}


def _measures(
    sets: dict[str, list[TrueText]], readers: Sequence[_Reader], options: Options
) -> Iterator[Measure]:  # fmt: skip
    """A group a set of texts, a row a peer and thing that is measured."""
    ours, *others = readers
    for name, texts in sets.items():
        mine = ours.right[name]
        kb = sum(text.kb for text in texts)
        counts = f"{mine.of['amount']} amounts, {mine.of['percent']} percentages, {mine.periods} periods"
        group = f"{name[0].upper()}{name[1:]}: {len(texts)} texts, {kb:.0f} KB, {counts}"
        for other in others:
            theirs, title = other.right[name], other.peer.title
            command = options.command("text", other.peer.name)
            for what, sort in (("right amounts", "amount"), ("right percentages", "percent")):
                if sort in _SORTS[other.peer.name]:
                    yield _shares(group, what, mine.right[sort], theirs.right[sort], mine.of[sort], command, title)
            sorts = _SORTS[other.peer.name]
            counted = [sum(each[sort] for sort in sorts) for each in (mine.beside, theirs.beside, mine.of)]
            yield _shares(group, "read beside", *counted, command, title, more_is_better=False)
            yield _shares(
                group, "right periods", mine.right_periods, theirs.right_periods, mine.periods, command, title
            )
            yield _shares(group, "periods said before it", mine.said, theirs.said, mine.periods, command, title)
    for other in others:
        ratios = [own / their for own, their in zip(ours.speed, other.speed, strict=True)]
        yield Measure(
            "Speed on made text", "speed", "KB/s", Spread.of(ours.speed), options.command("text", other.peer.name),
            other.peer.title, Spread.of(other.speed), Spread.of(ratios),
        )  # fmt: skip


def _shares(
    group: str, what: str, mine: int, theirs: int, of: int, command: str, title: str, *, more_is_better: bool = True
) -> Measure:
    own, other = (Spread.of([100 * count / max(of, 1)]) for count in (mine, theirs))
    return Measure(group, what, "%", own, command, title, other, more_is_better=more_is_better)
