"""What was just decided, for the page that comes after it: told, and offered to be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from pipeline.store.connection import Store
from pipeline.store.contract import table_named

_DECIDES = frozenset({"decide", "bulk_decide"})


@dataclass(frozen=True, slots=True)
class Done:
    """What an entry of the journal decided: on which finding, with its sentence; `count` of them, the first one's
    sentence, where it was on several."""

    sequence: int
    finding_id: str
    message: str
    status: str
    count: int


def done_by(store: Store, sequence: int) -> Done | None:
    """What the journal's entry of that number decided; None for one that decided nothing, or was taken back since."""
    reviews, findings, journal = table_named("reviews"), table_named("findings"), table_named("journal")
    standing = (reviews.c.sequence == sequence) & reviews.c.undone_by.is_(None)
    with store.reading() as connection:
        action = connection.execute(select(journal.c.action).where(journal.c.sequence == sequence)).scalar()
        row = connection.execute(
            select(reviews.c.finding_id, reviews.c.decision, findings.c.message)
            .join(findings, findings.c.finding_id == reviews.c.finding_id)
            .where(standing)
            .limit(1)
        ).first()
        if row is None or action not in _DECIDES:
            return None
        count = connection.execute(select(func.count()).select_from(reviews).where(standing)).scalar_one()
    return Done(sequence, row.finding_id, row.message, row.decision, count)
