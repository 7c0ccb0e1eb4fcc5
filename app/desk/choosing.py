"""From the fields of a form to what was chosen, and back to the fields where it could not be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.desk.forms import Posted
from pipeline.review.choices import NEXT_REPORT, Choice


@dataclass
class Typed:
    """What stands in the fields: as typed before, where it could not be taken, with the mistake or the notice."""

    open: str = ""
    value: str = ""
    reason: str = ""
    reason_code: str = ""
    until: str = "day"
    day: str = ""
    text: str = ""
    mistake: str = ""
    notice: str = ""


def typed_fields(fields: Posted | None) -> Typed:
    """The fields as they were sent; without any, as they are at first."""
    if fields is None:
        return Typed()
    return Typed(
        open=fields.said("decision").partition(":")[0],
        value=fields.said("value"),
        reason=fields.said("reason"),
        reason_code=fields.said("reason_code"),
        until=fields.said("until") or "day",
        day=fields.said("day"),
    )


def chosen(fields: Posted) -> Choice | None:
    """What was chosen; None where a day is asked for and none was written."""
    status, _, fault = fields.said("decision").partition(":")
    until: Any = None
    if status == "deferred":
        until = NEXT_REPORT if fields.said("until") == NEXT_REPORT else _day(fields.said("day"))
        if until is None:
            return None
    return Choice(
        status=status,  # type: ignore[arg-type]  # what is decided with it refuses what it does not know
        reason_code=fields.said("reason_code") or None,
        reason=fields.said("reason") or None,
        value=fields.said("value") or None,
        until=until,
        fault=fault or None,  # type: ignore[arg-type]  # the same
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
