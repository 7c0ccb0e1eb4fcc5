"""Copies of the process do its work in order, and what becomes of none of them is lost."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing import parent_process

import pytest

from pipeline.reconcile.copies import in_copies

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="there are no copies of processes"
)


def _where(number: int) -> tuple[int, bool]:
    return number, parent_process() is not None


@pytest.mark.parametrize(("workers", "elsewhere"), [(0, False), (1, False), (2, True), (9, True)])
def test_all_comes_in_order(workers: int, elsewhere: bool) -> None:
    assert list(in_copies(_where, range(5), workers)) == [(number, elsewhere) for number in range(5)]


def test_a_portion_is_made_ready_while_others_are_under_way() -> None:
    seen: list[int] = []

    def portions() -> Iterator[int]:
        for number in range(4):
            seen.append(number)
            yield number

    for come in in_copies(_where, portions(), 2):
        assert seen[: come[0] + 1] == list(range(come[0] + 1))
    assert seen == [0, 1, 2, 3]


def test_what_a_copy_that_dies_leaves_undone_is_done_here() -> None:
    def work(number: int) -> tuple[int, bool]:
        if number == 1 and parent_process() is not None:
            os._exit(3)
        return _where(number)

    assert list(in_copies(work, range(3), 2)) == [(0, True), (1, False), (2, True)]


def test_what_cannot_be_sent_is_done_here() -> None:
    (one, other) = in_copies(lambda number: lambda: number, range(2), 2)
    assert (one(), other()) == (0, 1)


def test_errors_come_as_they_are_and_end_the_others() -> None:
    def work(number: int) -> int:
        return 1 // number

    with pytest.raises(ZeroDivisionError) as raised:
        list(in_copies(work, range(3), 2))
    assert "in work" in "".join(raised.value.__notes__)
    assert not [process for process in multiprocessing.active_children() if process.name == "hedui copy"]
