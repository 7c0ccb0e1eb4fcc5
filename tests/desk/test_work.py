"""The work beside the pages: one piece at a time, judging done once for all who wait, nothing taken and forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from app.desk.context import Desk
from app.desk.work import MOST_WAITING, TooMuchWork, Work
from pipeline.review.mending import Mended, Wanted
from pipeline.store import Store
from pipeline.store.errors import StoreBusy
from rules.errors import HeduiError

LONG = 30.0
"""Seconds; nothing here takes so long."""


@dataclass
class Mending:
    """Mends nothing, once it may; `fails` are raised first, one at each try. `done` are the pieces that came."""

    fails: list[Exception] = field(default_factory=list)
    may: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    done: list[tuple[Wanted, ...]] = field(default_factory=list)

    def __call__(self, _: Store, wanted: Sequence[Wanted]) -> Mended:
        self.begun.set()
        assert self.may.wait(LONG)
        if self.fails:
            raise self.fails.pop(0)
        self.done.append(tuple(wanted))
        return Mended("run")


def files(number: int) -> list[Wanted]:
    return [Wanted(f"{each}.txt", None) for each in range(number)]


def test_judging_that_several_wait_for_is_done_once(empty_desk: Desk) -> None:
    mending = Mending()
    work = Work(empty_desk.store, mending)
    work.ask("li")
    assert mending.begun.wait(LONG)
    second, third = work.ask("wang"), work.ask("zhao")
    file = work.ask("zhao", files(1))
    assert second == third
    assert [task.number for task in work.tasks()] == [1, second.number, file.number]
    mending.may.set()
    assert work.wait(file, LONG).state == "done"
    assert mending.done == [(), (), tuple(files(1))]
    assert [task.number for task in work.ended()] == [file.number, second.number, 1]
    assert work.tasks() == []


def test_more_files_than_may_wait_are_refused(empty_desk: Desk) -> None:
    mending = Mending()
    work = Work(empty_desk.store, mending)
    first = work.ask("li", files(MOST_WAITING))
    with pytest.raises(TooMuchWork) as refused:
        work.ask("wang", files(1))
    assert refused.value.exit_code == 33
    assert work.ask("wang").wanted == ()  # judging alone is never too much
    mending.may.set()
    assert work.wait(first, LONG).ended
    assert work.wait(work.ask("wang", files(1)), LONG).state == "done"


def test_what_a_run_holds_up_is_told_and_tried_again(empty_desk: Desk) -> None:
    mending = Mending(fails=[StoreBusy("另一次运行正在进行。", "请稍候。")])
    work = Work(empty_desk.store, mending, seconds_between_tries=0.2)
    task = work.ask("li", files(1))
    mending.may.set()
    held = work.wait(task, LONG)
    assert (held.state, held.message) == ("held", "另一次运行正在进行。")
    while not (now := work.wait(task, LONG)).ended:
        time.sleep(0.02)
    assert (now.state, mending.done) == ("done", [tuple(files(1))])


@pytest.mark.parametrize(
    ("failure", "told"), [(HeduiError("磁盘满了。", "腾出空间。"), "磁盘满了。"), (KeyError("x"), "程序出现意外错误")]
)
def test_what_fails_is_told_and_keeps_nobody_else_waiting(empty_desk: Desk, failure: Exception, told: str) -> None:
    mending = Mending(fails=[failure])
    work = Work(empty_desk.store, mending)
    failed, after = work.ask("li", files(1)), work.ask("wang", files(2))
    mending.may.set()
    assert work.wait(after, LONG).state == "done"
    ended = work.wait(failed, LONG)
    assert ended.state == "failed"
    assert told in ended.message
