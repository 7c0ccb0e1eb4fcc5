"""The keys that people chose for the desk, each for their own account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from pipeline.review.accounts import Person
from pipeline.store.connection import Store
from pipeline.store.contract import table_named


def chosen_keys(store: Store, by: Person) -> Mapping[str, str]:
    """The key of each action for which the person chose one (empty: none at all)."""
    table = table_named("desk_keys")
    with store.reading() as connection:
        keys = connection.execute(select(table.c["keys"]).where(table.c.name == by.name)).scalar()
    return {str(action): str(key) for action, key in (keys or {}).items()}


def choose_keys(store: Store, by: Person, keys: Mapping[str, str], now: datetime) -> None:
    """Keep the keys in place of those before; without any, the usual ones are back. Raises StoreBusy."""
    table = table_named("desk_keys")
    with store.writing() as connection:
        connection.execute(delete(table).where(table.c.name == by.name))
        if keys:
            connection.execute(insert(table).values(name=by.name, keys=dict(keys), chosen_at=now))
