"""What the queue can be narrowed to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Dialect, and_, func, select, union
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from pipeline.store.contract import table_named
from pipeline.store.finding_ranks import severity_rank
from pipeline.store.queue_entries import searched_text

OPEN: Final = "open"
EVERY: Final = "all"
NOBODY: Final = "-"
"""As an assignee: findings that are assigned to nobody."""

_LONGEST_TEXT: Final = 200
_MOST_WORDS: Final = 8
_FEW: Final = 400


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """`month` is any day of it, `status` a status, `open` (what waits for a person) or `all`, `text` words that must
    all occur, `report_id` a report whose figures are in the evidence. None is no condition."""

    unit: str | None = None
    month: date | None = None
    family: str | None = None
    severity: str | None = None
    status: str = OPEN
    assignee: str | None = None
    text: str | None = None
    report_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The filter in JSON's kinds, without what is no condition."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def filter_of(written: dict[str, Any]) -> QueueFilter:
    """The filter that `as_json` wrote; what is unknown or of another kind is left out."""
    known = {field.name for field in fields(QueueFilter)}
    values: dict[str, Any] = {
        name: value for name, value in written.items() if name in known and isinstance(value, str)
    }
    if "month" in values:
        try:
            values["month"] = date.fromisoformat(values["month"])
        except ValueError:
            del values["month"]
    return QueueFilter(**values)


Condition = ColumnElement[bool]


def conditions(chosen: QueueFilter, today: date, connection: Connection) -> dict[str, Condition]:
    """The conditions on `queue_entries`, by the field of the filter that makes them. Text is searched once: where it
    stands in few findings, the condition names them."""
    made = _conditions(chosen, today, connection.dialect)
    if "text" in made:
        queue = table_named("queue_entries")
        found = connection.execute(select(queue.c.finding_id).where(made["text"]).limit(_FEW + 1)).scalars().all()
        if len(found) <= _FEW:
            made["text"] = queue.c.finding_id.in_(found)
    return made


def _conditions(chosen: QueueFilter, today: date, dialect: Dialect) -> dict[str, Condition]:
    queue = table_named("queue_entries")
    made = field_conditions(queue.c, chosen, today)
    if chosen.report_id is not None:
        made["report_id"] = _of_report(chosen.report_id)
    words = searched_text(chosen.text or "")[:_LONGEST_TEXT].split()[:_MOST_WORDS]
    if words:
        place = func.instr if dialect.name == "sqlite" else func.strpos
        made["text"] = and_(*(place(queue.c.searched, word) > 0 for word in words))
    return made


def field_conditions(
    columns: ReadOnlyColumnCollection[str, Any], chosen: QueueFilter, today: date
) -> dict[str, Condition]:
    """The conditions on the fields that are counted by: on the columns of `queue_entries`, or on some of the same
    names."""
    made: dict[str, Condition] = {}
    for name in ("unit", "family"):
        if (value := getattr(chosen, name)) is not None:
            made[name] = columns[name] == value
    if chosen.severity is not None:
        made["severity"] = columns["severity_rank"] == severity_rank(chosen.severity)
    if chosen.month is not None:
        made["month"] = columns["month"] == chosen.month.replace(day=1)
    if chosen.assignee is not None:
        nobody = chosen.assignee == NOBODY
        made["assignee"] = columns["assignee"].is_(None) if nobody else columns["assignee"] == chosen.assignee
    if chosen.status == OPEN:
        made["status"] = columns["open_from"] <= today
    elif chosen.status != EVERY:
        made["status"] = columns["status"] == chosen.status
    return made


def _of_report(report_id: str) -> Condition:
    """The findings about a figure of the report, or with one in their evidence."""
    queue, links, facts = table_named("queue_entries"), table_named("finding_facts"), table_named("facts")
    about = select(queue.c.finding_id).where(queue.c.report_id == report_id).correlate(None)
    named = select(links.c.finding_id).join(facts, facts.c.fact_id == links.c.fact_id)
    return queue.c.finding_id.in_(union(about, named.where(facts.c.report_id == report_id)))
