"""Invented reports for the tests: a reader that makes its content from a few lines of text.

A file is lines `field: value` (unit, period as 2024-06, issued, kind, scanned) and `item | column | metric | amount`.
"""

from __future__ import annotations

import os
import re
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractors.errors import Unreadable
from extractors.fact import Fact, Period
from extractors.pace import page_begins
from extractors.report import Hints, Metadata, ReportContent
from extractors.sheet.item import Item
from extractors.text import LinePlace, Text
from pipeline.intake.hints import parse_period
from rules.errors import RuleMistake


def report_text(*facts: str, **fields: str) -> str:
    """The text of a file that `read_made_up` understands."""
    return "\n".join([*(f"{name}: {value}" for name, value in fields.items()), *facts])


def read_made_up(path: Path, hints: Hints) -> ReportContent:
    """A reader: lines to facts.

    A file that says `broken` is unreadable, `bug` raises, `mistake` meets a wrong rule file, `crash` ends the process,
    `hang` never ends, `spin` neither and lets no other thread run, `greedy` takes 2 GiB of memory, `pages 5` has five
    pages that take 0.4 seconds each, `killed` waits to be killed when it is read first, `setting X` is refused with
    what the environment says of X. Those that wait write the number of their process beside the file.
    """
    text = path.read_text(encoding="utf-8", errors="surrogatepass")
    match text.strip():
        case "broken":
            raise Unreadable("damaged", "第 1 行")
        case "bug":
            raise ZeroDivisionError("by a bug")
        case "crash":
            os._exit(3)
        case "mistake":
            raise RuleMistake(path, 3, "缺 id", "补上。")
        case "hang":
            _wait(path)
        case "spin":
            re.match(r"(a+)+$", "a" * 60 + "b")
        case "greedy":
            bytearray(2 << 30)
        case "killed" if not path.with_suffix(".pid").exists():
            _wait(path)
        case setting if setting.startswith("setting "):
            raise Unreadable("damaged", os.environ.get(setting.split()[1], ""))
        case pages if pages.startswith("pages "):
            for _ in range(int(pages.split()[1])):
                page_begins()
                time.sleep(0.4)
    fields: dict[str, str] = {}
    facts: list[Fact] = []
    items: dict[str, Item] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if "|" in line:
            item, column, metric, amount, *flags = (part.strip() for part in line.split("|"))
            items.setdefault(item, Item(len(items), _text(item, number), target=_text(line, number)))
            facts.append(_fact(number, line, item, items[item].position, column, metric, amount, tuple(flags)))
        elif ":" in line:
            name, value = line.split(":", 1)
            fields[name] = value.strip()
    period = _period(fields.get("period")) or hints.period
    return ReportContent(
        Metadata(
            kind=fields.get("kind", "progress_sheet"),  # type: ignore[arg-type]
            title=fields.get("title"),
            unit=fields.get("unit") or hints.unit,
            region=None,
            period=period,
            issued_on=date.fromisoformat(fields["issued"]) if "issued" in fields else None,
            document_number=None,
            source={
                "unit": "printed"
                if "unit" in fields
                else hints.source_of("unit")
                if hints.unit
                else str(hints.given_by)
            },
        ),
        items=tuple(items.values()),
        facts=tuple(facts),
        media_type="text/plain",
        pages=None,
        scanned="scanned" in fields,
    )


def _wait(path: Path) -> None:
    path.with_suffix(".pid").write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(600)


def _text(chars: str, line: int) -> Text:
    return Text(chars, tuple(LinePlace(line, column) for column in range(len(chars))))


def _period(text: str | None) -> Period | None:
    found = parse_period(text) if text else None
    return found[0] if found else None


def _fact(
    number: int, line: str, item: str, position: int, column: str, metric: str, amount: str, flags: tuple[str, ...]
) -> Fact:
    value = Decimal(amount)
    return Fact(
        locator=f"{position}/{column}/{number}",
        index=0,
        quantity=_text(line, number)[line.index(amount) : line.index(amount) + len(amount)],
        printed=f"{amount}元",
        kind="amount",
        role="actual",
        comparator="eq",
        value=value,
        low=value,
        high=value,
        unit="CNY",
        per=None,
        metric=metric,
        metric_name=None,
        metric_code=None,
        parent_metric=None,
        period=Period(date(2024, 1, 1), date(2024, 6, 30), "ytd"),
        period_source="column",
        scope=None,
        region=None,
        base=None,
        basis=None,
        evidence=line,
        rule="made_up",
        confidence=Decimal("0.90"),
        flags=flags,
        item=item,
        item_position=position,
        column=column,  # type: ignore[arg-type]
        sentence=number,
    )
