"""When a watched inbox is taken in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.watching import Seen, arrivals, seen


class _Seen(Exception):
    pass


def _states(*looks: str | None) -> list[Seen | None]:
    """`a1 b2`: file a of one byte and b of two; None: the inbox is not there."""
    return [None if look is None else frozenset((part[0], int(part[1:]), 0) for part in look.split()) for look in looks]


def _runs_after(looks: Sequence[str | None]) -> list[int]:
    """After how many looks a run began."""
    states = _states(*looks)
    taken = 0

    def look(_inbox: Path) -> Seen | None:
        nonlocal taken
        if taken == len(states):
            raise _Seen
        taken += 1
        return states[taken - 1]

    runs: list[int] = []
    with suppress(_Seen):
        runs.extend(taken for _ in arrivals(Path("inbox"), look=look, sleep=lambda _seconds: None))
    return runs


@pytest.mark.parametrize(
    ("looks", "runs"),
    [
        (["", "", "", ""], [1]),
        (["a1", "a1", "a1", "a1"], [1]),
        (["", "", "a1", "a1", "a1"], [1, 4]),  # seen twice alike: wholly written
        (["", "", "a1", "a2", "a3", "a3", "a3"], [1, 6]),  # still growing
        (["a1", "a1 b1", "a1 b1", "a1 b1"], [1, 3]),  # it came while the first run was under way
        (["a1", "a1", "", "", ""], [1, 4]),  # taken away: that is to be noted, too
        (["a1", "a1", None, None, "a1", "a1"], [1]),  # a mount that was lost and came back
        ([None, None, "a1", "a1", "a1"], [1, 4]),
    ],
)
def test_when_to_run(looks: list[str | None], runs: list[int]) -> None:
    assert _runs_after(looks) == runs


def test_what_failed_is_tried_again() -> None:
    state = frozenset({("a", 1, 0)})
    slept: list[float] = []
    wait = arrivals(Path("inbox"), 7, look=lambda _inbox: state, sleep=slept.append)
    next(wait)
    wait.send(False)
    wait.send(False)
    assert slept == [7]


def test_what_is_seen(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    assert seen(inbox) is None
    inbox.mkdir()
    assert seen(inbox) == frozenset()
    (inbox / "甲").mkdir()
    (inbox / "甲" / "a.txt").write_text("1")
    first = seen(inbox)
    os.utime(inbox / "甲" / "a.txt", ns=(1, 1))
    assert seen(inbox) not in (first, None, frozenset())


def test_what_programs_at_work_leave_there_keeps_nothing_waiting(inbox: Path) -> None:
    (inbox / "六月.docx").write_text("x")
    (inbox / "应报清单.yaml").write_text("x")
    before = seen(inbox)
    for name in ("~$六月.docx", ".sync.log", "七月.pdf.part"):
        (inbox / name).write_text("x")
    assert seen(inbox) == before
    assert before is not None
    assert len(before) == 2
