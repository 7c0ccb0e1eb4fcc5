"""Tasks with a date by which they are due, from the target cells of progress sheets."""

from __future__ import annotations

import calendar
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

_MONTH = r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月"
_DUE = re.compile(
    rf"{_MONTH}(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]|(?:月)?(?P<end>底|末|中旬|上旬|下旬))?(?:之前|以前|前|止)"
    r"|(?P<half>上半年|年中)(?:之前|以前|前|内|底前|末前)?(?:[^，。；]{0,12}?)(?=完成|出台|建成|实现|投入|启动|到位|开工|竣工|报)"
)
_CLAUSE_ENDS = "，。；！？\n"
_MIDDLE_OF_MONTH = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Due:
    """`printed` is the expression (5月底前), `clause` the words around it, `by` the last day."""

    printed: str
    clause: str
    by: date


def due_dates(text: str, year: int) -> Iterator[Due]:
    """The dates by which `text` wants something done; a month without a year is of `year`."""
    plain = re.sub(r"\s+", "", text)
    for match in _DUE.finditer(plain):
        by = _last_day(match, year)
        if by is not None:
            printed = match.group() if match["month"] else match["half"]
            yield Due(printed, _clause(plain, match.start(), match.end()), by)


def task_rows(items: pd.DataFrame, reports: pd.DataFrame) -> list[dict[str, Any]]:
    """A row in the shape of a fact (kind `task`) for every due date in a target cell of `items`.

    Reports without a period give none: without it, a month has no year.
    """
    if items.empty:
        return []
    by_report = reports.set_index("report_id").to_dict("index")
    rows: list[dict[str, Any]] = []
    with_month = items["target_text"].fillna("").str.contains("月|上半年|年中", regex=True)
    for item in items[with_month].to_dict("records"):
        report = by_report.get(item["report_id"], {})
        period_end = report.get("period_end")
        if not isinstance(period_end, str):
            continue
        year = int(period_end[:4])
        rows.extend(_task(item, report, due) for due in due_dates(str(item["target_text"]), year))
    return rows


def _task(item: dict[Hashable, Any], report: dict[Hashable, Any], due: Due) -> dict[str, Any]:
    return {
        "report_id": item["report_id"],
        "source_name": item.get("source_name"),
        "item": item.get("name"),
        "item_position": item.get("item_position"),
        "column": "target",
        "kind": "task",
        "role": "target",
        "comparator": "le",
        "metric": due.clause,
        "printed": due.printed,
        "period_end": due.by.isoformat(),
        "period_kind": "deadline",
        "evidence": due.clause,
        "unit_name": report.get("unit"),
        "region": report.get("region"),
        "report_kind": report.get("kind"),
        "report_period_end": report.get("period_end"),
    }


def _last_day(match: re.Match[str], year: int) -> date | None:
    if match["half"]:
        return date(year, 6, 30)
    year, month = int(match["year"] or year), int(match["month"])
    length = calendar.monthrange(year, month)[1]
    if match["day"]:
        return date(year, month, min(int(match["day"]), length))
    if match["end"] is None:
        # 6月前 without 底: up to the end of May, strictly; read generously as within June.
        return date(year, month, length)
    return date(year, month, _MIDDLE_OF_MONTH.get(match["end"], length))


def _clause(text: str, start: int, end: int) -> str:
    first = max(text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
    last = min((text.find(mark, end) for mark in _CLAUSE_ENDS if text.find(mark, end) >= 0), default=len(text))
    return text[first:last]
