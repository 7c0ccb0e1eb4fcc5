"""What reading a known report again changed: facts gained, lost, and those that now say something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, insert, select

from pipeline.json_value import json_value
from pipeline.store.contract import Row, contract_fields, table_named
from pipeline.store.reference_models import FactChange
from pipeline.store.runs import OpenRun

Change = Literal["gained", "lost", "changed"]
CHANGES: Final[tuple[Change, ...]] = ("gained", "lost", "changed")

_SHOWN: Final = ("item", "column", "metric", "kind", "value", "unit", "printed")
"""What is kept of a fact that was gained or lost."""


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """One change. Of a changed fact `before` and `after` hold the fields that differ; of one gained or lost its main
    fields on one side and None on the other. Values are as in JSON, decimals as text."""

    fact_id: str
    change: Change
    before: Row | None
    after: Row | None


def changed_facts(before: Iterable[Row], after: Iterable[Row]) -> list[ChangedFact]:
    """The differences between two readings of one report, by fact id."""
    old = {row["fact_id"]: row for row in before}
    new = {row["fact_id"]: row for row in after}
    found: list[ChangedFact] = []
    for fact_id in sorted(old.keys() | new.keys()):
        if fact_id not in new:
            found.append(ChangedFact(fact_id, "lost", _plain(old[fact_id], _SHOWN), None))
        elif fact_id not in old:
            found.append(ChangedFact(fact_id, "gained", None, _plain(new[fact_id], _SHOWN)))
        elif different := [name for name in _COMPARED if old[fact_id][name] != new[fact_id][name]]:
            sides = (_plain(row[fact_id], different) for row in (old, new))
            found.append(ChangedFact(fact_id, "changed", *sides))
    return found


def stored_facts(connection: Connection, report_id: str) -> list[Row]:
    """The report's facts as they are in the store."""
    facts = table_named("facts")
    statement = select(*(facts.c[name] for name in ("fact_id", *_COMPARED))).where(facts.c.report_id == report_id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def keep_changes(connection: Connection, report_id: str, changes: Sequence[ChangedFact], run: OpenRun) -> None:
    """Write the changes down under the run."""
    rows = [
        {
            "run_id": run.run_id,
            "report_id": report_id,
            "fact_id": change.fact_id,
            "change": change.change,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    if rows:
        connection.execute(insert(FactChange), rows)


def _compared() -> tuple[str, ...]:
    apart = {"fact_id", "report_id", "source_name"}
    return tuple(name for name in contract_fields("facts") if name not in apart)


_COMPARED: Final = _compared()


def _plain(row: Row, names: Iterable[str]) -> Row:
    return {name: json_value(row[name]) for name in names}
