"""When a watched inbox is taken in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.intake.watching import Seen, arrivals, seen
from pipeline.run import run_inbox


class _Seen(Exception):
    pass


def _states(*looks: str | None) -> list[Seen | None]:
    """`a1 b2`: file a of one byte and b of two; None: the inbox is not there."""
    return [None if look is None else frozenset((part[0], int(part[1:]), 0) for part in look.split()) for look in looks]


def _runs(looks: Sequence[str | None]) -> list[tuple[int, str]]:
    """After how many looks a run began, and which files it was told to leave alone."""
    states = _states(*looks)
    taken = 0

    def look(_inbox: Path) -> Seen | None:
        nonlocal taken
        if taken == len(states):
            raise _Seen
        taken += 1
        return states[taken - 1]

    runs: list[tuple[int, str]] = []
    with suppress(_Seen):
        waiting = arrivals(Path("inbox"), look=look, sleep=lambda _seconds: None)
        runs.extend((taken, "".join(sorted(growing))) for growing in waiting)
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
        (["a1", "a1", *[None] * 20, "a1", "a1"], [1, 8]),  # one that stays away: a run tells of it, once
        ([None] * 20, [1]),
    ],
)
def test_when_to_run(looks: list[str | None], runs: list[int]) -> None:
    assert _runs(looks) == [(after, "") for after in runs]


@pytest.mark.parametrize(
    ("looks", "runs"),
    [
        # b grows for ever; a is taken in without it, at once.
        (["", "", "", "", "", "", "", "a1", "a1 b1", "a1 b2", "a1 b3"], [(1, ""), (9, "b")]),
        # Files come one after the other: those at rest are taken in every few looks, the last one at the end.
        (
            ["", "", *("".join(f"{chr(97 + file)}1 " for file in range(count)) for count in range(1, 16)), *["z1"] * 2],
            [(1, ""), (8, "f"), (14, "l"), (19, "")],
        ),
        (["a1", "a1", "a1 b1", "a1 b2", "a1 b3", "a1 b4", "a1 b5", "a1 b6", "a1 b7", "a1 b7"], [(1, ""), (10, "")]),
        (["", "", "a1", "a1 b1", "", "", ""], [(1, "")]),  # gone before it was at rest
    ],
)
def test_what_is_whole_is_taken_in_while_others_arrive(
    looks: Sequence[str | None], runs: list[tuple[int, str]]
) -> None:
    assert _runs(looks) == runs


def test_what_changed_just_now_waits_at_the_start() -> None:
    now = 1_000_000_000_000
    state = frozenset({("old", 1, now - 20 * 10**9), ("young", 1, now - 10**9), ("ahead", 1, now + 10**12)})
    wait = arrivals(Path("inbox"), 10, look=lambda _inbox: state, sleep=lambda _seconds: None, clock=lambda: now)
    assert next(wait) == {"young", "ahead"}
    assert next(wait) == frozenset()


def test_a_file_that_grows_is_left_to_the_next_run(inbox: Path, tmp_path: Path) -> None:
    (inbox / "甲局").mkdir()
    for name in ("甲局/一.txt", "二.txt"):
        (inbox / name).write_text("青川市财政局2024年5月财政收支情况\n1-5月，一般公共预算收入140.10亿元。", "utf-8")
    address = f"sqlite:///{tmp_path}/x.db"
    first = run_inbox(inbox, address, workers=0, growing={os.path.join("甲局", "一.txt")})  # noqa: PTH118
    assert (first.files_seen, first.new_reports) == (1, 1)
    assert first.warnings == ("甲局/一.txt 正在写入，留待下次运行。",)
    assert run_inbox(inbox, address, workers=0).files_seen == 2


def test_what_failed_is_tried_again() -> None:
    state = frozenset({("a", 1, 0)})
    slept: list[float] = []
    wait = arrivals(Path("inbox"), 7, look=lambda _inbox: state, sleep=slept.append)
    next(wait)
    wait.send(False)
    wait.send(False)
    assert slept == [7]


def test_what_stayed_away_is_taken_in_when_it_is_back() -> None:
    state = frozenset({("a", 1, 0)})
    looks = iter([state, state, *[None] * 6, state, state])
    wait = arrivals(Path("inbox"), look=lambda _inbox: next(looks), sleep=lambda _seconds: None)
    next(wait)
    wait.send(True)
    wait.send(False)  # the run that was to tell of it failed, for there was no inbox
    assert list(looks) == []


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
