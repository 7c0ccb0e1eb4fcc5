"""The command `hedui query`: a person's own SQL, and its answer as a table, CSV or JSON lines.

Imports inside the command are deliberate: `hedui --help` must not wait for SQLAlchemy.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import IO, Annotated, Any, Final

import typer

from app.aligned import aligned, display_width, shorten
from app.store_option import StoreOption, store_url
from app.terminal import printable
from app.typed_day import typed_day
from pipeline.formula_guard import harmless_text


class AnswerFormat(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"


QUERY_HELP: Final = "用一条只读的 SQL 查询各表和视图（如 SELECT * FROM monthly WHERE unit = '某单位'）。"

_WIDEST: Final = 40


def query(
    sql: Annotated[str, typer.Argument(metavar="语句", help="一条 SELECT 语句；不写则列出可查的表和视图")] = "",
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option is called --format
        AnswerFormat, typer.Option("--format", metavar="格式", help="table（默认）、csv 或 json（每行一个对象）")
    ] = AnswerFormat.table,
    as_of: Annotated[
        date | None, typer.Option("--as-of", metavar="日期", parser=typed_day, help="视图按这一天当时已知的内容回答")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="行数", min=1, help="table 最多显示几行，默认 200")] = 200,
    seconds: Annotated[float, typer.Option("--seconds", metavar="秒数", min=1, help="最多查多久，默认 60")] = 60.0,
    tables: Annotated[bool, typer.Option("--tables", help="列出可查的表和视图，及各列的含义")] = False,
) -> None:
    """One statement that reads."""
    if tables or not sql.strip():
        for line in table_lines():
            print(line)
        return
    from pipeline.store.query import run_query

    with run_query(store_url(store), sql, as_of, seconds) as answer:
        write_answer(answer.columns, answer.rows, format, limit, sys.stdout)


def write_answer(
    columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], format_: AnswerFormat, limit: int, out: IO[str]
) -> None:
    """Write the rows to `out`. A table shows the first `limit` rows and says if there are more; csv and json give all,
    a few at a time."""
    match format_:
        case AnswerFormat.csv:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([_harmless(value) for value in row] for row in rows)
        case AnswerFormat.json:
            for row in rows:
                out.write(json.dumps(dict(zip(columns, map(_json_value, row), strict=True)), ensure_ascii=False) + "\n")
        case AnswerFormat.table:
            out.writelines(f"{line}\n" for line in _table(columns, rows, limit))


def table_lines() -> Iterator[str]:
    """Every table and view that can be asked, with its columns and what they mean."""
    from pipeline.store.contract import EXPORTED_TABLES, OTHER_TABLES, table_named
    from pipeline.store.views import views

    yield "视图（现行报告的数字，供查询）："
    for view in views():
        yield from _described(view.name, view.comment, ((column.name, column.comment) for column in view.columns))
    yield ""
    yield "表："
    for name in (*EXPORTED_TABLES, *OTHER_TABLES):
        table = table_named(name)
        yield from _described(name, table.comment or "", ((each.name, each.comment or "") for each in table.columns))


def _described(name: str, comment: str, columns: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"  {name}  {comment}"
    yield from aligned([("   ", *column) for column in columns], ("left", "left", "left"))


def _table(columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], limit: int) -> Iterator[str]:
    shown = [[shorten(printable(_text(value)), _WIDEST) for value in row] for row in islice(rows, limit)]
    more = next(rows, None) is not None
    numbers = [all(_is_number(row[at]) for row in shown if row[at]) for at in range(len(columns))]
    lines = aligned([list(columns), *shown], ["right" if number else "left" for number in numbers])
    yield lines[0]
    yield "-" * max(map(display_width, lines))
    yield from lines[1:]
    yield f"共 {len(shown)} 行。" if not more else f"只显示前 {limit} 行；全部用 --format csv，或用 --limit 放宽。"


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _text(value: Any) -> str:
    """The value as one line of text; null is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float():
            return repr(value).removesuffix(".0")
        case Decimal():
            plain = format(value, "f")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case datetime() | date():
            return value.isoformat()
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return " ".join(str(value).split("\n"))


def _harmless(value: Any) -> str:
    """The cell for a spreadsheet: no text that it would compute."""
    return harmless_text(_text(value)) if isinstance(value, str) else _text(value)


def _json_value(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | list | dict) else _text(value)
