"""What people set of reports that print no unit, period or kind, as hints for reading: above folders and manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from sqlalchemy import Connection, select

from extractors.fact import Period
from extractors.report import Hints, ReportKind
from pipeline.intake.hints import parse_period
from pipeline.store.contract import table_named

SetField = Literal["unit", "period", "kind"]


@dataclass(frozen=True, slots=True)
class StandingSettings:
    """What people set for one file: by field the value as kept, and the records that no reading has seen yet."""

    values: Mapping[SetField, str]
    unread: tuple[str, ...] = ()


def standing_settings(connection: Connection, sha256: str | None = None) -> dict[str, StandingSettings]:
    """By the content of a file what people set for it; of one content only, where it is named. Files whose settings
    all ended are there as long as no reading has gone without them."""
    settings = table_named("report_settings")
    waits = settings.c.ended_at.is_(None) | settings.c.judged_in.is_(None)
    statement = select(settings).where(waits).order_by(settings.c.record_id)
    if sha256 is not None:
        statement = statement.where(settings.c.sha256 == sha256)
    values: dict[str, dict[SetField, str]] = {}
    unread: dict[str, list[str]] = {}
    for row in connection.execute(statement).mappings():
        told = values.setdefault(row["sha256"], {})
        if row["ended_at"] is None:
            told[row["field"]] = row["value"]
        if row["judged_in"] is None:
            unread.setdefault(row["sha256"], []).append(row["record_id"])
    return {content: StandingSettings(told, tuple(unread.get(content, ()))) for content, told in values.items()}


def with_settings(hints: Hints, standing: StandingSettings | None) -> Hints:
    """The hints with what people set in the place of what folders and manifest say."""
    if standing is None or not standing.values:
        return hints
    told = standing.values
    return replace(
        hints,
        unit=told.get("unit", hints.unit),
        period=set_period(told["period"]) if "period" in told else hints.period,
        kind=cast(ReportKind, told["kind"]) if "kind" in told else hints.kind,
        reviewed=tuple(field for field in get_args(SetField) if field in told),
    )


def set_period(kept: str) -> Period | None:
    """The period that was set as 2024-06, 2024Q2 or 2024; None where it is none."""
    found = parse_period(f"{kept}年" if kept.isdigit() and len(kept) == 4 else kept)
    return found[0] if found is not None and not found[1].strip() else None
