"""The tables of notices that were sent to units, and of the findings in each.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import Base


class Notice(Base):
    """A notice to a unit: what to correct, and by when."""

    __tablename__ = "notices"
    __table_args__ = ({"comment": "通知单，每份一行"},)

    number: Mapped[str] = mapped_column(primary_key=True, comment="编号", doc="Number of the notice, by year.")
    year: Mapped[int] = mapped_column(comment="年份", doc="Year of the number.")
    position: Mapped[int] = mapped_column(comment="年内序号，从 1 起", doc="Number within the year, from 1.")
    unit: Mapped[str] = mapped_column(comment="报送单位", doc="The unit that it is sent to.")
    made_at: Mapped[datetime] = mapped_column(comment="生成时间（UTC）", doc="When it was made.")
    made_by: Mapped[str] = mapped_column(comment="经办人", doc="Who made it.")
    due: Mapped[date] = mapped_column(comment="更正期限", doc="The day by which it is to be answered.")


class NoticeFinding(Base):
    """A finding that a notice tells of."""

    __tablename__ = "notice_findings"
    __table_args__ = (Index("ix_notice_findings_finding", "finding_id"), {"comment": "通知单里的疑点"})

    number: Mapped[str] = mapped_column(
        ForeignKey("notices.number"), primary_key=True, comment="通知单编号", doc="The notice."
    )
    finding_id: Mapped[str] = mapped_column(
        ForeignKey("findings.finding_id"), primary_key=True, comment="疑点编号", doc="The finding."
    )
