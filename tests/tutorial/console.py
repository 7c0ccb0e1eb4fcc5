"""The lines of a page that are typed, and what the program prints: read from the page, typed again, compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = "/srv/hedui"
"""Where the program stands on the page."""

_BLOCK: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRESS: Final = re.compile(r"^(?:清点|读取|入库|核对|导出) \d+/\d+.*\n", re.MULTILINE)
_TORN_PATH: Final = re.compile(r"^(原件：\n  .*)\n    (?=\S)", re.MULTILINE)
_PASSING: Final = (
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "2024-07-15 09:30"),
    (re.compile(r"\d{4}-\d\d-\d\d(?= 前更正)"), "2024-07-25"),
    (re.compile(r"\d{4}年\d+月\d+日(?=前更正)"), "2024年7月25日"),
    (re.compile(r"\d{8}T\d{6}Z-[0-9a-f]+"), "20240715T013000Z-123456"),
    (re.compile(r"用时 (?:\d+ 分 )?[\d.]+ 秒"), "用时 6.0 秒"),
    (re.compile(r"核对〔\d{4}〕"), "核对〔2024〕"),
)
"""What no two runs have in common, and how it stands on the page."""


@dataclass(frozen=True)
class Typed:
    """A line that is typed, and what is printed then."""

    words: tuple[str, ...]
    printed: str
    line: str


def typed_on(page: str) -> list[Typed]:
    """The commands of the page's blocks, in their order."""
    return [_typed(block) for block in _BLOCK.findall(page)]


def with_printed(page: str, printed: list[str]) -> str:
    """The page with other printed lines, one text for each command."""
    texts = iter(printed)

    def block(found: re.Match[str]) -> str:
        return f"```console\n{found[1].split(chr(10), 1)[0]}\n{next(texts)}```"

    return _BLOCK.sub(block, page)


def as_on_the_page(printed: str, folder: Path) -> str:
    """What was printed in the folder, without what no two runs have in common."""
    text = _PROGRESS.sub("", printed)
    while _TORN_PATH.search(text):  # the folder's name may be longer than a line
        text = _TORN_PATH.sub(r"\1", text)
    text = text.replace(str(folder.resolve()), FOLDER).lstrip("\n")
    for pattern, instead in _PASSING:
        text = pattern.sub(instead, text)
    return text


def type_all(page: str, folder: Path, run: Callable[[list[str]], str], between: dict[str, Callable[[], None]]) -> str:
    """The page with what the commands print now; `between` is done before the first of the commands that it names."""
    printed, waiting = [], dict(between)
    for one in typed_on(page):
        waiting.pop(one.words[1], lambda: None)()
        printed.append(as_on_the_page(run(list(one.words[1:])), folder))
    return with_printed(page, printed)


def _typed(block: str) -> Typed:
    line, _, printed = block.partition("\n")
    assert line.startswith("$ hedui "), line
    typed = line.removeprefix("$ ")
    return Typed(tuple(shlex.split(typed)), printed, typed)
