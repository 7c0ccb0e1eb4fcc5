"""Files that cannot be read and need not be: they leave the list of quarantine, and stay counted and findable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from pipeline.review.accounts import Person, entitled
from pipeline.review.mending_records import ROLE, Overtaken, local, make_record, not_entitled, plain_reason
from pipeline.review.outcomes import Refused
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named


def set_aside(
    store: Store, by: Person, source_name: str, sha256: str | None, reason: str, now: datetime
) -> str | Refused | Overtaken:
    """Set the file in quarantine aside and return the record's id. `sha256` is that of the content which was seen: a
    file that has changed meanwhile is another. Raises HeduiError as `Store.writing`."""
    why = plain_reason(reason)
    if isinstance(why, Refused):
        return why
    quarantine = table_named("quarantine")
    with store.writing() as connection:
        if not entitled(connection, by, ROLE["set_aside"]):
            return not_entitled(ROLE["set_aside"])
        file = connection.execute(select(quarantine).where(quarantine.c.source_name == source_name)).mappings().first()
        if file is None:
            return Overtaken("这个文件已经不在隔离区了：读成了，或移走了。")
        if file["sha256"] != sha256:
            return Overtaken("这个文件的内容刚才变了。请看过现在的原因再搁置。")
        before = _standing(connection, source_name, sha256)
        if before is not None:
            return Overtaken(f"{before['made_by']} 已于 {local(before['made_at'])} 搁置了它（{before['reason']}）。")
        values: Row = {"source_name": source_name, "sha256": sha256, "refused_for": file["reason"]}
        return make_record(connection, "set_aside", values, by, why, now)


def is_set_aside() -> ColumnElement[bool]:
    """The condition on rows of quarantine that a record that stands sets this content of it aside."""
    quarantine, records = table_named("quarantine"), table_named("set_aside")
    return exists(
        select(records.c.record_id).where(
            records.c.source_name == quarantine.c.source_name,
            records.c.sha256.is_not_distinct_from(quarantine.c.sha256),
            records.c.ended_at.is_(None),
        )
    )


def _standing(connection: Connection, source_name: str, sha256: str | None) -> Row | None:
    records = table_named("set_aside")
    of_it = and_(records.c.source_name == source_name, records.c.sha256.is_not_distinct_from(sha256))
    row = connection.execute(select(records).where(of_it, records.c.ended_at.is_(None))).mappings().first()
    return None if row is None else dict(row)
