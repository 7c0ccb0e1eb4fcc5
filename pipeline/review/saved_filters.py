"""Filters of the queue that people keep under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select

from pipeline.review.accounts import Person, entitled, has_account
from pipeline.review.choices import plain_words
from pipeline.review.outcomes import NOT_ENTITLED, Refusal, Refused, desk_writing, refuse
from pipeline.review.queue_filter import QueueFilter, filter_of
from pipeline.store.connection import Store
from pipeline.store.contract import table_named

LONGEST_NAME: Final = 40
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter under its name."""

    name: str
    filter: QueueFilter


def save_filter(store: Store, by: Person, name: str, chosen: QueueFilter, now: datetime) -> Saved | Refused:
    """Keep the filter under the name, in place of another that the person has under it."""
    try:
        written = " ".join((plain_words(name, LONGEST_NAME, "名称") or "").split())
        if not written:
            raise refuse("请给筛选条件起个名称。")
        saved = table_named("saved_filters")
        own = saved.c.owner == by.name
        with desk_writing(store) as connection:
            if not entitled(connection, by, "viewer"):
                raise refuse(NOT_ENTITLED)
            if not has_account(connection, by.name):
                raise refuse("试用时不能保存筛选条件：先建立账号。")
            connection.execute(delete(saved).where(own, saved.c.name == written))
            if connection.execute(select(func.count()).select_from(saved).where(own)).scalar_one() >= MOST:
                raise refuse(f"最多保存 {MOST} 个筛选条件，请先删去不用的。")
            row = {"owner": by.name, "name": written, "filter": chosen.as_json(), "saved_at": now}
            connection.execute(insert(saved).values(**row))
        return Saved(written, chosen)
    except Refusal as refusal:
        return Refused(refusal.message)


def saved_filters(store: Store, by: Person) -> list[Saved]:
    """The person's filters, by name."""
    saved = table_named("saved_filters")
    own = select(saved).where(saved.c.owner == by.name).order_by(saved.c.name)
    with store.reading() as connection:
        return [Saved(row.name, filter_of(row.filter)) for row in connection.execute(own)]


def forget_filter(store: Store, by: Person, name: str) -> None:
    """Remove the person's filter of that name; one that is not there is gone already. Raises StoreBusy."""
    saved = table_named("saved_filters")
    with store.writing() as connection:
        connection.execute(delete(saved).where(saved.c.owner == by.name, saved.c.name == name))
