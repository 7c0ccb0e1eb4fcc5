"""The command `hedui coverage`: who has submitted, who is late, who owes a report.

Imports inside the command are deliberate: `hedui --help` must not wait for pandas and SQLAlchemy.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from app.aligned import aligned
from app.failures import NothingFound
from app.query_command import AnswerFormat, write_answer
from app.store_option import StoreOption, store_url
from app.terminal import print_lines
from app.typed_day import typed_day
from pipeline.wording.labels import COVERAGE_STATE

if TYPE_CHECKING:
    from pipeline.coverage.submitted import Coverage

COVERAGE_HELP: Final = "按应报清单列出各单位各期报告：按时、晚到、没读成、缺报、待报。"

_MARKS: Final = {"on_time": "√", "late": "晚", "unreadable": "坏", "missing": "缺", "awaited": "…"}
_EVERY: Final = {"month": "每月", "quarter": "每季", "half": "每半年", "year": "每年"}


def coverage(
    store: StoreOption = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只看某个单位的，写名称的一部分即可")
    ] = None,
    periods: Annotated[int, typer.Option("--periods", metavar="期数", min=1, help="看最近几期，默认 12")] = 12,
    as_of: Annotated[
        date | None, typer.Option("--as-of", metavar="日期", parser=typed_day, help="按哪一天判断期限，默认今天")
    ] = None,
    format: Annotated[  # noqa: A002 - the option is called --format
        AnswerFormat, typer.Option("--format", metavar="格式", help="table（默认）、csv 或 json（每行一个对象）")
    ] = AnswerFormat.table,
) -> None:
    """Owed reports against those that arrived."""
    from pipeline.coverage.owed_reports import OWED_NAMES
    from pipeline.coverage.submitted import COVERAGE_FIELDS, coverage, coverage_row
    from pipeline.store import existing_store

    with closing(existing_store(store_url(store))) as opened, opened.reading() as connection:
        owed = coverage(connection, as_of or datetime.now().astimezone().date())
    if not owed:
        raise NothingFound(
            "还没有应报清单，或者清单里的报告都还没有到期。",
            f"在收件夹里放一份 {OWED_NAMES[0]}（或 .csv、.xlsx），写明各单位应报的报告，再运行 hedui run。",
        )
    chosen = [one for one in owed if unit is None or any(unit in name for name in one.period.owed.names)]
    if not chosen:
        raise NothingFound(f"应报清单里没有名称含“{unit}”的单位。", "不加 --unit 运行 hedui coverage，看有哪些单位。")
    if format is not AnswerFormat.table:
        rows = iter([tuple(coverage_row(one).values()) for one in chosen])
        write_answer(COVERAGE_FIELDS, rows, format, len(chosen), sys.stdout)
        return
    print_lines(coverage_lines(chosen, periods))


def coverage_lines(covered: Sequence[Coverage], periods: int) -> Iterator[str]:
    """A table for each frequency: a row for each duty, a column for each of the last `periods` periods; then what the
    marks mean and how many there are of each, and by name what is owed still."""
    shown: list[Coverage] = []
    for every, words in _EVERY.items():
        those = [one for one in covered if one.period.owed.every == every]
        if those:
            ends = sorted({one.period.end for one in those})[-periods:]
            shown += (within := [one for one in those if one.period.end in ends])
            yield words
            yield from _grid(within, ends)
            yield ""
    counts = Counter[str](one.state for one in shown)
    yield "  ".join(
        f"{_MARKS[state]} {said} {counts[state]}" for state, said in COVERAGE_STATE.items() if counts[state]
    )
    yield from _still_owed(shown)


def _grid(covered: Iterable[Coverage], ends: Sequence[date]) -> Iterator[str]:
    from pipeline.coverage.findings import kind_words

    cells: dict[tuple[str, str], dict[date, str]] = {}
    for one in covered:
        duty = (one.period.owed.unit, kind_words(one.period.owed.kind))
        cells.setdefault(duty, {})[one.period.end] = _MARKS[one.state]
    head = ["", "", *(f"{end:%y-%m}" for end in ends)]
    rows = [[*duty, *(marks.get(end, "") for end in ends)] for duty, marks in cells.items()]
    yield from (f"  {line}" for line in aligned([head, *rows], ["left"] * len(head)))


def _still_owed(covered: Iterable[Coverage]) -> Iterator[str]:
    from pipeline.coverage.findings import day_words, kind_words, period_words
    from pipeline.coverage.submitted import UNMET

    lacking = sorted((one for one in covered if one.state in UNMET), key=lambda one: one.period.due)
    if lacking:
        yield ""
        yield "还欠："
    for one in lacking:
        owed = one.period.owed
        said = f"  {owed.unit}  {period_words(one.period)}{kind_words(owed.kind)}  期限{day_words(one.period.due)}"
        yield said + (f"  没有读成：{one.source_name}" if one.source_name else "")
