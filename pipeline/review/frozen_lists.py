"""A frozen list as it is shown before it is decided on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from pipeline.store.connection import Store
from pipeline.store.contract import table_named


@dataclass(frozen=True, slots=True)
class FrozenList:
    """A list: how many findings it holds, the `first` of them in the queue's order, how many have `changed` since or
    are gone, by whom it was made, and the journal's entry that decided it (None: not yet)."""

    frozen_id: str
    count: int
    first: tuple[str, ...]
    changed: int
    made_by: str
    decided: int | None


def frozen_list(store: Store, frozen_id: str, most: int) -> FrozenList | None:
    """The list of that id with up to `most` of its findings; None if there is none."""
    lists, kept = table_named("frozen_lists"), table_named("frozen_findings")
    findings, queue = table_named("findings"), table_named("queue_entries")
    with store.reading() as connection:
        row = connection.execute(select(lists).where(lists.c.frozen_id == frozen_id)).mappings().first()
        if row is None:
            return None
        same = (
            select(func.count())
            .select_from(kept.join(findings, findings.c.finding_id == kept.c.finding_id))
            .where(kept.c.frozen_id == frozen_id, findings.c.version == kept.c.version)
        )
        unchanged = connection.execute(same).scalar_one()
        first = connection.execute(
            select(kept.c.finding_id)
            .join(queue, queue.c.finding_id == kept.c.finding_id)
            .where(kept.c.frozen_id == frozen_id)
            .order_by(queue.c.severity_rank, queue.c.lightness, queue.c.finding_id)
            .limit(most)
        ).scalars()
        return FrozenList(
            frozen_id, row["count"], tuple(first), row["count"] - unchanged, row["made_by"], row["decided"]
        )
