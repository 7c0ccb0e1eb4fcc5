"""Takes decisions of earlier programs, which kept no journal, into the journal of a store that is upgraded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select, update

from pipeline.review.journal import append
from pipeline.store.contract import contract_fields, table_named

_BY: Final = "hedui"


def adopt_reviews(connection: Connection) -> None:
    """Write an entry for each decision that has none, oldest first."""
    reviews = table_named("reviews")
    fields = [reviews.c[name] for name in contract_fields("reviews")]
    old = select(*fields).where(reviews.c.sequence.is_(None)).order_by(reviews.c.reviewed_at, reviews.c.review_id)
    now = datetime.now(UTC)
    for row in connection.execute(old).mappings().all():
        content = {**row, "reviewed_at": row["reviewed_at"].isoformat()}
        sequence = append(connection, _BY, "adopt", row["finding_id"], {"review": content}, now)
        mine = reviews.c.review_id == row["review_id"]
        connection.execute(update(reviews).where(mine).values(sequence=sequence))
