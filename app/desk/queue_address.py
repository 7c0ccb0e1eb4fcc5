"""The queue's filter in addresses: what somebody looks through stays with them from finding to finding."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from app.desk.typed import month_of
from pipeline.review.queue_filter import OPEN, QueueFilter

_LONGEST: Final = 200
"""Characters of a field that are looked at: nobody types more, and no name is longer."""

FIELDS: Final = ("unit", "month", "family", "severity", "status", "assignee", "text", "report_id")


def asked_filter(query: QueryParams) -> QueueFilter:
    """The filter that an address asks for; what is not understood in it is left out."""
    said = {name: query.get(name, "").strip()[:_LONGEST] or None for name in FIELDS}
    return QueueFilter(
        unit=said["unit"],
        month=month_of(said["month"]),
        family=said["family"],
        severity=said["severity"],
        status=said["status"] or OPEN,
        assignee=said["assignee"],
        text=said["text"],
        report_id=said["report_id"],
    )


def filter_query(asked: QueueFilter, **changed: object) -> str:
    """The filter as the end of an address, with some fields changed (None: left out)."""
    fields = {name: getattr(asked, name) for name in FIELDS} | changed
    if fields["status"] == OPEN:
        fields["status"] = None
    if isinstance(fields["month"], date):
        fields["month"] = f"{fields['month']:%Y-%m}"
    return urlencode([(name, str(value)) for name, value in fields.items() if value not in (None, "")])
