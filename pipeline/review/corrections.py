"""A reading that is wrong, corrected beside the picture: what was read stays, what is judged is what a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from pipeline.review.accounts import Person, entitled
from pipeline.review.mending_records import ROLE, Overtaken, end_record, local, make_record, not_entitled, plain_reason
from pipeline.review.outcomes import Refused
from pipeline.review.typed_figure import NotTyped, TypedFigure, plain_figure, typed_figure
from pipeline.review.typed_meaning import AS_READ, TypedMeaning, meant
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named


@dataclass(frozen=True, slots=True)
class Corrected:
    """The record of a correction. `not_judged` says in Chinese why the figure is not judged at all, where its report
    is not: withdrawn, replaced or equal to another."""

    record_id: str
    figure: TypedFigure
    not_judged: str | None = None


def correct_reading(
    store: Store,
    by: Person,
    fact_id: str,
    typed: str,
    reason: str,
    now: datetime,
    seen: str | None = None,
    meaning: TypedMeaning = AS_READ,
) -> Corrected | Refused | Overtaken:
    """Keep that the fact is printed as `typed` (see `typed_figure`), not as it was read, and is about what `meaning`
    says; nothing typed is as it was read where it is about something else. An earlier correction of it ends. `seen` is
    the record that stood when the form was made, and None where none did.

    The next judging goes by it. Raises HeduiError as `Store.writing`.
    """
    why = plain_reason(reason)
    if isinstance(why, Refused):
        return why
    facts, reports, corrections = table_named("facts"), table_named("reports"), table_named("corrections")
    with store.writing() as connection:
        if not entitled(connection, by, ROLE["corrections"]):
            return not_entitled(ROLE["corrections"])
        fact = connection.execute(select(facts).where(facts.c.fact_id == fact_id)).mappings().first()
        if fact is None:
            return Refused("这个数字已经不在库里（报告重读后读法变了）。请刷新页面。")
        report = connection.execute(select(reports).where(reports.c.report_id == fact["report_id"])).mappings().one()
        standing = connection.execute(
            select(corrections).where(corrections.c.fact_id == fact_id, corrections.c.ended_at.is_(None))
        )
        before = standing.mappings().first()
        if (before["record_id"] if before else None) != seen:
            return Overtaken(_meanwhile(dict(before) if before else None))
        about = meant(meaning, dict(fact))
        if isinstance(about, NotTyped):
            return Refused(about.message)
        figure = typed_figure(typed, dict(fact)) if typed.strip() or not about else _as_read(dict(fact))
        if isinstance(figure, NotTyped):
            return Refused(figure.message)
        alike = figure.printed == plain_figure(fact["printed"]) or _says(figure) == _said(fact)
        if before is None and alike and not about:
            return Refused(f"填的与读到的“{fact['printed']}”一样，不用更正。")
        if before is not None and _says(figure) == _said(before) and about == (before["meaning"] or {}):
            return Refused(f"已经更正为“{before['printed']}”。")
        if before is not None:
            end_record(connection, "corrections", dict(before), by, f"改为 {figure.printed}", now)
        values: Row = {
            "fact_id": fact_id,
            "report_id": fact["report_id"],
            "sha256": report["sha256"],
            "source_name": report["source_name"],
            **{name: fact[name] for name in ("locator", "spans", "item", "metric", "unit")},
            "read_printed": fact["printed"],
            "read_value": fact["value"],
            **{name: getattr(figure, name) for name in ("printed", "comparator", "value", "low", "high")},
            "meaning": about or None,
            "read_meaning": {name: _plain(fact[name]) for name in about} or None,
        }
        record_id = make_record(connection, "corrections", values, by, why, now)
        return Corrected(record_id, figure, _why_not_judged(connection, dict(report)))


def _says(figure: TypedFigure) -> tuple[object, ...]:
    return figure.comparator, figure.value, figure.low, figure.high


def _said(row: object) -> tuple[object, ...]:
    return tuple(row[name] for name in ("comparator", "value", "low", "high"))  # type: ignore[index]


def _as_read(fact: Row) -> TypedFigure:
    return TypedFigure(*(fact[name] for name in ("printed", "comparator", "value", "low", "high", "unit")))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _meanwhile(before: Row | None) -> str:
    if before is None:
        return "这处更正刚才被撤销了。请看过现在的样子再改。"
    who = f"{before['made_by']} 已于 {local(before['made_at'])} 把它更正为“{before['printed']}”"
    return f"{who}（{before['reason']}）。请看过再改。"


def _why_not_judged(connection: Connection, report: Row) -> str | None:
    if report["withdrawn_at"] is not None:
        return "这份报告已撤回，不参与核对。"
    other = report["same_as"] or report["superseded_by"]
    if other is None:
        return None
    reports = table_named("reports")
    name = connection.execute(select(reports.c.source_name).where(reports.c.report_id == other)).scalar()
    how = "内容相同的" if report["same_as"] else "取代它的"
    return f"核对用的是{how}另一份报告 {name}，这处更正记下了，但不影响核对；那一份也读错的，请在那里更正。"
