"""Tables to join with: metrics and aliases, units that submit, originals, views; and what reading again changed.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import JSON_VALUE, Base


class StoredMetric(Base):
    """A metric of the catalogue in force at the last run."""

    __tablename__ = "metrics"
    __table_args__ = ({"comment": "指标目录，每个指标一行"},)

    metric_code: Mapped[str] = mapped_column(primary_key=True, comment="指标代码", doc="Code, as in facts.")
    name: Mapped[str] = mapped_column(comment="标准名", doc="The catalogue's name.")
    nature: Mapped[str] = mapped_column(comment="流量（flow）或存量（stock）", doc="flow or stock.")
    part_of: Mapped[str | None] = mapped_column(comment="通常归属的上级指标代码", doc="Code of the usual whole.")


class MetricAlias(Base):
    """A name that a metric goes by in reports; its own name is one of them."""

    __tablename__ = "metric_aliases"
    __table_args__ = (
        Index("ix_metric_aliases_code", "metric_code"),
        {"comment": "指标的各种叫法，每个叫法一行"},
    )

    alias: Mapped[str] = mapped_column(primary_key=True, comment="叫法（去掉引号和空白）", doc="The name, plain.")
    metric_code: Mapped[str] = mapped_column(
        ForeignKey("metrics.metric_code", ondelete="CASCADE"), comment="指标代码", doc="The metric."
    )


class SubmittingUnit(Base):
    """A unit that submits reports, with what there is of it."""

    __tablename__ = "units"
    __table_args__ = ({"comment": "报送单位，每个单位一行"},)

    unit: Mapped[str] = mapped_column(primary_key=True, comment="报送单位", doc="Name, as in reports.")
    region: Mapped[str | None] = mapped_column(
        comment="地区（最近一期报告所写）", doc="The place that its latest report speaks of."
    )
    reports: Mapped[int] = mapped_column(comment="现行报告份数", doc="Number of its current reports.")
    first_period_end: Mapped[date | None] = mapped_column(
        comment="最早一期的结束日", doc="Last day of the earliest period that it reports on."
    )
    last_period_end: Mapped[date | None] = mapped_column(
        comment="最近一期的结束日", doc="Last day of the latest period that it reports on."
    )


class Original(Base):
    """A file that was taken in, as it is kept in the archive under its SHA-256."""

    __tablename__ = "originals"
    __table_args__ = ({"comment": "原件存档，每个文件内容一行"},)

    sha256: Mapped[str] = mapped_column(primary_key=True, comment="文件内容的 SHA-256", doc="SHA-256 of the file.")
    source_name: Mapped[str] = mapped_column(comment="收到时的文件名", doc="Path in the inbox when it was taken in.")
    size: Mapped[int] = mapped_column(BigInteger, comment="字节数", doc="Size in bytes.")
    kept_at: Mapped[datetime] = mapped_column(comment="存档时间（UTC）", doc="When it was put into the archive.")
    removed_at: Mapped[datetime | None] = mapped_column(
        comment="按保存期限删除的时间（UTC）；空为仍在", doc="When retention removed it; null while it is kept."
    )


class FactChange(Base):
    """What reading a known report again changed: a fact gained, lost, or one that now says something else."""

    __tablename__ = "fact_changes"
    __table_args__ = (
        Index("ix_fact_changes_run", "run_id"),
        Index("ix_fact_changes_fact", "fact_id"),
        {"comment": "重新读取引起的事实变化，只增不改"},
    )

    change_id: Mapped[int] = mapped_column(primary_key=True, comment="序号", doc="Counts the changes.")
    run_id: Mapped[str] = mapped_column(
        ForeignKey("runs.run_id"), comment="哪次运行", doc="The run that read it again."
    )
    report_id: Mapped[str] = mapped_column(comment="报告编号", doc="The report.")
    fact_id: Mapped[str] = mapped_column(comment="事实编号", doc="The fact.")
    change: Mapped[str] = mapped_column(comment="变化：gained、lost、changed", doc="gained, lost or changed.")
    before: Mapped[dict[str, Any] | None] = mapped_column(
        JSON_VALUE,
        comment="原来的内容（只列变了的字段）",
        doc="What it said, of a changed one only fields that differ.",
    )
    after: Mapped[dict[str, Any] | None] = mapped_column(
        JSON_VALUE, comment="现在的内容（只列变了的字段）", doc="What it says now, of a changed one only what differs."
    )


class ViewDefinition(Base):
    """The definition of a view as it stands in this store, so that a changed one is made anew."""

    __tablename__ = "view_definitions"
    __table_args__ = ({"comment": "视图定义的摘要"},)

    name: Mapped[str] = mapped_column(primary_key=True, comment="视图名", doc="Name of the view.")
    digest: Mapped[str] = mapped_column(comment="定义的摘要", doc="Hash of its definition.")
