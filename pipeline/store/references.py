"""Keeps the tables to join with in step: metrics and aliases with the catalogue, units with their reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, insert, select, tuple_

from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import Row, table_named
from pipeline.store.key_portions import key_portions
from pipeline.store.reference_models import SubmittingUnit
from rules.metrics import Catalogue, Metric

_NO_MORE: Final[Mapping[str, Metric]] = MappingProxyType({})


def settle_metrics(connection: Connection, catalogue: Catalogue, added: Mapping[str, Metric] = _NO_MORE) -> None:
    """Bring `metrics` and `metric_aliases` to the catalogue and the names `added` to it at the desk; rows that say the
    same are not touched."""
    metrics: list[Row] = [
        {"metric_code": metric.code, "name": metric.name, "nature": metric.nature, "part_of": metric.of}
        for metric in catalogue.by_code.values()
    ]
    aliases: list[Row] = [
        {"alias": name, "metric_code": metric.code}
        for name, metric in sorted({**added, **catalogue.by_name}.items(), key=lambda entry: entry[0])
    ]
    gone = _stale(connection, table_named("metrics"), metrics)
    stale = _stale(connection, table_named("metric_aliases"), aliases)
    _remove(connection, table_named("metric_aliases"), stale)
    _remove(connection, table_named("metrics"), gone)
    _add(connection, table_named("metrics"), metrics)
    _add(connection, table_named("metric_aliases"), aliases)


def settle_units(connection: Connection) -> None:
    """Bring `units` to the current reports; the region is that of the latest one, by period and then by id."""
    reports = table_named("reports")
    current = (
        reports.c.unit.is_not(None),
        reports.c.superseded_by.is_(None),
        reports.c.same_as.is_(None),
        reports.c.withdrawn_at.is_(None),
    )
    counted = (func.count(), func.min(reports.c.period_end), func.max(reports.c.period_end))
    per_unit = select(reports.c.unit, *counted).where(*current).group_by(reports.c.unit).order_by(reports.c.unit)
    regions = _regions(connection, current)
    rows: list[Row] = [
        {
            "unit": unit,
            "region": regions.get(unit),
            "reports": number,
            "first_period_end": first,
            "last_period_end": last,
        }
        for unit, number, first, last in connection.execute(per_unit)
    ]
    table = table_named(SubmittingUnit.__tablename__)
    _remove(connection, table, _stale(connection, table, rows))
    _add(connection, table, rows)


def _regions(connection: Connection, current: Sequence[ColumnElement[bool]]) -> dict[str, str]:
    """The region of each unit."""
    reports = table_named("reports")
    told = select(reports.c.unit, reports.c.region).where(*current, reports.c.region.is_not(None)).distinct()
    found: dict[str, list[str]] = defaultdict(list)
    for unit, region in connection.execute(told):
        if region:
            found[unit].append(region)
    regions = {unit: names[0] for unit, names in found.items()}
    for unit in sorted(unit for unit, names in found.items() if len(names) > 1):
        latest = select(reports.c.region, reports.c.period_end, reports.c.report_id).where(
            *current, reports.c.unit == unit, reports.c.region.in_(found[unit])
        )
        rows = connection.execute(latest).all()
        regions[unit] = max(rows, key=lambda row: (row.period_end or date.min, row.report_id)).region
    return regions


def link_facts(connection: Connection, findings: Sequence[Row]) -> None:
    """Write which facts the findings (rows of their table) rest on, in place of what was written before."""
    links = table_named("finding_facts")
    for portion in key_portions([finding["finding_id"] for finding in findings]):
        connection.execute(delete(links).where(links.c.finding_id.in_(portion)))
    rows = [
        {
            "finding_id": finding["finding_id"],
            "fact_id": fact_id,
            "position": place,
            "suspect": fact_id == finding["suspect_fact_id"],
        }
        for finding in findings
        for place, fact_id in enumerate(dict.fromkeys(finding["fact_ids"]))
    ]
    insert_rows(connection, links, rows)


def _stored(connection: Connection, table: Table) -> dict[tuple[Any, ...], Row]:
    return {_key(table, row): dict(row) for row in connection.execute(select(table)).mappings()}


def _stale(connection: Connection, table: Table, wanted: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Keys of stored rows that are not as wanted."""
    right = {_key(table, row): row for row in wanted}
    return [key for key, row in _stored(connection, table).items() if right.get(key) != row]


def _remove(connection: Connection, table: Table, keys: list[tuple[Any, ...]]) -> None:
    columns = tuple_(*table.primary_key.columns)
    for portion in key_portions(keys):
        connection.execute(delete(table).where(columns.in_(portion)))


def _add(connection: Connection, table: Table, wanted: Iterable[Row]) -> None:
    known = _stored(connection, table)
    missing = [row for row in wanted if _key(table, row) not in known]
    if missing:
        connection.execute(insert(table), missing)


def _key(table: Table, row: RowMapping | Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)
