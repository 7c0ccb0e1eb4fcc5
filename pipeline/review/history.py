"""What happened to a finding, oldest first: what runs found, what people decided, assigned, said and took back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.review.journal import Entry, entry_of
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `by` is the account's name (None: a run), `action` one of the journal, or `run`;
    `before` and `after` are statuses. A decision has its row of `reviews` as `review` (it tells whether it was taken
    back: `undone_by`). Of a finding that came back there are the figures before and now; a `correct_reading` or
    anything else that was done to it has its words in `told`."""

    at: datetime
    by: str | None
    action: str
    before: str | None = None
    after: str | None = None
    sequence: int | None = None
    review: Row | None = None
    assignee: str | None = None
    figures_before: tuple[Row, ...] = ()
    figures_after: tuple[Row, ...] = ()
    told: Row = field(default_factory=dict)


def history(store: Store, finding_id: str) -> tuple[Event, ...]:
    """What happened to the finding of that id; empty for an unknown one."""
    with store.reading() as connection:
        events = [*_of_runs(connection, finding_id), *_of_people(connection, finding_id)]
    status = None
    told = []
    for _, event in sorted(events, key=lambda each: each[0]):
        told.append(replace(event, before=status) if event.after is not None and event.before is None else event)
        status = event.after or status
    return tuple(told)


_Placed = tuple[tuple[datetime, int, int], Event]
"""An event with what it is ordered by."""


def _of_runs(connection: Connection, finding_id: str) -> list[_Placed]:
    changes = table_named("status_changes")
    found = connection.execute(select(changes).where(changes.c.finding_id == finding_id))
    return [
        (
            (row.at, row.version or 0, row.change_id),
            Event(
                row.at,
                None,
                "run",
                row.before,
                row.after,
                figures_before=tuple(row.figures_before or ()),
                figures_after=tuple(row.figures_after or ()),
            ),
        )
        for row in found
    ]


def _of_people(connection: Connection, finding_id: str) -> list[_Placed]:
    """What is under the finding's own id in the journal, and the decisions that it shares with others: of those the
    entry, which tells of thousands, is not read."""
    reviews, journal = table_named("reviews"), table_named("journal")
    decided = connection.execute(select(reviews).where(reviews.c.finding_id == finding_id)).mappings()
    own = {row["sequence"]: dict(row) for row in decided}
    under_its_id = connection.execute(select(journal).where(journal.c.subject == finding_id))
    events = [_event(entry_of(row), finding_id, own.pop(row.sequence, None)) for row in under_its_id]
    fields = (journal.c.sequence, journal.c.at, journal.c.by, journal.c.action)
    for row in connection.execute(select(*fields).where(journal.c.sequence.in_(sorted(own)))):
        review = own[row.sequence]
        event = Event(row.at, row.by, row.action, None, review["decision"], row.sequence, review)
        events.append(((row.at, review["version"] or 0, row.sequence), event))
    return events


def _event(entry: Entry, finding_id: str, review: Row | None) -> _Placed:
    if entry.action == "adopt" and review is not None:  # it was decided long before it came into the journal
        at, by = review["reviewed_at"], review["reviewer"]
        return (at, 0, entry.sequence), Event(at, by, "decide", None, review["decision"], entry.sequence, review)
    changes = entry.content.get("changes", ())
    change = next((each for each in changes if each["finding"] == finding_id), None)
    event = Event(
        entry.at,
        entry.by,
        entry.action,
        None if change is None else change["before"]["status"],
        None if change is None else change["after"]["status"],
        entry.sequence,
        review,
        None if change is None else change["after"]["assignee"],
        told={name: value for name, value in entry.content.items() if name not in {"changes", "choice"}},
    )
    return (entry.at, 0 if change is None else change["version"], entry.sequence), event
