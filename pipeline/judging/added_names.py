"""Other names of metrics that were added at the desk: judging joins by them until the rules themselves know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline.reconcile.metric_names import canonical
from pipeline.store.contract import table_named
from pipeline.store.key_portions import key_portions
from rules.metrics import Metric, catalogue

_NAMING: Final = ("metric", "base", "parent_metric")
"""Fields of a fact that name a metric."""


def added_names(connection: Connection) -> dict[str, Metric]:
    """The catalogued metric by each name that stands, as reconciliation writes it. A name that the rules have learnt
    since, or whose metric they have no more, is not among them."""
    aliases = table_named("added_aliases")
    known = catalogue()
    rows = connection.execute(
        select(aliases.c.alias, aliases.c.metric_code).where(aliases.c.ended_at.is_(None)).order_by(aliases.c.alias)
    )
    return {
        alias: known.by_code[code]
        for alias, code in rows
        if code in known.by_code and canonical(alias) == alias and known.named(alias) is None
    }


def with_added_names(rows: Sequence[Any], names: Sequence[str], added: Mapping[str, Metric]) -> list[Any]:
    """The rows of facts, cells by `names`, where the catalogue's names stand for the added ones."""
    if not added:
        return list(rows)
    places = {name: names.index(name) for name in (*_NAMING, "metric_name", "metric_code")}
    remembered: dict[str, Metric | None] = {}

    def meant(printed: str | None) -> Metric | None:
        if not printed:
            return None
        if printed not in remembered:
            remembered[printed] = added.get(canonical(printed))
        return remembered[printed]

    changed = []
    for row in rows:
        told = {name: metric for name in _NAMING if (metric := meant(row[places[name]])) is not None}
        if not told:
            changed.append(row)
            continue
        cells = list(row)
        for name, metric in told.items():
            cells[places[name]] = metric.name
        if (metric := told.get("metric")) is not None:
            cells[places["metric_name"]], cells[places["metric_code"]] = metric.name, metric.code
        changed.append(tuple(cells))
    return changed


def naming_digests(connection: Connection) -> dict[str, str]:
    """By report what the added names make of its facts; reports in which none occurs are not there."""
    added = added_names(connection)
    if not added:
        return {}
    facts = table_named("facts")
    said: dict[str, set[str]] = defaultdict(set)
    for field in _NAMING:
        column = facts.c[field]
        asked = select(column).distinct().where(column.is_not(None))
        meant = {
            printed: f"{field} {printed} {metric.code}"
            for printed in connection.execute(asked).scalars()
            if (metric := added.get(canonical(printed))) is not None
        }
        for portion in key_portions(sorted(meant)):
            within = select(facts.c.report_id, column).distinct().where(column.in_(portion))
            for report_id, printed in connection.execute(within):
                said[report_id].add(meant[printed])
    return {report_id: "; ".join(sorted(each)) for report_id, each in said.items()}
