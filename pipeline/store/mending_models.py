"""Tables of what people put right at the desk: readings, what a report does not print, files set aside, other names.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both. A record is
never changed but for its end: who took it back, when and why.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import JSON_VALUE, Base


class MendingRecord:
    """What each record of this kind has."""

    record_id: Mapped[str] = mapped_column(primary_key=True, comment="记录编号", doc="Id of the record.")
    sequence: Mapped[int] = mapped_column(comment="在审计日志里的序号", doc="Its entry in the journal.")
    reason: Mapped[str] = mapped_column(comment="理由", doc="Why, in the words of who made it.")
    made_by: Mapped[str] = mapped_column(comment="谁", doc="Who made it.")
    made_at: Mapped[datetime] = mapped_column(comment="时间（UTC）", doc="When it was made.")
    ended_at: Mapped[datetime | None] = mapped_column(
        comment="撤销或被取代的时间（UTC）；空为有效", doc="When it was taken back or replaced; null while it stands."
    )
    ended_by: Mapped[str | None] = mapped_column(comment="谁撤销或取代", doc="Who took it back or replaced it.")
    ended_reason: Mapped[str | None] = mapped_column(comment="撤销的理由", doc="Why it was taken back.")


class JudgedRecord(MendingRecord):
    """A record by which is judged."""

    judged_in: Mapped[str | None] = mapped_column(
        comment="哪次运行已按它（或按它的撤销）核对；空为待核对",
        doc="The run that first judged with it, or without it once it had ended; null until then.",
    )


def _one_standing(name: str, *columns: str) -> Index:
    standing = text("ended_at IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=standing, postgresql_where=standing)


class Correction(JudgedRecord, Base):
    """A figure that was read wrongly, as a person reads it; the fact keeps what was read."""

    __tablename__ = "corrections"
    __table_args__ = (
        _one_standing("ix_corrections_standing", "fact_id"),
        Index("ix_corrections_report", "report_id"),
        {"comment": "对读错的数字的更正，每处一行；读到的仍在 facts 里，核对按更正后的值"},
    )

    fact_id: Mapped[str] = mapped_column(comment="事实编号", doc="The fact.")
    report_id: Mapped[str] = mapped_column(comment="报告编号", doc="The report it stands in.")
    sha256: Mapped[str] = mapped_column(comment="文件内容的 SHA-256", doc="SHA-256 of the file.")
    source_name: Mapped[str] = mapped_column(comment="文件名", doc="Name of the file at that time.")
    locator: Mapped[str] = mapped_column(comment="位置标识", doc="Where it is printed, unique in the report.")
    spans: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON_VALUE, comment="位置（页与框，或行列）", doc="Where its characters are printed."
    )
    item: Mapped[str | None] = mapped_column(comment="所在行的目标名称", doc="Name of the row.")
    metric: Mapped[str] = mapped_column(comment="指标（原文）", doc="What is measured, as printed.")
    read_printed: Mapped[str] = mapped_column(comment="读到的样子", doc="As it was read.")
    read_value: Mapped[Decimal] = mapped_column(comment="读到的数值（基本单位）", doc="Value that was read.")
    unit: Mapped[str] = mapped_column(comment="单位", doc="Unit of both values.")
    printed: Mapped[str] = mapped_column(comment="实际印的样子", doc="As printed, by the eyes of a person.")
    comparator: Mapped[str] = mapped_column(comment="比较符", doc="eq, ge, le, gt, lt, approx, of the signed value.")
    value: Mapped[Decimal] = mapped_column(comment="更正后的数值（基本单位）", doc="Corrected value.")
    low: Mapped[Decimal] = mapped_column(comment="区间下限", doc="Lowest value that the digits allow.")
    high: Mapped[Decimal] = mapped_column(comment="区间上限", doc="Highest value that the digits allow.")
    meaning: Mapped[dict[str, Any] | None] = mapped_column(
        JSON_VALUE,
        comment="更正后的指标、时期、角色（只有改了的）；空为照读到的",
        doc="Fields of the fact that are otherwise than read (metric, period, role); null where only the figure is.",
    )
    read_meaning: Mapped[dict[str, Any] | None] = mapped_column(
        JSON_VALUE, comment="这些项读到的样子", doc="The same fields as they were read."
    )


class ReportSetting(JudgedRecord, Base):
    """Unit, period or kind of a report that prints none, as a person set it: a hint for its reading."""

    __tablename__ = "report_settings"
    __table_args__ = (
        _one_standing("ix_report_settings_standing", "sha256", "field"),
        {"comment": "人工补录的报送单位、所属期、种类，每项一行；报告上印有的以印的为准"},
    )

    sha256: Mapped[str] = mapped_column(comment="文件内容的 SHA-256", doc="SHA-256 of the file.")
    source_name: Mapped[str] = mapped_column(comment="文件名", doc="Name of the file at that time.")
    field: Mapped[str] = mapped_column(comment="哪一项：unit、period、kind", doc="unit, period or kind.")
    value: Mapped[str] = mapped_column(comment="补录的内容", doc="What was set: a name, 2024-06, a code of kinds.")


class SetAside(MendingRecord, Base):
    """A file that cannot be read and need not be: it leaves the list, and is still counted."""

    __tablename__ = "set_aside"
    __table_args__ = (
        Index("ix_set_aside_name", "source_name"),
        {"comment": "搁置的未能读取的文件，每次搁置一行；内容变了就不再算搁置"},
    )

    source_name: Mapped[str] = mapped_column(comment="文件名（相对收件文件夹）", doc="Path of the file in the inbox.")
    sha256: Mapped[str | None] = mapped_column(
        comment="文件内容的 SHA-256；无法打开时为空", doc="SHA-256; null if it could not be opened."
    )
    refused_for: Mapped[str] = mapped_column(comment="当时的原因代码", doc="Why it could not be read then.")


class AddedAlias(JudgedRecord, Base):
    """Another name of a catalogued metric, added at the desk: judging knows it until the rules do."""

    __tablename__ = "added_aliases"
    __table_args__ = (
        _one_standing("ix_added_aliases_standing", "alias"),
        {"comment": "在审核台加的指标叫法，核对时即生效；导出为 YAML 并入 rules/ 后由读取使用"},
    )

    alias: Mapped[str] = mapped_column(comment="叫法", doc="The name, as reconciliation joins it.")
    metric_code: Mapped[str] = mapped_column(comment="指标代码", doc="Code of the metric in the catalogue.")
