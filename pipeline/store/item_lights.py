"""Gives every row of a progress sheet its light: as printed, else by the rule from progress, deadline and findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, update

from pipeline.reconcile.deadlines import due_dates
from pipeline.store.contract import table_named
from pipeline.store.corrected_figures import corrected_figures
from pipeline.store.finding_models import CLOSED
from pipeline.store.key_portions import key_portions
from rules.lights import LightRule, Standing, judged_light, load_lights

_ISO: Final = re.compile(r"(?P<year>20\d\d)[-./年](?P<month>1[0-2]|0?[1-9])[-./月](?P<day>3[01]|[12]\d|0?[1-9])日?")
_END_OF_YEAR: Final = re.compile(r"年[底末]|全年|年内|年度")
Place = tuple[str, int]
"""A report and a position in its sheet."""


def settle_lights(
    connection: Connection,
    as_of: date | None = None,
    rules: Iterable[LightRule] | None = None,
    report_ids: Collection[str] | None = None,
) -> int:
    """Write the light and its reason of every row; how many changed. Rows whose light stays are not touched.

    `as_of` stands in for the end of the period of reports that do not tell theirs. Copies of a report have the lights
    of the report that was judged in their place. With `report_ids`, only rows of these reports and of their copies are
    looked at.
    """
    in_force = tuple(load_lights() if rules is None else rules)
    items, reports = table_named("items"), table_named("reports")
    fields = [items.c[name] for name in ("item_id", "report_id", "position", "deadline", "target_text", "current_text",
                                         "cumulative_text", "light", "light_printed", "light_reason")]  # fmt: skip
    joined = items.join(reports, items.c.report_id == reports.c.report_id)
    asked = select(*fields, reports.c.period_end, reports.c.same_as).select_from(joined)
    together = None if report_ids is None else _with_copies(connection, report_ids)
    rows = _rows_of(connection, asked, items.c.report_id, together)
    if not rows:
        return 0
    completions, involved = _completions(connection, together), _findings(connection)
    lights: dict[Place, tuple[str, str]] = {}
    for row in rows:
        place = (row.report_id, row.position)
        standing = _standing(row, completions.get(place), involved.get(row.item_id, frozenset()), as_of)
        judged = judged_light(in_force, standing)
        lights[place] = (judged.light, judged.reason)
    changes = []
    for row in rows:
        light, reason = lights.get((row.same_as, row.position), lights[row.report_id, row.position])
        if row.light_printed and row.light_printed[:1] != light[:1]:
            reason = f"表上印的是{row.light_printed}；按规则评为{light}：{reason}"
        shown = row.light_printed or light
        if (row.light, row.light_reason) != (shown, reason):
            changes.append({"of": row.item_id, "light": shown, "light_reason": reason})
    if changes:
        # The table itself, not the model: many rows of one statement are not for the ORM.
        connection.execute(update(items).where(items.c.item_id == bindparam("of")), changes)
    return len(changes)


def _standing(
    row: Any, completion: Fraction | None, findings: frozenset[tuple[str, str]], as_of: date | None
) -> Standing:
    end = row.period_end or as_of
    due = due_day(row.deadline, end) if end else None
    overdue = bool(due and end and due < end and completion is not None and completion < 100)
    time = time_gone(end, due) if end else None
    untold = completion is None and not (row.current_text or row.cumulative_text)
    return Standing(completion, time, overdue, due.isoformat() if due else "", untold, findings)


def due_day(deadline: str | None, end: date) -> date | None:
    """The last day of a printed deadline (12月底, 2024-09-30, 年底); a month without a year is of the year of `end`."""
    if not deadline:
        return None
    if match := _ISO.search(deadline):
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return None
    written = next(iter(due_dates(f"{deadline}前", end.year)), None)
    if written is not None:
        return written.by
    return date(end.year, 12, 31) if _END_OF_YEAR.search(deadline) else None


def time_gone(end: date, due: date | None) -> Fraction:
    """What percentage of the time has gone by at `end`: of the months of the year, or of the days up to an earlier
    `due`."""
    if due is not None and due.year == end.year and due < date(end.year, 12, 31):
        first = date(end.year, 1, 1)
        return min(Fraction(100 * ((end - first).days + 1), (due - first).days + 1), Fraction(100))
    if due is not None and due.year > end.year:
        return Fraction(0)  # how far it should be at this time was not said
    return Fraction(100 * end.month, 12)


def _with_copies(connection: Connection, report_ids: Collection[str]) -> set[str]:
    """The reports, those that they repeat, and all that repeat one of these."""
    reports = table_named("reports")
    copies = connection.execute(
        select(reports.c.report_id, reports.c.same_as).where(reports.c.same_as.is_not(None))
    ).all()
    heads = {*report_ids, *(head for copy, head in copies if copy in report_ids)}
    return heads | {copy for copy, head in copies if head in heads}


def _rows_of(
    connection: Connection, statement: Select[Any], report_id: ColumnElement[str], report_ids: Collection[str] | None
) -> list[Any]:
    """The rows of `statement`; only those of these reports, where they are named."""
    if report_ids is None:
        return list(connection.execute(statement))
    portions = key_portions(sorted(report_ids))
    return [row for portion in portions for row in connection.execute(statement.where(report_id.in_(portion)))]


def _completions(connection: Connection, report_ids: Collection[str] | None) -> dict[Place, Fraction]:
    """How far each row has come, in percent: what the completion column says, else what is said with the cumulative
    figures, else the cumulative amount over the target; of several the least."""
    facts = table_named("facts")
    fields = [facts.c[name] for name in ("report_id", "item_position", "column", "kind", "value", "unit", "role",
                                         "metric", "metric_name", "fact_id")]  # fmt: skip
    asked = select(*fields).where(
        facts.c.item_position.is_not(None),
        (facts.c.kind == "completion") & facts.c["column"].in_(["completion", "cumulative"])
        | facts.c.kind.in_(["amount", "count"]) & facts.c["column"].in_(["target", "cumulative"]),
    )
    stated: dict[str, dict[Place, Fraction]] = {"completion": {}, "cumulative": {}}
    targets: dict[Place, dict[tuple[str, str], Fraction]] = defaultdict(dict)
    done: dict[Place, dict[tuple[str, str], Fraction]] = defaultdict(dict)
    corrected = corrected_figures(connection, report_ids)
    for fact in _rows_of(connection, asked, facts.c.report_id, report_ids):
        told = corrected[fact.fact_id]["value"] if fact.fact_id in corrected else fact.value
        place, value = (fact.report_id, fact.item_position), Fraction(Decimal(told))
        if fact.kind == "completion":
            if fact.role == "actual" and fact.unit == "%":
                known = stated[fact.column].get(place)
                stated[fact.column][place] = value if known is None else min(known, value)
            continue
        what = (fact.metric_name or fact.metric, fact.unit)
        if fact.column == "target" and fact.role in ("target", "budget", "arranged") and value > 0:
            targets[place].setdefault(what, value)
        elif fact.column == "cumulative" and fact.role == "actual":
            done[place].setdefault(what, value)
    worked_out = {
        place: min(ratios)
        for place, goals in targets.items()
        if (ratios := [100 * done[place][what] / goal for what, goal in goals.items() if what in done[place]])
    }
    return {**worked_out, **stated["cumulative"], **stated["completion"]}


def _findings(connection: Connection) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Severity and family of the open findings of each row."""
    table = table_named("findings")
    rows = connection.execute(
        select(table.c.item_ids, table.c.severity, table.c.family).where(table.c.status.not_in(sorted(CLOSED)))
    )
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        for item_id in row.item_ids:
            found[item_id].add((row.severity, row.family))
    return {item_id: frozenset(pairs) for item_id, pairs in found.items()}
