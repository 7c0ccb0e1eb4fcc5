"""The notices that were sent and what became of them, and the findings that another may be made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from pipeline.notices.chosen import OPEN
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_models import CLOSED
from pipeline.store.key_portions import key_portions
from pipeline.store.store_file import store_file

_BESIDE_A_SERVER: Final = Path("data/curated/notices")
TEMPLATE_NAME: Final = "通知单模板.docx"


@dataclass(frozen=True, slots=True)
class ListedNotice:
    """A notice: how many findings it tells of, how many of them are not settled, and whether its day has passed with
    some left."""

    number: str
    unit: str
    made_at: datetime
    made_by: str
    due: date
    findings: int
    unsettled: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some notices, the last first; `older` says how many there are after them."""

    notices: tuple[ListedNotice, ...]
    total: int
    overdue: int
    older: int


def notice_page(connection: Connection, today: date, skip: int = 0, size: int = 50) -> NoticePage:
    """Up to `size` notices, the last first, after the `skip` last."""
    notices, told, findings = table_named("notices"), table_named("notice_findings"), table_named("findings")
    left = (
        select(told.c.number, func.count().label("left"))
        .join(findings, findings.c.finding_id == told.c.finding_id)
        .where(findings.c.status.not_in(sorted(CLOSED)))
        .group_by(told.c.number)
        .subquery()
    )
    of_all = select(func.count()).select_from(notices)
    late = of_all.join(left, left.c.number == notices.c.number).where(notices.c.due < today)
    counted = select(told.c.number, func.count().label("all")).group_by(told.c.number).subquery()
    rows = connection.execute(
        select(notices, counted.c.all, left.c.left)
        .outerjoin(counted, counted.c.number == notices.c.number)
        .outerjoin(left, left.c.number == notices.c.number)
        .order_by(notices.c.year.desc(), notices.c.position.desc())
        .offset(skip)
        .limit(size)
    )
    listed = tuple(
        ListedNotice(
            row.number,
            row.unit,
            row.made_at,
            row.made_by,
            row.due,
            row.all or 0,
            row.left or 0,
            bool(row.left) and row.due < today,
        )
        for row in rows
    )
    total = connection.execute(of_all).scalar_one()
    overdue = connection.execute(late).scalar_one()
    return NoticePage(listed, total, overdue, max(0, total - skip - len(listed)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that a notice may be made of; `unit` is empty where no report says it."""

    finding_id: str
    unit: str
    severity: str
    status: str
    message: str


def candidates(
    connection: Connection, finding_ids: Collection[str] | None = None, confirmed: bool = True, most: int = 200
) -> tuple[list[Candidate], int]:
    """The findings that may be told of, by unit, worst first, and how many there are in all: these, or the `confirmed`
    ones, or else the errors that wait for a decision. `most` of them at most."""
    findings, queue = table_named("findings"), table_named("queue_entries")
    fields = (findings.c.finding_id, queue.c.unit, findings.c.severity, findings.c.status, findings.c.message)
    joined = select(*fields).join(queue, queue.c.finding_id == findings.c.finding_id)
    rows: list[Row] = []
    if finding_ids is not None:
        for portion in key_portions(sorted(finding_ids)):
            named = connection.execute(joined.where(findings.c.finding_id.in_(portion)))
            rows += [dict(row) for row in named.mappings()]
        rows = [row for row in rows if row["status"] in OPEN]
        rows.sort(key=lambda row: (row["unit"] or "", row["finding_id"]))
        total = len(rows)
    else:
        wanted = (
            [queue.c.status == "confirmed"]
            if confirmed
            else [queue.c.status.in_(sorted(OPEN - {"confirmed"})), queue.c.severity == "error"]
        )
        total = connection.execute(select(func.count()).select_from(queue).where(*wanted)).scalar_one()
        ordered = joined.where(*wanted).order_by(queue.c.unit, queue.c.severity_rank, queue.c.lightness).limit(most)
        rows = [dict(row) for row in connection.execute(ordered).mappings()]
    return [Candidate(**{**row, "unit": row["unit"] or ""}) for row in rows[:most]], total


def unit_of_notice(connection: Connection, number: str) -> str | None:
    """Whom the notice of that number went to; None where there is none."""
    notices = table_named("notices")
    return connection.execute(select(notices.c.unit).where(notices.c.number == number)).scalar()


def notices_folder(store: Store) -> Path:
    """Where notices that are made at the desk lie: beside the store."""
    file = store_file(store.engine.url)
    return _BESIDE_A_SERVER if file is None else file.resolve().parent / "notices"


def template_of(folder: Path) -> Path | None:
    """The bureau's own template, where one lies in the folder."""
    own = folder / TEMPLATE_NAME
    return own if own.is_file() else None


def findings_of(connection: Connection, numbers: Sequence[str]) -> dict[str, list[Row]]:
    """By notice the findings it tells of: id, status and message."""
    told, findings = table_named("notice_findings"), table_named("findings")
    found: dict[str, list[Row]] = {number: [] for number in numbers}
    fields = (told.c.number, findings.c.finding_id, findings.c.severity, findings.c.status, findings.c.message)
    for portion in key_portions(list(numbers)):
        joined = select(*fields).join(findings, findings.c.finding_id == told.c.finding_id)
        for row in connection.execute(joined.where(told.c.number.in_(portion)).order_by(*fields[:2])).mappings():
            found[row["number"]].append(dict(row))
    return found
