"""The exported tables: their fields in the order of the data contract, and the rows they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, select

from pipeline.store.base import Base
from pipeline.store.finding_models import (
    EquationTally,
    FindingFact,
    JudgedPart,
    PartEquations,
    Review,
    StatusChange,
    StoredFinding,
)
from pipeline.store.mending_models import AddedAlias, Correction, ReportSetting, SetAside
from pipeline.store.notice_models import Notice, NoticeFinding
from pipeline.store.owed_models import StoredOwedReport
from pipeline.store.reference_models import FactChange, MetricAlias, Original, StoredMetric, SubmittingUnit
from pipeline.store.report_models import InboxFile, Quarantined, Report, Run, SheetItem, StoredFact
from pipeline.store.review_models import (
    ChosenKeys,
    FailedSignIn,
    FrozenFinding,
    FrozenList,
    JournalEntry,
    QueueEntry,
    SavedFilter,
    StoredAccount,
    StoredSession,
)

Row = dict[str, Any]
"""One row by field name; values are str, int, bool, Decimal, date, datetime, list, dict or None."""

_MODELS: Final[tuple[type[Base], ...]] = (Report, SheetItem, StoredFact, StoredFinding, Review, Quarantined)

OTHER_TABLES: Final[tuple[str, ...]] = tuple(
    model.__tablename__
    for model in (
        FindingFact,
        StoredMetric,
        MetricAlias,
        SubmittingUnit,
        Run,
        EquationTally,
        JudgedPart,
        PartEquations,
        StatusChange,
        FactChange,
        InboxFile,
        Original,
        StoredOwedReport,
        Notice,
        NoticeFinding,
        QueueEntry,
        JournalEntry,
        StoredAccount,
        StoredSession,
        FailedSignIn,
        SavedFilter,
        ChosenKeys,
        FrozenList,
        FrozenFinding,
        Correction,
        ReportSetting,
        SetAside,
        AddedAlias,
    )
)
"""Tables for those who query the store; they are not exported."""

PASSING_TABLES: Final = frozenset({StoredSession.__tablename__, FailedSignIn.__tablename__})
"""Tables of what holds for this store and this hour alone: they are not copied."""

EXPORTED_TABLES: Final[tuple[str, ...]] = tuple(model.__tablename__ for model in _MODELS)


def table_named(name: str) -> Table:
    """The table of that name."""
    return Base.metadata.tables[name]


def contract_fields(table: str) -> tuple[str, ...]:
    """Names of the exported fields of `table`, in order."""
    return tuple(_columns(table_named(table)))


def contract_select(table: str) -> Select[Any]:
    """The exported fields of `table` for every row, unordered; items and facts carry their report's file name."""
    source = table_named(table)
    columns = [column.label(name) for name, column in _columns(source).items()]
    return select(*columns).select_from(_with_report(source))


def contract_rows(connection: Connection, table: str) -> Iterator[Row]:
    """Every row of `table` by its id, a few at a time."""
    statement = contract_select(table).order_by(*table_named(table).primary_key.columns)
    result = connection.execution_options(yield_per=2000).execute(statement)
    names = tuple(map(str, result.keys()))  # plain words, which JSON takes as keys, not SQLAlchemy's own
    return (dict(zip(names, row, strict=True)) for row in result)


def _columns(table: Table) -> dict[str, ColumnElement[Any]]:
    columns: dict[str, ColumnElement[Any]] = {}
    for column in table.columns:
        if column.info.get("internal"):
            continue
        columns[column.name] = column
        if column.name == "report_id" and "source_name" not in table.columns:
            columns["source_name"] = table_named("reports").c.source_name
    return columns


def _with_report(table: Table) -> FromClause:
    if "report_id" in table.columns and table.name != "reports":
        return table.join(table_named("reports"))
    return table
