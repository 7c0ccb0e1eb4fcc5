"""The list of units that submit reports or owe some: filtered, sorted and paged by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, select

from pipeline.review.open_counts import open_of_units
from pipeline.store.contract import Row, table_named

UNIT_SORTS: Final = ("open", "name", "period")
UNITS_ON_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A page of the list: rows of `units` with `error`, `warning` and `notice`, the numbers of open findings."""

    units: Sequence[Row]
    page: int
    pages: int
    total: int


def unit_page(connection: Connection, today: date, text: str = "", sort: str = "open", page: int = 1) -> UnitPage:
    """The page of units whose name or region holds `text`; a number beyond the last page gives the last."""
    units, waiting = table_named("units"), open_of_units(today)
    conditions: list[Any] = [
        units.c.unit.contains(word, autoescape=True) | units.c.region.contains(word, autoescape=True)
        for word in text.split()
    ]
    total = connection.execute(select(func.count()).select_from(units).where(*conditions)).scalar_one()
    pages = max(1, -(-total // UNITS_ON_PAGE))
    page = min(max(1, page), pages)
    numbers = [func.coalesce(waiting.c[name], 0).label(name) for name in ("error", "warning", "notice")]
    orders: dict[str, list[Any]] = {
        "open": [*(number.desc() for number in numbers), units.c.unit],
        "name": [units.c.unit],
        "period": [units.c.last_period_end.desc(), units.c.unit],
    }
    asked = select(units, *numbers).select_from(units.outerjoin(waiting, waiting.c.unit == units.c.unit))
    ordered = asked.where(*conditions).order_by(*orders.get(sort, orders["open"]))
    shown = ordered.limit(UNITS_ON_PAGE).offset((page - 1) * UNITS_ON_PAGE)
    return UnitPage([dict(row) for row in connection.execute(shown).mappings()], page, pages, total)
