"""What could not be read, and reports that print no unit, period or kind: the lists that people work through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args

from sqlalchemy import Connection, func, not_, select

from pipeline.intake.set_hints import SetField
from pipeline.review.report_settings import not_used
from pipeline.review.setting_aside import is_set_aside
from pipeline.store.contract import Row, table_named
from pipeline.store.key_portions import key_portions

_UNSURE: Final = frozenset({"", "derived"})
"""Where a field came from that a person should look at: nowhere, or inference."""

_TIMELESS: Final = frozenset({"plan", "policy"})


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file in quarantine: the row, when it was last tried, and the record that sets it aside, if one stands."""

    file: Row
    tried_at: datetime | None
    aside: Row | None


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """Some of the files, how many there are by reason and set aside, and the name to go on after."""

    files: tuple[UnreadFile, ...]
    by_reason: dict[str, int]
    aside: int
    more: str | None


def unread_page(
    connection: Connection, aside: bool = False, reason: str = "", text: str = "", after: str = "", size: int = 50
) -> UnreadPage:
    """Up to `size` files by name after `after`: those that wait for a person, or those set `aside`; of one reason, and
    with `text` in their name, where these are given."""
    held, runs, records = table_named("quarantine"), table_named("runs"), table_named("set_aside")
    waits = is_set_aside() if aside else not_(is_set_aside())
    named = held.c.source_name.contains(text, autoescape=True) if text else held.c.source_name.is_not(None)
    reasons = connection.execute(
        select(held.c.reason, func.count()).where(waits, named).group_by(held.c.reason).order_by(func.count().desc())
    )
    wanted = [waits, named, held.c.source_name > after]
    if reason:
        wanted.append(held.c.reason == reason)
    rows = connection.execute(
        select(held, runs.c.started_at)
        .outerjoin(runs, runs.c.run_id == held.c.run_id)
        .where(*wanted)
        .order_by(held.c.source_name)
        .limit(size + 1)
    ).mappings()
    found = [dict(row) for row in rows]
    names = [row["source_name"] for row in found]
    standing = {}
    for portion in key_portions(names):
        of_them = select(records).where(records.c.source_name.in_(portion), records.c.ended_at.is_(None))
        standing.update(
            {(row["source_name"], row["sha256"]): dict(row) for row in connection.execute(of_them).mappings()}
        )
    files = tuple(
        UnreadFile(row, row.pop("started_at"), standing.get((row["source_name"], row["sha256"])))
        for row in found[:size]
    )
    by_reason = {str(code): int(count) for code, count in reasons}
    set_aside = connection.execute(select(func.count()).select_from(held).where(is_set_aside())).scalar_one()
    return UnreadPage(files, by_reason, set_aside, files[-1].file["source_name"] if len(found) > size else None)


@dataclass(frozen=True, slots=True)
class Unstated:
    """A report that does not print its unit, period or kind. By field: what it is taken for, where that comes from
    (empty where nothing is known), and the record by which a person set it, if one stands."""

    report: Row
    sources: dict[SetField, str]
    settings: dict[SetField, Row]

    @property
    def lacking(self) -> tuple[SetField, ...]:
        """What is not known at all, or only inferred. A plan or a rule is of no period."""
        timeless = self.report["kind"] in _TIMELESS
        return tuple(
            field
            for field, source in self.sources.items()
            if source in _UNSURE and not (field == "period" and timeless)
        )


@dataclass(frozen=True, slots=True)
class UnstatedPage:
    """Some of the reports, how many there are in all, the settings that say nothing any more, for the report prints the
    field itself as it is read now, and the name to go on after."""

    reports: tuple[Unstated, ...]
    total: int
    unused: tuple[Row, ...]
    more: str | None


def unstated_page(connection: Connection, everything: bool = False, after: str = "", size: int = 50) -> UnstatedPage:
    """Up to `size` reports, by file name, that print no unit, period or kind and for which that is not known from
    elsewhere; `everything` lists also those that it was set for or for which folders tell it. Those of one name, which
    replace each other, stand on one page."""
    reports = table_named("reports")
    fields = ("report_id", "source_name", "sha256", "title", "unit", "kind", "period_start", "period_end",
              "period_kind", "metadata_source", "ingested_at")  # fmt: skip
    rows = connection.execute(
        select(*(reports.c[name] for name in fields))
        .where(reports.c.withdrawn_at.is_(None))
        .order_by(reports.c.source_name, reports.c.report_id)
    ).mappings()
    standing = _standing(connection)
    found: list[Unstated] = []
    unused: list[Row] = []
    for row in rows:
        settings = standing.get(row["sha256"], {})
        unused += [dict(one) for one in settings.values() if not_used(one, dict(row))]
        sources = {field: row["metadata_source"].get(field, "") for field in get_args(SetField)}
        one = Unstated(dict(row), sources, settings)
        if one.lacking or (everything and any(source != "printed" for source in sources.values())):
            found.append(one)
    later = [one for one in found if _name(one) > after]
    shown = later[:size]
    while len(shown) < len(later) and _name(later[len(shown)]) == _name(shown[-1]):
        shown.append(later[len(shown)])
    more = _name(shown[-1]) if len(shown) < len(later) else None
    return UnstatedPage(tuple(shown), len(found), tuple(unused), more)


def _name(one: Unstated) -> str:
    return str(one.report["source_name"])


def _standing(connection: Connection) -> dict[str, dict[SetField, Row]]:
    settings = table_named("report_settings")
    found: dict[str, dict[SetField, Row]] = {}
    for row in connection.execute(select(settings).where(settings.c.ended_at.is_(None))).mappings():
        found.setdefault(row["sha256"], {})[row["field"]] = dict(row)
    return found
