"""People who put right what was read, and what the store then holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from made_up.desk import Desk
from made_up.judge import judge_cap
from made_up.reports import read_made_up
from pipeline.review.accounts import Role
from pipeline.review.corrections import Corrected, correct_reading
from pipeline.review.mending import Mended, Wanted, mend
from pipeline.store.contract import Row, table_named

NOW = datetime(2024, 7, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Someone:
    """A person with a role, as the desk gives one."""

    name: str
    role: Role
    shown_name: str = "某人"


LI, WANG, CHEN = Someone("li", "reviewer"), Someone("wang", "approver"), Someone("chen", "viewer")


def again(desk: Desk, *wanted: Wanted) -> Mended:
    """Judge at once what was put right, reading these files again."""
    return mend(desk.store, wanted, read_made_up, judge_cap, "v", workers=0)


def records(desk: Desk, table: str) -> list[Row]:
    """The records of one kind, in their order."""
    with desk.store.reading() as connection:
        statement = select(table_named(table)).order_by(table_named(table).c.record_id)
        return [dict(row) for row in connection.execute(statement).mappings()]


def statuses(desk: Desk) -> dict[str, str]:
    """The status of each finding."""
    return {row["finding_id"]: row["status"] for row in desk.rows("findings")}


def fact(desk: Desk, printed: str) -> Row:
    """The fact that is printed so."""
    return next(row for row in desk.rows("facts") if row["printed"] == printed)


def correct(desk: Desk, printed: str, typed: str, by: Someone = LI, seen: str | None = None) -> Corrected:
    """Correct the figure that is printed so; what was typed must be taken."""
    done = correct_reading(desk.store, by, fact(desk, printed)["fact_id"], typed, "看着是这样", NOW, seen)
    assert isinstance(done, Corrected), done
    return done
