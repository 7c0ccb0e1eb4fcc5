"""What a database says of a statement that it does not understand, in Chinese, with the name that may be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Final

import regex

from pipeline.store.contract import EXPORTED_TABLES, OTHER_TABLES, table_named
from pipeline.store.views import views


def sql_mistake(said: str) -> str:
    """The sentence, with its stop; `said` itself where it is none that is known."""
    for pattern, words in _SAID:
        if found := pattern.search(said):
            told = words(found.group(1) if found.groups() else "")
            return told if told.endswith("？") else f"{told}。"
    return said


def _no_table(name: str) -> str:
    return f"没有表或视图 {name}{_meant(name, _tables())}"


def _no_column(name: str) -> str:
    columns = {column.name for table in (*EXPORTED_TABLES, *OTHER_TABLES) for column in table_named(table).columns}
    columns |= {column.name for view in views() for column in view.columns}
    column = name.rpartition(".")[2]
    if column.lower() in columns:
        return f"语句里的表或视图没有列 {name}，别的有"
    return f"没有列 {name}{_meant(column, columns)}"


def _tables() -> tuple[str, ...]:
    return (*(view.name for view in views()), *EXPORTED_TABLES, *OTHER_TABLES)


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name.lower(), sorted(known), n=1)
    return f"，是否想写 {close[0]}？" if close else ""


_SAID: Final[tuple[tuple[regex.Pattern[str], Callable[[str], str]], ...]] = tuple(
    (regex.compile(pattern), words)
    for pattern, words in (
        (r"(?|no such table: (\S+)|relation \"([^\"]+)\" does not exist)", _no_table),
        (r"(?|no such column: (\S+)|column \"?([\w.]+)\"? does not exist)", _no_column),
        (r"(?|no such function: (\S+)|function ([\w.]+)\(.*\) does not exist)", lambda name: f"没有函数 {name}"),
        (
            r"(?|ambiguous column name: (\S+)|column reference \"([^\"]+)\" is ambiguous)",
            lambda name: f"几个表里都有列 {name}，前面要写明是哪个表的",
        ),
        (r"one statement at a time|multiple commands", lambda _: "一次只能写一条语句"),
        (r"incomplete input|at end of input", lambda _: "语句没有写完"),
        (r"unrecognized token|unterminated quoted", lambda _: "引号没有成对，或有不认识的符号"),
        (r"near \"([^\"]+)\"", lambda name: f"{name} 附近的写法不对"),
    )
)
