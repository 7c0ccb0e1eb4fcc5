"""Tables of what was judged: findings, changes of their status, decisions of people, and counts of equations.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import INTERNAL, JSON_VALUE, Base

CLOSED: Final = frozenset({"accepted_exception", "false_positive", "fixed"})
"""Statuses of findings that are settled: they stay when the equation holds again, there is nothing left to be fixed."""


class StoredFinding(Base):
    """An equation that cannot hold, or a rule of conduct not met."""

    __tablename__ = "findings"
    __table_args__ = (
        Index("ix_findings_queue", "status", "severity"),
        {"comment": "疑点，每个一行"},
    )

    finding_id: Mapped[str] = mapped_column(primary_key=True, comment="疑点编号", doc="Stable fingerprint.")
    rule: Mapped[str] = mapped_column(comment="规则", doc="Id of the rule.")
    family: Mapped[str] = mapped_column(comment="规则族", doc="Family of the rule.")
    severity: Mapped[str] = mapped_column(comment="严重程度", doc="error, warning or notice.")
    status: Mapped[str] = mapped_column(comment="状态", doc="new, confirmed, false_positive, fixed, regressed …")
    message: Mapped[str] = mapped_column(comment="说明", doc="One Chinese sentence with figures and arithmetic.")
    report_ids: Mapped[list[str]] = mapped_column(JSON_VALUE, comment="涉及的报告", doc="Reports of the evidence.")
    item_ids: Mapped[list[str]] = mapped_column(JSON_VALUE, comment="涉及的目标", doc="Items of the evidence.")
    fact_ids: Mapped[list[str]] = mapped_column(JSON_VALUE, comment="涉及的事实", doc="Facts of the evidence.")
    source_names: Mapped[list[str]] = mapped_column(JSON_VALUE, comment="涉及的文件", doc="Files of the evidence.")
    suspect_fact_id: Mapped[str | None] = mapped_column(comment="最可能有误的事实", doc="The most likely wrong fact.")
    suggestion: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSON_VALUE, comment="更正建议，最可能的在前", doc="Repairs, best first: fact_id, kind, value, printed, odds."
    )
    reported: Mapped[Decimal | None] = mapped_column(comment="报告所写", doc="What the report states.")
    expected_low: Mapped[Decimal | None] = mapped_column(comment="应有值下限", doc="Lowest value that would fit.")
    expected_high: Mapped[Decimal | None] = mapped_column(comment="应有值上限", doc="Highest value that would fit.")
    gap: Mapped[Decimal | None] = mapped_column(comment="差额", doc="By how much it does not fit.")
    about_unit: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="没有报告可凭的疑点所说的单位", doc="The unit of a finding that rests on no report."
    )
    evidence_hash: Mapped[str] = mapped_column(
        info=INTERNAL, comment="证据摘要", doc="Hash of the figures that it rests on; a change reopens a decision."
    )
    version: Mapped[int] = mapped_column(
        info=INTERNAL,
        default=1,
        server_default="1",
        comment="版本；人或运行每改一次加一",
        doc="Counts its changes by people and runs, from 1.",
    )
    assignee: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="指派给谁（登录名）", doc="The account that it is assigned to."
    )
    deferred_until: Mapped[date | None] = mapped_column(
        info=INTERNAL,
        comment="暂缓到哪一天；暂缓而为空的，到该单位下一份报告",
        doc="The day until which it is deferred; of a deferred one without, until the unit's next report.",
    )
    deferred_at: Mapped[datetime | None] = mapped_column(
        info=INTERNAL, comment="何时暂缓（UTC）", doc="When it was deferred."
    )


class FindingFact(Base):
    """A fact of a finding's evidence: the link for SQL; `findings.fact_ids` holds the same list."""

    __tablename__ = "finding_facts"
    __table_args__ = (
        Index("ix_finding_facts_fact", "fact_id"),
        {"comment": "疑点与事实的对应，每对一行"},
    )

    finding_id: Mapped[str] = mapped_column(
        ForeignKey("findings.finding_id", ondelete="CASCADE"), primary_key=True, comment="疑点编号", doc="The finding."
    )
    fact_id: Mapped[str] = mapped_column(
        primary_key=True,
        comment="事实编号；所在报告重读后可能已不存在",
        doc="The fact; one of a report that was read anew since may be gone.",
    )
    position: Mapped[int] = mapped_column(comment="在疑点中的次序，从 0 起", doc="Place in the finding, from 0.")
    suspect: Mapped[bool] = mapped_column(comment="是否最可能写错", doc="Whether it is the most likely wrong one.")


class StatusChange(Base):
    """A change of a finding's status by a run; decisions of people are in `reviews`."""

    __tablename__ = "status_changes"
    __table_args__ = (
        Index("ix_status_changes_finding", "finding_id"),
        {"comment": "疑点状态由运行引起的变化，只增不改"},
    )

    change_id: Mapped[int] = mapped_column(primary_key=True, comment="序号", doc="Counts the changes.")
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.finding_id"), comment="疑点编号", doc="The finding.")
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), comment="哪次运行", doc="The run.")
    before: Mapped[str | None] = mapped_column(comment="原状态；空为新出现", doc="Status before; null at first.")
    after: Mapped[str] = mapped_column(comment="新状态", doc="Status after.")
    at: Mapped[datetime] = mapped_column(comment="时间（UTC）", doc="When.")
    version: Mapped[int | None] = mapped_column(
        comment="变化后疑点的版本", doc="Version of the finding after it; null in changes of earlier programs."
    )
    figures_before: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSON_VALUE, comment="重新出现时，原来所据的数", doc="Of one that came back: the figures that it rested on."
    )
    figures_after: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSON_VALUE, comment="重新出现时，现在所据的数", doc="Of one that came back: the figures it rests on now."
    )


class Review(Base):
    """A person's decision about a finding, with the reason. Only ever added to."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_finding", "finding_id"),
        {"comment": "人工处理记录，只增不改"},
    )

    review_id: Mapped[str] = mapped_column(primary_key=True, comment="处理编号", doc="Id of the decision.")
    finding_id: Mapped[str] = mapped_column(ForeignKey("findings.finding_id"), comment="疑点编号", doc="The finding.")
    decision: Mapped[str] = mapped_column(comment="处理结果（状态）", doc="The status decided.")
    reason: Mapped[str | None] = mapped_column(comment="理由", doc="The reason given.")
    reviewer: Mapped[str] = mapped_column(comment="处理人", doc="Who decided.")
    reviewed_at: Mapped[datetime] = mapped_column(comment="处理时间（UTC）", doc="When.")
    sequence: Mapped[int | None] = mapped_column(
        index=True, info=INTERNAL, comment="审计日志第几条", doc="The journal's entry that says the same."
    )
    version: Mapped[int | None] = mapped_column(
        info=INTERNAL, comment="处理后疑点的版本", doc="Version of the finding after it."
    )
    reason_code: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="理由（清单中的代码）", doc="Reason from the list, by its code."
    )
    value: Mapped[Decimal | None] = mapped_column(
        info=INTERNAL, comment="更正后的数（基本单位）", doc="The corrected value, in the base unit."
    )
    value_unit: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="更正后的数的单位", doc="Unit of the corrected value."
    )
    value_printed: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="更正后的数，照填写的样子", doc="The corrected value as typed."
    )
    until: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="暂缓到哪一天，或 next_report", doc="The day until which it is deferred, or next_report."
    )
    fault: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="误报出在哪里：reading 或 rule", doc="Of a false positive whose fault: reading or rule."
    )
    undone_by: Mapped[int | None] = mapped_column(
        info=INTERNAL, comment="被审计日志第几条撤销", doc="The journal's entry that took it back."
    )
    undoes: Mapped[int | None] = mapped_column(
        info=INTERNAL, comment="撤销审计日志第几条", doc="The journal's entry that it takes back."
    )
    figures: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSON_VALUE, info=INTERNAL, comment="处理时所据的数", doc="The figures that it rested on when it was decided."
    )


class EquationTally(Base):
    """How the equations of a rule came out in a run."""

    __tablename__ = "equation_counts"
    __table_args__ = ({"comment": "每次运行各规则算式的结果计数"},)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), primary_key=True, comment="哪次运行", doc="The run.")
    rule: Mapped[str] = mapped_column(primary_key=True, comment="规则", doc="Id of the rule.")
    outcome: Mapped[str] = mapped_column(primary_key=True, comment="结果", doc="holds, violated or not_evaluable.")
    missing: Mapped[str] = mapped_column(
        primary_key=True, comment="缺少的输入；不缺为空串", doc="The input that was missing; empty if none was."
    )
    count: Mapped[int] = mapped_column(comment="个数", doc="How many.")


class JudgedPart(Base):
    """A part of the archive that has been judged; no equation crosses from one part to another."""

    __tablename__ = "judged_parts"
    __table_args__ = ({"comment": "已核对过的各部分（相互没有勾稽关系的报告各成一部分），每部分一行"},)

    part: Mapped[str] = mapped_column(
        primary_key=True, comment="部分名：其中第一个报送单位", doc="Name of the part: the first publisher in it."
    )
    digest: Mapped[str] = mapped_column(
        comment="当时所判内容的摘要", doc="Hash of what its judgement rests on: reports, rules, program."
    )


class PartEquations(Base):
    """How the equations of a rule came out in a part when it was last judged."""

    __tablename__ = "part_equations"
    __table_args__ = ({"comment": "各部分最近一次核对中各规则算式的结果计数"},)

    part: Mapped[str] = mapped_column(
        ForeignKey("judged_parts.part"), primary_key=True, comment="部分名", doc="The part."
    )
    rule: Mapped[str] = mapped_column(primary_key=True, comment="规则", doc="Id of the rule.")
    outcome: Mapped[str] = mapped_column(primary_key=True, comment="结果", doc="holds, violated or not_evaluable.")
    missing: Mapped[str] = mapped_column(
        primary_key=True, comment="缺少的输入；不缺为空串", doc="The input that was missing; empty if none was."
    )
    count: Mapped[int] = mapped_column(comment="个数", doc="How many.")
