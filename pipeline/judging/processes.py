"""Has the portions of an archive judged, in several processes if wanted: each reads its portion from the store."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import partial
from multiprocessing import get_context
from typing import Final

import pandas as pd
from sqlalchemy import Connection

from pipeline.judging.judged_frames import judged_frames
from pipeline.reconcile.copies import in_copies
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.reconcile.parts import FACTS_AT_ONCE
from pipeline.store.connection import Store, open_store

Judge = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame, date | None], ReconcileOutcome]
"""Facts, items and reports that are judged, and the day by which to judge what tells no period, to findings.

Reports have the `part` of the archive that they are in, and equations are counted by it. What is judged are whole
parts: nothing that comes out in one may depend on another.
"""
Portion = Mapping[str, str]
"""Reports by id, with the part that each is in."""


WORTH_A_PROCESS: Final = 5_000
"""Facts that take longer to judge than a copy of this process takes to be made."""

_PORTIONS_EACH: Final = 2
"""How many portions there are for each process, where facts are few: what is wrong with some takes long to explain, and
nobody knows before in which."""


def facts_at_once(facts: int, workers: int) -> int:
    """How large portions of so many facts should be."""
    if facts > FACTS_AT_ONCE or not _can_be_copied():
        return FACTS_AT_ONCE
    # Parts are not divided, so that equal portions would leave a small one over; and some take longer than others.
    return max(WORTH_A_PROCESS, facts * 21 // (20 * _PORTIONS_EACH * max(1, workers)))


def judged_portions(
    store: Store,
    connection: Connection,
    judge: Judge,
    portions: Sequence[Portion],
    as_of: date | None,
    workers: int,
    facts: int,
) -> Iterator[ReconcileOutcome]:
    """How each portion of so many `facts` together comes out, in order, in up to `workers` processes.

    `connection` reads the state of the store that is judged. No other run can change it meanwhile, so the processes see
    the same; a `judge` for them is a function of a module. What a process that dies leaves undone is done here. Few
    facts are read here and judged by copies of this process, which have everything loaded.
    """
    done = 0
    several = min(workers, len(portions)) > 1
    if several and facts <= FACTS_AT_ONCE and _can_be_copied():
        frames = (judged_frames(connection, portion) for portion in portions)
        yield from in_copies(lambda frame: judge(*frame, as_of), frames, workers)
        return
    if several and store.engine.url.database not in {None, "", ":memory:"}:
        address = store.engine.url.render_as_string(hide_password=False)
        with ProcessPoolExecutor(min(workers, len(portions)), get_context("spawn")) as pool:
            try:
                for outcome in pool.map(partial(_judged_by_itself, address, judge, as_of), portions):
                    done += 1
                    yield outcome
            except BrokenProcessPool:
                pass
    for portion in portions[done:]:
        yield _judged(connection, judge, as_of, portion)


def _can_be_copied() -> bool:
    """Whether this process does one thing alone: what other threads hold would stay locked in a copy for ever."""
    return sys.platform == "linux" and threading.active_count() == 1


def _judged_by_itself(address: str, judge: Judge, as_of: date | None, portion: Portion) -> ReconcileOutcome:
    store = open_store(address)
    try:
        with store.reading() as connection:
            return _judged(connection, judge, as_of, portion)
    finally:
        store.close()


def _judged(connection: Connection, judge: Judge, as_of: date | None, portion: Portion) -> ReconcileOutcome:
    return judge(*judged_frames(connection, portion), as_of)
