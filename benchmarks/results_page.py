"""The page of results: a table a group, what was left out and why, the conditions under which it was taken."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.measure import Conditions, Measure, Outcome, Part, Spread
from benchmarks.only_here import ONLY_HERE

_BUSY: Final = 0.25
"""With more than this share of the cores at work for others, seconds say little."""

_HEAD: Final = """\
# Results

Made by `make bench`; `make bench-quick` takes small numbers in under two minutes. How things are measured, and how one
figure is taken again: [README.md](README.md). Figures are medians of the rounds, with the least and the most in
brackets where there were several. Of speed, only the ratio within a row says something about another machine.

![Reading: figures in the right place, and speed](results.svg)
"""
_VERDICTS: Final = {
    "better": "better", "equal": "equal", "worse": "**worse**", "met": "yes", "missed": "**no**", "told": "",
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """A part with what it last gave, and when."""

    part: Part
    outcome: Outcome
    conditions: Conditions


def page(parts: Sequence[Taken]) -> str:
    """All of it, as Markdown."""
    lines = [_HEAD]
    for taken in parts:
        lines += [f"## {taken.part.title}\n", f"{taken.outcome.words}\n", *_tables(taken.outcome.measures)]
        if taken.outcome.left_out:
            lines.append("Not measured:\n")
            lines += [f"- {row.what}: {row.reason}" for row in taken.outcome.left_out]
            lines.append("")
        lines += [f"{_under(taken.conditions)}\n"]
    lines += ["## What none of them has\n", *_only_here()]
    return "\n".join(lines)


def _under(told: Conditions) -> str:
    size = "small numbers (`--quick`)" if told.quick else "full numbers"
    busy = "" if told.busy is None else f"; {told.busy:g} of them at work for others when it began"
    if told.busy is not None and told.busy > told.cores * _BUSY:
        busy += ": its seconds say little"
    return (
        f"*{told.taken}, {size}, seed {told.seed}, {told.seconds:.0f} s; {told.memory_gb:g} GiB, "
        f"{told.system}, Python {told.python}, {told.cores} cores{busy}.*"
    )


def _tables(measures: Sequence[Measure]) -> Iterator[str]:
    """A table a group: rows of goals as they are, rows against peers with a column for each thing that is measured."""
    for group in dict.fromkeys(measure.group for measure in measures):
        rows = [measure for measure in measures if measure.group == group]
        yield f"### {group}\n"
        if alone := [row for row in rows if row.theirs is None]:
            yield "| what | hedui | goal | reached | command |"
            yield "|---|---|---|---|---|"
            yield from (_alone(row) for row in alone)
            yield ""
        if compared := [row for row in rows if row.theirs is not None]:
            yield from _compared(compared)
            yield ""


def _compared(rows: Sequence[Measure]) -> Iterator[str]:
    whats = list(dict.fromkeys(row.what for row in rows))
    units = {row.what: row.unit for row in rows}
    yield f"| | {' | '.join(f'{what}, {units[what]}' for what in whats)} | hedui is | command |"
    yield "|---" * (len(whats) + 3) + "|"
    ours = {what: _together([row.hedui for row in rows if row.what == what and row.hedui]) for what in whats}
    yield f"| **hedui** | {' | '.join(spread(ours[what]) for what in whats)} | | |"
    for peer in dict.fromkeys(row.peer for row in rows):
        by_what = {row.what: row for row in rows if row.peer == peer}
        cells = [spread(by_what[what].theirs) if what in by_what else "–" for what in whats]
        verdicts = "; ".join(_verdict(row) for row in by_what.values())
        command = next(iter(by_what.values())).command
        yield f"| {peer} | {' | '.join(cells)} | {verdicts} | `{command}` |"


def _together(spreads: Sequence[Spread]) -> Spread | None:
    """What hedui gave beside each of the peers: the same figure, unless some were measured at another time."""
    if not spreads:
        return None
    return Spread(
        min(one.low for one in spreads), statistics.median(one.middle for one in spreads),
        max(one.high for one in spreads), max(one.rounds for one in spreads),
    )  # fmt: skip


def _verdict(row: Measure) -> str:
    note = f" ({row.note})" if row.note else ""
    if row.ratio:
        words = {"better": "faster", "worse": "**slower**"}.get(row.verdict, "as fast")
        return f"{words}: {spread(row.ratio)} times as fast{note}"
    return f"{_VERDICTS[row.verdict]}{note}"


def _alone(row: Measure) -> str:
    sign = "≥" if row.more_is_better else "≤"
    goal = "" if row.goal is None else f"{sign} {number(row.goal)}"
    note = f" ({row.note})" if row.note else ""
    return (
        f"| {row.what}{note} | {spread(row.hedui)} {row.unit} | {goal} | {_VERDICTS[row.verdict]} | `{row.command}` |"
    )


def spread(of: Spread | None) -> str:
    """`12.3 (11 to 14)`, without the brackets where there was one round."""
    if of is None:
        return "–"
    middle = number(of.middle)
    return middle if of.rounds == 1 else f"{middle} ({number(of.low)} to {number(of.high)})"


def number(value: float) -> str:
    """Three digits that count, whole numbers in full."""
    if value == round(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 99.95:
        return f"{value:.1f}"
    return f"{value:#.3g}".rstrip("0").rstrip(".")


def _only_here() -> Iterator[str]:
    yield "| what | hedui | who comes near, and how far |"
    yield "|---|---|---|"
    yield from (f"| {row.what} | {row.hedui} | {row.others} |" for row in ONLY_HERE)
    yield ""
