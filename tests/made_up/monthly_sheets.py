"""Invented progress sheets of every kind of figure, for what depends on kinds, roles, scopes and periods."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractors.fact import Fact, Period
from extractors.report import Hints, Metadata, ReportContent
from extractors.sheet.item import Item
from extractors.text import LinePlace, Text
from pipeline.report_rows import whole_fen


def sheet_text(*figures: str, unit: str = "青川市财政局", month: str = "2024-05", **fields: str) -> str:
    """The text of a sheet. A figure is `item | column | metric | kind | role | value | unit | period | scope`, where
    period is m (the month), ytd, year or quarter; a metric `名称=code` has a code; scope may be left out."""
    head = {"unit": unit, "month": month, **fields}
    return "\n".join([*(f"{name}: {value}" for name, value in head.items()), *figures])


def read_sheet(path: Path, _hints: Hints) -> ReportContent:
    """A reader of `sheet_text`."""
    fields: dict[str, str] = {}
    figures: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if "|" in line:
            figures.append([part.strip() for part in line.split("|")])
        else:
            name, value = line.split(": ", 1)
            fields[name] = value
    year, month = (int(part) for part in fields["month"].split("-"))
    names = list(dict.fromkeys(figure[0] for figure in figures))
    return ReportContent(
        Metadata(
            kind=fields.get("kind", "progress_sheet"),  # type: ignore[arg-type]
            title=None,
            unit=fields["unit"],
            region="青川市",
            period=Period(date(year, month, 1), _last(year, month), "month"),
            issued_on=date.fromisoformat(fields["issued"]) if "issued" in fields else None,
            document_number=None,
            source={},
        ),
        items=tuple(
            Item(at, _text(name), target=_text(fields.get("target", "")), light=_text(fields.get("light", "")))
            for at, name in enumerate(names)
        ),
        facts=tuple(_fact(at, figure, names.index(figure[0]), year, month) for at, figure in enumerate(figures)),
        media_type="text/plain",
        pages=None,
        scanned=False,
    )


def _fact(at: int, figure: list[str], position: int, year: int, month: int) -> Fact:
    item, column, metric, kind, role, value, unit, period, *scope = figure
    name, _, code = metric.partition("=")
    amount = Decimal(value)
    assert kind != "amount" or unit != "CNY" or whole_fen(amount, unit) is not None
    return Fact(
        locator=f"{position}/{column}/{at}",
        index=0,
        quantity=_text(value),
        printed=f"{value}{unit}",
        kind=kind,  # type: ignore[arg-type]
        role=role,  # type: ignore[arg-type]
        comparator="eq",
        value=amount,
        low=amount,
        high=amount,
        unit=unit,
        per=None,
        metric=name,
        metric_name=name if code else None,
        metric_code=code or None,
        parent_metric=None,
        period={
            "m": Period(date(year, month, 1), _last(year, month), "month"),
            "ytd": Period(date(year, 1, 1), _last(year, month), "ytd"),
            "year": Period(date(year, 1, 1), date(year, 12, 31), "year"),
            "quarter": Period(date(year, month - (month - 1) % 3, 1), _last(year, month), "quarter"),
        }[period],
        period_source="column",
        scope=scope[0] if scope else None,
        region=None,
        base=None,
        basis=None,
        evidence=" ".join(figure),
        rule="made_up",
        confidence=Decimal("0.9"),
        flags=(),
        item=item,
        item_position=position,
        column=column or None,  # type: ignore[arg-type]
        sentence=at,
    )


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _text(chars: str) -> Text:
    return Text(chars, tuple(LinePlace(1, column) for column in range(len(chars))))
