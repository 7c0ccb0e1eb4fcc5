"""What a page does to the process that draws it costs that page alone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import pytest

from extractors.errors import Unreadable
from pipeline.picturing.picture_process import NotMade, PictureProcess
from rules.errors import HeduiError


def ask_for_memory() -> int:
    return len(bytes(8 << 30))


def refuse() -> None:
    raise Unreadable("damaged", "缺页")


def ask_for_something_else() -> None:
    raise HeduiError("没有中文字体。", "装上。")


@pytest.fixture
def process() -> Iterator[PictureProcess]:
    made = PictureProcess(seconds=4.0, memory=1 << 30)
    yield made
    made.close()


def test_what_takes_too_long_or_ends_the_process_costs_only_itself(process: PictureProcess) -> None:
    begun = time.monotonic()
    with pytest.raises(NotMade, match="4 秒还没画完"):
        process.do(time.sleep, 600)
    assert process.do(len, "页") == 1
    assert time.monotonic() - begun < 300
    with pytest.raises(NotMade, match="中断"):
        process.do(os._exit, 3)
    assert process.do(len, "页页") == 2


def test_what_is_wrong_is_said(process: PictureProcess) -> None:
    with pytest.raises(NotMade, match="缺页"):
        process.do(refuse)
    with pytest.raises(HeduiError, match="没有中文字体"):
        process.do(ask_for_something_else)
    with pytest.raises(NotMade, match="ValueError"):
        process.do(int, "几")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what a program asks for")
def test_memory_is_bounded(process: PictureProcess) -> None:
    with pytest.raises(NotMade, match="内存"):
        process.do(ask_for_memory)
