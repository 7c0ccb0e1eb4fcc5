"""The views for people who write SQL: figures of the reports in force by kind, and findings that are open."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, or_, select

from pipeline.store.finding_models import CLOSED
from pipeline.store.monthly_view import monthly
from pipeline.store.view_columns import (
    AMOUNT_FEN,
    BASE,
    CURRENCY,
    FACTS,
    FINDINGS,
    KIND,
    MEASURE,
    PERCENT,
    REPORTS,
    VALUE,
    WHENCE,
    WHOSE,
    View,
    ViewColumn,
    plain,
)

IN_FORCE: Final = and_(REPORTS.c.superseded_by.is_(None), REPORTS.c.same_as.is_(None), REPORTS.c.withdrawn_at.is_(None))
"""The condition on a report that it counts: neither replaced, nor a repeat of another, nor withdrawn."""

IS_TARGET: Final = or_(
    FACTS.c.role.in_(("target", "stretch_target", "budget")),
    and_(FACTS.c["column"] == "target", FACTS.c.role == "arranged"),
)
"""The condition on a fact that it is something to be reached or kept to."""


def views(in_force: ColumnElement[bool] = IN_FORCE, statuses: FromClause = FINDINGS) -> tuple[View, ...]:
    """Every view, over the reports that meet `in_force` and findings of the status that `statuses` gives them
    (`finding_id`, `status`)."""
    return (
        _current_reports(in_force),
        _of_facts(
            "targets",
            "目标和预算数，每个一行",
            "Targets and budgets, of amounts, counts and rates.",
            (KIND, AMOUNT_FEN, VALUE, MEASURE, BASE),
            and_(in_force, IS_TARGET),
        ),
        _of_facts(
            "amounts",
            "金额，每个一行",
            "Amounts of money of every role and period.",
            (AMOUNT_FEN, CURRENCY, VALUE),
            and_(in_force, FACTS.c.kind == "amount"),
        ),
        _of_facts(
            "growth_rates",
            "增幅，每个一行",
            "Growth in percent, signed.",
            (PERCENT, BASE),
            and_(in_force, FACTS.c.kind == "growth"),
        ),
        _of_facts(
            "completions",
            "完成率，每个一行",
            "Completion of targets and budgets in percent.",
            (PERCENT, BASE),
            and_(in_force, FACTS.c.kind == "completion"),
        ),
        _of_facts(
            "shares",
            "占比和比率，每个一行",
            "Shares and rates in percent, of `base`.",
            (PERCENT, BASE),
            and_(in_force, FACTS.c.kind == "share"),
        ),
        _of_facts(
            "counts",
            "数量，每个一行",
            "Numbers of things, of `measure_unit`.",
            (VALUE, MEASURE),
            and_(in_force, FACTS.c.kind == "count"),
        ),
        monthly(in_force),
        _open_findings(statuses),
    )


def _current_reports(in_force: ColumnElement[bool]) -> View:
    names = (
        "report_id source_name kind title unit region period_start period_end period_kind issued_on document_number "
        "revision supersedes media_type pages sha256 ingested_at run_id"
    )
    columns = tuple(plain(REPORTS.c[name]) for name in names.split())
    return _view("current_reports", "现行报告，每份一行", "The reports in force.", columns, select().where(in_force))


def _of_facts(name: str, comment: str, doc: str, own: tuple[ViewColumn, ...], condition: ColumnElement[bool]) -> View:
    joined = FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id)
    return _view(name, comment, doc, (*WHOSE, *own, *WHENCE), select().select_from(joined).where(condition))


def _open_findings(statuses: FromClause) -> View:
    first_report = FINDINGS.c.report_ids[0].as_string()
    joined = FINDINGS.outerjoin(REPORTS, REPORTS.c.report_id == first_report)
    if statuses is not FINDINGS:
        joined = joined.join(statuses, statuses.c.finding_id == FINDINGS.c.finding_id)
    status = ViewColumn("status", statuses.c.status, plain(FINDINGS.c.status).comment, plain(FINDINGS.c.status).doc)
    columns = (
        plain(FINDINGS.c.finding_id),
        plain(FINDINGS.c.severity),
        status,
        plain(FINDINGS.c.family),
        plain(FINDINGS.c.rule),
        plain(FINDINGS.c.message),
        plain(REPORTS.c.unit),
        plain(REPORTS.c.period_end),
        plain(REPORTS.c.source_name),
        plain(REPORTS.c.report_id),
        plain(FINDINGS.c.suspect_fact_id),
        plain(FINDINGS.c.reported),
        plain(FINDINGS.c.expected_low),
        plain(FINDINGS.c.expected_high),
        plain(FINDINGS.c.gap),
    )
    return _view(
        "open_findings",
        "未了结的疑点，每个一行；单位和文件是所涉第一份报告的",
        "Findings that are open; unit and file are those of the first report of the evidence.",
        columns,
        select().select_from(joined).where(statuses.c.status.not_in(sorted(CLOSED))),
    )


def _view(name: str, comment: str, doc: str, columns: tuple[ViewColumn, ...], base: Any) -> View:
    labelled = [column.expression.label(column.name) for column in columns]
    return View(name, comment, doc, columns, base.with_only_columns(*labelled, maintain_column_froms=True))
