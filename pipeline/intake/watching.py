"""Notices by looking, again and again, that files have come into an inbox and are wholly written.

By polling: network drives, where reports arrive, tell nobody of changes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from pipeline.intake.inbox import is_passing

EVERY_SECONDS: Final = 10.0
"""How often to look."""

_PATIENCE: Final = 6
"""How many looks what is wholly written waits for others that are still arriving: a run looks at every file. And how
many the inbox may be away before a run is to find that, and to tell of it."""

Seen = frozenset[tuple[str, int, int]]
"""Files by path below the inbox, with size in bytes and time of change in nanoseconds."""


def arrivals(
    inbox: Path,
    every: float = EVERY_SECONDS,
    look: Callable[[Path], Seen | None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], int] = time.time_ns,
) -> Generator[frozenset[str], bool | None, None]:
    """Yield at the start, and then each time when something in the inbox has changed and has been at rest for one look;
    where others go on arriving, not more often than every few looks. Yields the paths of files that are not at rest.

    Without end; looks every `every` seconds. Sent False (what came could not be taken in), it yields again although
    nothing changed. While the inbox is not there nothing has changed; where it stays away it yields once.
    """
    see = look or seen
    first = see(inbox)
    # Nothing was seen before: what changed just now may still be growing.
    young = frozenset(one for one in first or () if one[2] > clock() - every * 1e9)
    done = first - young if first is not None else None
    if (yield _paths(young)) is False:
        done = None
    before = see(inbox)
    waited = 0
    away = _PATIENCE if first is None else 0  # the run at the start has found it out
    while True:
        # Compared with what lay there before the last run, so that what came meanwhile is taken in, too.
        now = see(inbox)
        away = away + 1 if now is None else 0
        if away == _PATIENCE and (yield frozenset()) is False:
            done = None
        if now is not None and before is not None:
            at_rest = now & before
            waited += 1
            in_vain = done is not None and (now == done if now == before else at_rest <= done)
            if not in_vain and (now == before or waited >= _PATIENCE):
                done, waited = at_rest, 0
                if (yield _paths(now - at_rest)) is False:
                    done = None
        sleep(every)
        before = now


def _paths(files: Seen) -> frozenset[str]:
    return frozenset(path for path, _, _ in files)


def seen(inbox: Path) -> Seen | None:
    """What lies in the inbox and below, without what programs at work put there; None if it cannot be listed."""
    found = set()

    def refused(error: OSError) -> None:
        if Path(error.filename) == inbox:
            raise error

    try:
        for folder, _, names in os.walk(inbox, onerror=refused):
            for name in names:
                if is_passing(name):
                    continue  # it may change all the time, and would keep the others waiting
                path = Path(folder, name)
                try:
                    state = path.stat()
                except OSError:
                    continue  # gone meanwhile
                found.add((os.path.relpath(path, inbox), state.st_size, state.st_mtime_ns))
    except OSError:
        return None
    return frozenset(found)
