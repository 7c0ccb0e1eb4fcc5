"""What is told in floating point and in whole numbers is what fractions, one equation at a time, say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.reconcile import judging, reconcile
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.synth import make_archive
from pipeline.synth.fact_frames import frames_of
from rules.interval_array import IntervalArray
from rules.whole_intervals import NotWhole

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def slowly(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> ReconcileOutcome:
    """Everything by `rules.interval`: floats are never sure, whole numbers never do."""
    fast = FactBook.intervals

    def unsure(book: FactBook, *arguments: Any) -> IntervalArray:
        known = fast(book, *arguments)
        return IntervalArray(known.low, known.high, np.full(len(known.low), np.inf))

    def never(*_: object) -> None:
        raise NotWhole

    with monkeypatch.context() as patched:
        patched.setattr(FactBook, "intervals", unsure)
        patched.setattr(judging, "_exactly", never)
        return reconcile(*frames)


def moved(frames: Frames, change: Callable[[Decimal, Random], Decimal]) -> Frames:
    """The figures changed, a third of them, with their intervals."""
    random = Random(7)
    facts = frames[0].copy()
    chosen = [random.random() < 1 / 3 for _ in range(len(facts))]
    by = [change(value, random) if here else Decimal(0) for here, value in zip(chosen, facts["value"], strict=True)]
    for name in ("value", "low", "high"):
        facts[name] = pd.Series([cell + step for cell, step in zip(facts[name], by, strict=True)], dtype=object)
    return facts, frames[1], frames[2]


@pytest.fixture(scope="module")
def archive() -> Frames:
    return frames_of(make_archive(2, 14, Fraction(1, 2)).reports)


@pytest.mark.parametrize(
    "change",
    [
        lambda _value, _random: Decimal(0),
        # Onto the edges of the intervals and just beyond.
        lambda _value, random: random.choice((1, -1)) * Decimal(random.choice(("0.005", "0.01", "5000", "500000"))),
        lambda _value, random: random.choice((1, -1)) * Decimal("0.000000001"),
        # More digits than a float holds.
        lambda value, _random: value * 10**12 + Decimal("0.0000000001"),
        lambda value, _random: -value,
    ],
    ids=["as made", "edges", "a hair", "long", "zero"],
)
def test_fast_arithmetic_is_exact(
    archive: Frames, change: Callable[[Decimal, Random], Decimal], monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = moved(archive, change)
    fast = reconcile(*frames)
    assert sum(one.count for one in fast.equations if one.outcome == "holds") > 100
    assert fast == slowly(frames, monkeypatch)
