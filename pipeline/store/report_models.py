"""Tables of what was read: runs, files, reports, items, facts, and what could not be read.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import INTERNAL, JSON_VALUE, Base


class Run(Base):
    """One `hedui run`: when, over which inbox, and whether it came to its end."""

    __tablename__ = "runs"
    __table_args__ = ({"comment": "每次运行一行"},)

    run_id: Mapped[str] = mapped_column(primary_key=True, comment="运行编号", doc="Id of the run.")
    arrival: Mapped[int] = mapped_column(
        index=True,
        comment="批次序号；中断后接着做的运行与被中断的同号",
        doc="Counts the batches; a run that takes up one that was broken off has its number.",
    )
    inbox: Mapped[str] = mapped_column(comment="收件文件夹", doc="The folder that was taken in.")
    started_at: Mapped[datetime] = mapped_column(comment="开始时间（UTC）", doc="When it began.")
    finished_at: Mapped[datetime | None] = mapped_column(
        comment="结束时间（UTC）；空表示未做完", doc="When it ended; null if it was broken off."
    )
    as_of: Mapped[date | None] = mapped_column(comment="按哪一天判断", doc="The day that deadlines were judged by.")
    reader_version: Mapped[str] = mapped_column(comment="读取规则版本", doc="Version of the readers and their rules.")
    judged_digest: Mapped[str | None] = mapped_column(
        comment="所判内容的摘要；未做完为空",
        doc="Hash of all that its judgement rests on; null if it did not get there.",
    )
    files_seen: Mapped[int | None] = mapped_column(comment="收件文件夹里的文件数", doc="Files that lay in the inbox.")
    failure: Mapped[str | None] = mapped_column(
        comment="没有做完的原因", doc="Why it did not come to its end, in Chinese; null for one that was killed."
    )


class InboxFile(Base):
    """A file as it last lay in an inbox: which names a content has, and which names have gone."""

    __tablename__ = "inbox_files"
    __table_args__ = (
        Index("ix_inbox_files_sha256", "sha256"),
        {"comment": "收件文件夹里现有的文件"},
    )

    inbox: Mapped[str] = mapped_column(primary_key=True, comment="收件文件夹", doc="The inbox.")
    source_name: Mapped[str] = mapped_column(
        primary_key=True, comment="文件在收件文件夹中的相对路径", doc="Path of the file in the inbox."
    )
    sha256: Mapped[str] = mapped_column(comment="文件内容的 SHA-256", doc="SHA-256 of its bytes.")


class Report(Base):
    """One submitted report."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_series", "unit", "kind", "period_end"),
        {"comment": "报告，每份一行"},
    )

    report_id: Mapped[str] = mapped_column(
        primary_key=True, comment="报告编号", doc="Id of the report, from the bytes of its file."
    )
    source_name: Mapped[str] = mapped_column(
        index=True, comment="文件名（相对收件文件夹）", doc="Path of the file in the inbox."
    )
    sha256: Mapped[str] = mapped_column(unique=True, comment="文件内容的 SHA-256", doc="SHA-256 of the file.")
    media_type: Mapped[str] = mapped_column(comment="文件类型", doc="Media type of the file.")
    pages: Mapped[int | None] = mapped_column(comment="页数", doc="Number of pages; null for files without pages.")
    kind: Mapped[str] = mapped_column(comment="报告种类", doc="progress_sheet, narrative, plan, policy, statistics …")
    title: Mapped[str | None] = mapped_column(comment="标题", doc="Title as printed.")
    unit: Mapped[str | None] = mapped_column(comment="报送单位", doc="The unit that submits it.")
    region: Mapped[str | None] = mapped_column(comment="地区", doc="The place it speaks of.")
    period_start: Mapped[date | None] = mapped_column(comment="所属期开始日", doc="First day of its period.")
    period_end: Mapped[date | None] = mapped_column(comment="所属期结束日", doc="Last day of its period.")
    issued_on: Mapped[date | None] = mapped_column(comment="成文或发布日期", doc="The day it was issued.")
    document_number: Mapped[str | None] = mapped_column(comment="文号", doc="Document number as printed.")
    revision: Mapped[int] = mapped_column(
        default=1,
        comment="第几版（同单位、同期、同种类）",
        doc="Which version it is among those of its unit, period and kind, from 1.",
    )
    supersedes: Mapped[str | None] = mapped_column(comment="取代的报告编号", doc="The report that it replaces.")
    superseded_by: Mapped[str | None] = mapped_column(comment="被哪份报告取代", doc="The report that replaces it.")
    same_as: Mapped[str | None] = mapped_column(
        comment="与哪份报告内容相同", doc="The report with the same facts that stands for it."
    )
    other_names: Mapped[list[str]] = mapped_column(
        JSON_VALUE, comment="逐字节相同的其他文件名", doc="Names of files with the same bytes."
    )
    metadata_source: Mapped[dict[str, str]] = mapped_column(
        JSON_VALUE,
        comment="各项信息的来源",
        doc="For each field where it came from: printed, reviewer, manifest, folder, file_name, derived.",
    )
    ingested_at: Mapped[datetime] = mapped_column(comment="首次入库时间（UTC）", doc="When it was first loaded.")
    run_id: Mapped[str] = mapped_column(
        ForeignKey("runs.run_id"), comment="最近一次读取它的运行", doc="The run that last read it."
    )
    period_kind: Mapped[str | None] = mapped_column(info=INTERNAL, comment="所属期种类", doc="Kind of the period.")
    arrival: Mapped[int] = mapped_column(info=INTERNAL, comment="到达批次", doc="The batch in which it arrived.")
    scanned: Mapped[bool] = mapped_column(info=INTERNAL, comment="是否扫描件", doc="Whether it was read from pictures.")
    warnings: Mapped[list[str]] = mapped_column(
        JSON_VALUE, info=INTERNAL, comment="未能读懂之处", doc="What was seen but not understood."
    )
    reader_version: Mapped[str] = mapped_column(
        info=INTERNAL, comment="读取时的规则版本", doc="Version of the readers that read it."
    )
    hints_digest: Mapped[str] = mapped_column(
        info=INTERNAL, comment="外部线索的摘要", doc="Hash of what manifest, folder and file name said."
    )
    facts_digest: Mapped[str] = mapped_column(
        info=INTERNAL,
        comment="事实内容的摘要",
        doc="Hash of its facts, wherever they stand: equal for the same report.",
    )
    has_doubtful: Mapped[bool] = mapped_column(
        info=INTERNAL, comment="是否有识别存疑的数字", doc="Whether any of its facts is ocr_doubtful."
    )
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        info=INTERNAL, comment="撤回时间（UTC）；空为未撤回", doc="When it was withdrawn; null if it stands."
    )
    withdrawn_reason: Mapped[str | None] = mapped_column(info=INTERNAL, comment="撤回理由", doc="Why it was withdrawn.")


def _report_reference(comment: str, doc: str, index: bool) -> Any:
    return mapped_column(ForeignKey("reports.report_id", ondelete="CASCADE"), index=index, comment=comment, doc=doc)


class SheetItem(Base):
    """One row of a progress sheet; texts are the cells, rejoined across page breaks."""

    __tablename__ = "items"
    __table_args__ = (
        Index("ix_items_place", "report_id", "position", unique=True),
        {"comment": "进度表的行，每个目标一行"},
    )

    item_id: Mapped[str] = mapped_column(primary_key=True, comment="目标编号", doc="Id of the row.")
    report_id: Mapped[str] = _report_reference("报告编号", "The report it stands in.", index=False)
    position: Mapped[int] = mapped_column(comment="在表中的次序，从 0 起", doc="Place in the sheet, from 0.")
    category: Mapped[str | None] = mapped_column(comment="类别", doc="Category, white space removed.")
    name: Mapped[str] = mapped_column(comment="目标名称", doc="Name, white space removed.")
    attribute: Mapped[str | None] = mapped_column(comment="指标属性", doc="Attribute of the target.")
    deadline: Mapped[str | None] = mapped_column(comment="完成时限", doc="Deadline as printed.")
    target_text: Mapped[str | None] = mapped_column(comment="考核指标", doc="Text of the target cell.")
    current_text: Mapped[str | None] = mapped_column(comment="当期进度", doc="Text of the current period's cell.")
    cumulative_text: Mapped[str | None] = mapped_column(comment="累计进度", doc="Text of the cumulative cell.")
    completion: Mapped[str | None] = mapped_column(comment="累计完成工作量", doc="Completion as printed.")
    light: Mapped[str | None] = mapped_column(
        comment="亮灯：表上印的；没有印的，按规则评出的红灯、黄灯、蓝灯",
        doc="The light: as printed, else 红灯, 黄灯 or 蓝灯 as the rule of rules/lights.yaml gives.",
    )
    light_printed: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="亮灯栏里印的；没有为空", doc="The light as printed; null where none is."
    )
    light_reason: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="按规则亮灯的理由", doc="Why the rule gives its light."
    )
    heads: Mapped[dict[str, str]] = mapped_column(
        JSON_VALUE, info=INTERNAL, comment="各列表头原文", doc="Text of the head of each column, by role."
    )
    others: Mapped[dict[str, str]] = mapped_column(
        JSON_VALUE, info=INTERNAL, comment="其他列的内容", doc="Cells of columns without a role, by their head."
    )
    torn: Mapped[bool] = mapped_column(
        info=INTERNAL, comment="是否跨页拼接", doc="Whether it was rejoined across a page break."
    )


class StoredFact(Base):
    """One figure as printed."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("ix_facts_series", "metric_code", "period_end"),
        {"comment": "事实，每个印出的数字一行"},
    )

    fact_id: Mapped[str] = mapped_column(
        primary_key=True, comment="事实编号", doc="Id, from report, locator and index."
    )
    report_id: Mapped[str] = _report_reference("报告编号", "The report it stands in.", index=True)
    item: Mapped[str | None] = mapped_column(comment="所在行的目标名称", doc="Name of the row; null in running text.")
    column: Mapped[str | None] = mapped_column(
        "column", comment="所在列", doc="target, current, cumulative, completion or null."
    )
    metric: Mapped[str] = mapped_column(comment="指标（原文）", doc="What is measured, as printed.")
    metric_name: Mapped[str | None] = mapped_column(comment="指标标准名", doc="The catalogue's name.")
    metric_code: Mapped[str | None] = mapped_column(comment="指标代码", doc="The catalogue's code.")
    parent_metric: Mapped[str | None] = mapped_column(
        comment="上级指标（其中项的整体）", doc="The whole that a part belongs to."
    )
    kind: Mapped[str] = mapped_column(comment="数字种类", doc="amount, count, growth, share, completion …")
    role: Mapped[str] = mapped_column(comment="角色", doc="actual, target, budget, baseline …")
    comparator: Mapped[str] = mapped_column(comment="比较符", doc="eq, ge, le, gt, lt, approx, of the signed value.")
    value: Mapped[Decimal] = mapped_column(comment="数值（基本单位）", doc="Value in the base unit.")
    unit: Mapped[str] = mapped_column(comment="单位", doc="CNY (yuan), USD, %, pp, 倍 or the classifier.")
    per: Mapped[str | None] = mapped_column(comment="单价的“每”", doc="Per what, for unit prices.")
    low: Mapped[Decimal] = mapped_column(comment="区间下限", doc="Lowest value that the printed digits allow.")
    high: Mapped[Decimal] = mapped_column(comment="区间上限", doc="Highest value that the printed digits allow.")
    printed: Mapped[str] = mapped_column(comment="印出的样子", doc="As printed, white space removed.")
    period_start: Mapped[date | None] = mapped_column(comment="时期开始日", doc="First day; null for an instant.")
    period_end: Mapped[date | None] = mapped_column(comment="时期结束日", doc="Last day.")
    period_kind: Mapped[str | None] = mapped_column(comment="时期种类", doc="month, quarter, ytd, instant …")
    period_source: Mapped[str | None] = mapped_column(comment="时期的依据", doc="Where the period is known from.")
    scope: Mapped[str | None] = mapped_column(comment="范围（全市、市本级……）", doc="Scope as printed near.")
    region: Mapped[str | None] = mapped_column(comment="地区", doc="The place.")
    base: Mapped[str | None] = mapped_column(comment="占谁的、比谁", doc="What a share is of, a growth against.")
    basis: Mapped[str | None] = mapped_column(comment="口径", doc="natural, comparable, excl_vat_refund …")
    evidence: Mapped[str] = mapped_column(comment="所在分句", doc="The clause.")
    locator: Mapped[str] = mapped_column(comment="位置标识", doc="Where it is printed, unique in the report.")
    spans: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON_VALUE, comment="位置（页与框，或行列）", doc="Where its characters are printed."
    )
    confidence: Mapped[Decimal] = mapped_column(comment="把握（0 到 1）", doc="Confidence, 0 to 1.")
    flags: Mapped[list[str]] = mapped_column(
        JSON_VALUE,
        comment="标记",
        doc="E.g. lost_decimal, ocr_doubtful, base_by_arithmetic (which of several targets a completion is of).",
    )
    rule: Mapped[str] = mapped_column(comment="抽取规则", doc="The extraction rule that made it.")
    amount_fen: Mapped[int | None] = mapped_column(
        BigInteger,
        info=INTERNAL,
        comment="以分计的金额（人民币、整分），供求和",
        doc="Amount in whole fen (CNY only), for exact sums in SQL; null where it is not whole.",
    )
    series_scope: Mapped[str | None] = mapped_column(
        info=INTERNAL,
        comment="范围；没写的随同一行里同一指标的其他数字",
        doc="Scope; where none is printed, that of the metric's other figures in the row, if they agree.",
    )
    series_cell: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="填逐月序列的哪一栏；空为不填", doc="Column of `monthly` that it fills; null for none."
    )
    series_trust: Mapped[int | None] = mapped_column(
        info=INTERNAL,
        comment="同一栏有几个数时先用哪个，小的在先",
        doc="Of several figures for one cell that with the smallest counts.",
    )
    series_year: Mapped[int | None] = mapped_column(info=INTERNAL, comment="序列中的年", doc="Year in the series.")
    series_month: Mapped[int | None] = mapped_column(info=INTERNAL, comment="序列中的月", doc="Month in the series.")
    item_position: Mapped[int | None] = mapped_column(info=INTERNAL, comment="所在行的次序", doc="Place of its row.")
    index_at_locator: Mapped[int] = mapped_column(
        info=INTERNAL, comment="同一数字分摊出的序号", doc="Which of the facts distributed from one quantity."
    )
    sentence: Mapped[int] = mapped_column(info=INTERNAL, comment="第几句", doc="Number of the sentence.")
    clause: Mapped[int] = mapped_column(info=INTERNAL, comment="句中第几个分句", doc="Number of the clause.")
    column_period_start: Mapped[date | None] = mapped_column(
        info=INTERNAL, comment="表头时期开始日", doc="First day of the period that the column's head names."
    )
    column_period_end: Mapped[date | None] = mapped_column(
        info=INTERNAL, comment="表头时期结束日", doc="Last day of the period that the column's head names."
    )
    column_period_kind: Mapped[str | None] = mapped_column(
        info=INTERNAL, comment="表头时期种类", doc="Kind of the period that the column's head names."
    )


class Quarantined(Base):
    """A file that could not be read, and why."""

    __tablename__ = "quarantine"
    __table_args__ = ({"comment": "未能读取的文件"},)

    source_name: Mapped[str] = mapped_column(
        primary_key=True, comment="文件名（相对收件文件夹）", doc="Path of the file in the inbox."
    )
    sha256: Mapped[str | None] = mapped_column(
        comment="文件内容的 SHA-256；无法打开时为空", doc="SHA-256; null if it could not be opened."
    )
    reason: Mapped[str] = mapped_column(comment="原因代码", doc="Stable code of the reason.")
    message: Mapped[str] = mapped_column(comment="怎么处理", doc="What to do, in Chinese.")
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), comment="哪次运行", doc="The run that set it aside.")
    inbox: Mapped[str] = mapped_column(info=INTERNAL, comment="收件文件夹", doc="The inbox it lies in.")
    reader_version: Mapped[str] = mapped_column(
        info=INTERNAL, comment="读取时的规则版本", doc="It is tried again when this has changed."
    )
