"""The first curated tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.Column("rule", TEXT, nullable=False, comment="规则"),
        sa.Column("family", TEXT, nullable=False, comment="规则族"),
        sa.Column("severity", TEXT, nullable=False, comment="严重程度"),
        sa.Column("status", TEXT, nullable=False, comment="状态"),
        sa.Column("message", TEXT, nullable=False, comment="说明"),
        sa.Column("report_ids", sa.JSON(none_as_null=True), nullable=False, comment="涉及的报告"),
        sa.Column("item_ids", sa.JSON(none_as_null=True), nullable=False, comment="涉及的目标"),
        sa.Column("fact_ids", sa.JSON(none_as_null=True), nullable=False, comment="涉及的事实"),
        sa.Column("source_names", sa.JSON(none_as_null=True), nullable=False, comment="涉及的文件"),
        sa.Column("suspect_fact_id", TEXT, nullable=True, comment="最可能有误的事实"),
        sa.Column("suggestion", sa.JSON(none_as_null=True), nullable=True, comment="更正建议，最可能的在前"),
        sa.Column("reported", TEXT, nullable=True, comment="报告所写"),
        sa.Column("expected_low", TEXT, nullable=True, comment="应有值下限"),
        sa.Column("expected_high", TEXT, nullable=True, comment="应有值上限"),
        sa.Column("gap", TEXT, nullable=True, comment="差额"),
        sa.Column("evidence_hash", TEXT, nullable=False, comment="证据摘要"),
        sa.PrimaryKeyConstraint("finding_id"),
        comment="疑点，每个一行",
    )
    op.create_index("ix_findings_queue", "findings", ["status", "severity"], unique=False)
    op.create_table(
        "inbox_files",
        sa.Column("inbox", TEXT, nullable=False, comment="收件文件夹"),
        sa.Column("source_name", TEXT, nullable=False, comment="文件在收件文件夹中的相对路径"),
        sa.Column("sha256", TEXT, nullable=False, comment="文件内容的 SHA-256"),
        sa.PrimaryKeyConstraint("inbox", "source_name"),
        comment="收件文件夹里现有的文件",
    )
    op.create_index("ix_inbox_files_sha256", "inbox_files", ["sha256"], unique=False)
    op.create_table(
        "runs",
        sa.Column("run_id", TEXT, nullable=False, comment="运行编号"),
        sa.Column("arrival", sa.Integer(), nullable=False, comment="批次序号；中断后接着做的运行与被中断的同号"),
        sa.Column("inbox", TEXT, nullable=False, comment="收件文件夹"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="开始时间（UTC）"),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True, comment="结束时间（UTC）；空表示未做完"),
        sa.Column("as_of", sa.Date(), nullable=True, comment="按哪一天判断"),
        sa.Column("reader_version", TEXT, nullable=False, comment="读取规则版本"),
        sa.PrimaryKeyConstraint("run_id"),
        comment="每次运行一行",
    )
    op.create_index(op.f("ix_runs_arrival"), "runs", ["arrival"], unique=False)
    op.create_table(
        "equation_counts",
        sa.Column("run_id", TEXT, nullable=False, comment="哪次运行"),
        sa.Column("rule", TEXT, nullable=False, comment="规则"),
        sa.Column("outcome", TEXT, nullable=False, comment="结果"),
        sa.Column("missing", TEXT, nullable=False, comment="缺少的输入；不缺为空串"),
        sa.Column("count", sa.Integer(), nullable=False, comment="个数"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.run_id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "rule", "outcome", "missing"),
        comment="每次运行各规则算式的结果计数",
    )
    op.create_table(
        "quarantine",
        sa.Column("source_name", TEXT, nullable=False, comment="文件名（相对收件文件夹）"),
        sa.Column("sha256", TEXT, nullable=True, comment="文件内容的 SHA-256；无法打开时为空"),
        sa.Column("reason", TEXT, nullable=False, comment="原因代码"),
        sa.Column("message", TEXT, nullable=False, comment="怎么处理"),
        sa.Column("run_id", TEXT, nullable=False, comment="哪次运行"),
        sa.Column("inbox", TEXT, nullable=False, comment="收件文件夹"),
        sa.Column("reader_version", TEXT, nullable=False, comment="读取时的规则版本"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.run_id"],
        ),
        sa.PrimaryKeyConstraint("source_name"),
        comment="未能读取的文件",
    )
    op.create_table(
        "reports",
        sa.Column("report_id", TEXT, nullable=False, comment="报告编号"),
        sa.Column("source_name", TEXT, nullable=False, comment="文件名（相对收件文件夹）"),
        sa.Column("sha256", TEXT, nullable=False, comment="文件内容的 SHA-256"),
        sa.Column("media_type", TEXT, nullable=False, comment="文件类型"),
        sa.Column("pages", sa.Integer(), nullable=True, comment="页数"),
        sa.Column("kind", TEXT, nullable=False, comment="报告种类"),
        sa.Column("title", TEXT, nullable=True, comment="标题"),
        sa.Column("unit", TEXT, nullable=True, comment="报送单位"),
        sa.Column("region", TEXT, nullable=True, comment="地区"),
        sa.Column("period_start", sa.Date(), nullable=True, comment="所属期开始日"),
        sa.Column("period_end", sa.Date(), nullable=True, comment="所属期结束日"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="成文或发布日期"),
        sa.Column("document_number", TEXT, nullable=True, comment="文号"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="第几版（同单位、同期、同种类）"),
        sa.Column("supersedes", TEXT, nullable=True, comment="取代的报告编号"),
        sa.Column("superseded_by", TEXT, nullable=True, comment="被哪份报告取代"),
        sa.Column("same_as", TEXT, nullable=True, comment="与哪份报告内容相同"),
        sa.Column("other_names", sa.JSON(none_as_null=True), nullable=False, comment="逐字节相同的其他文件名"),
        sa.Column("metadata_source", sa.JSON(none_as_null=True), nullable=False, comment="各项信息的来源"),
        sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=False, comment="首次入库时间（UTC）"),
        sa.Column("run_id", TEXT, nullable=False, comment="最近一次读取它的运行"),
        sa.Column("period_kind", TEXT, nullable=True, comment="所属期种类"),
        sa.Column("arrival", sa.Integer(), nullable=False, comment="到达批次"),
        sa.Column("scanned", sa.Boolean(), nullable=False, comment="是否扫描件"),
        sa.Column("warnings", sa.JSON(none_as_null=True), nullable=False, comment="未能读懂之处"),
        sa.Column("reader_version", TEXT, nullable=False, comment="读取时的规则版本"),
        sa.Column("hints_digest", TEXT, nullable=False, comment="外部线索的摘要"),
        sa.Column("facts_digest", TEXT, nullable=False, comment="事实内容的摘要"),
        sa.Column("has_doubtful", sa.Boolean(), nullable=False, comment="是否有识别存疑的数字"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.run_id"],
        ),
        sa.PrimaryKeyConstraint("report_id"),
        sa.UniqueConstraint("sha256"),
        comment="报告，每份一行",
    )
    op.create_index("ix_reports_series", "reports", ["unit", "kind", "period_end"], unique=False)
    op.create_index(op.f("ix_reports_source_name"), "reports", ["source_name"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("review_id", TEXT, nullable=False, comment="处理编号"),
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.Column("decision", TEXT, nullable=False, comment="处理结果（状态）"),
        sa.Column("reason", TEXT, nullable=True, comment="理由"),
        sa.Column("reviewer", TEXT, nullable=False, comment="处理人"),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False, comment="处理时间（UTC）"),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.finding_id"],
        ),
        sa.PrimaryKeyConstraint("review_id"),
        comment="人工处理记录，只增不改",
    )
    op.create_index("ix_reviews_finding", "reviews", ["finding_id"], unique=False)
    op.create_table(
        "status_changes",
        sa.Column("change_id", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.Column("run_id", TEXT, nullable=False, comment="哪次运行"),
        sa.Column("before", TEXT, nullable=True, comment="原状态；空为新出现"),
        sa.Column("after", TEXT, nullable=False, comment="新状态"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="时间（UTC）"),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.finding_id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.run_id"],
        ),
        sa.PrimaryKeyConstraint("change_id"),
        comment="疑点状态由运行引起的变化，只增不改",
    )
    op.create_index("ix_status_changes_finding", "status_changes", ["finding_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("fact_id", TEXT, nullable=False, comment="事实编号"),
        sa.Column("report_id", TEXT, nullable=False, comment="报告编号"),
        sa.Column("item", TEXT, nullable=True, comment="所在行的目标名称"),
        sa.Column("column", TEXT, nullable=True, comment="所在列"),
        sa.Column("metric", TEXT, nullable=False, comment="指标（原文）"),
        sa.Column("metric_name", TEXT, nullable=True, comment="指标标准名"),
        sa.Column("metric_code", TEXT, nullable=True, comment="指标代码"),
        sa.Column("parent_metric", TEXT, nullable=True, comment="上级指标（其中项的整体）"),
        sa.Column("kind", TEXT, nullable=False, comment="数字种类"),
        sa.Column("role", TEXT, nullable=False, comment="角色"),
        sa.Column("comparator", TEXT, nullable=False, comment="比较符"),
        sa.Column("value", TEXT, nullable=False, comment="数值（基本单位）"),
        sa.Column("unit", TEXT, nullable=False, comment="单位"),
        sa.Column("per", TEXT, nullable=True, comment="单价的“每”"),
        sa.Column("low", TEXT, nullable=False, comment="区间下限"),
        sa.Column("high", TEXT, nullable=False, comment="区间上限"),
        sa.Column("printed", TEXT, nullable=False, comment="印出的样子"),
        sa.Column("period_start", sa.Date(), nullable=True, comment="时期开始日"),
        sa.Column("period_end", sa.Date(), nullable=True, comment="时期结束日"),
        sa.Column("period_kind", TEXT, nullable=True, comment="时期种类"),
        sa.Column("period_source", TEXT, nullable=True, comment="时期的依据"),
        sa.Column("scope", TEXT, nullable=True, comment="范围（全市、市本级……）"),
        sa.Column("region", TEXT, nullable=True, comment="地区"),
        sa.Column("base", TEXT, nullable=True, comment="占谁的、比谁"),
        sa.Column("basis", TEXT, nullable=True, comment="口径"),
        sa.Column("evidence", TEXT, nullable=False, comment="所在分句"),
        sa.Column("locator", TEXT, nullable=False, comment="位置标识"),
        sa.Column("spans", sa.JSON(none_as_null=True), nullable=False, comment="位置（页与框，或行列）"),
        sa.Column("confidence", TEXT, nullable=False, comment="把握（0 到 1）"),
        sa.Column("flags", sa.JSON(none_as_null=True), nullable=False, comment="标记"),
        sa.Column("rule", TEXT, nullable=False, comment="抽取规则"),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True, comment="以分计的金额（人民币、整分），供求和"),
        sa.Column("item_position", sa.Integer(), nullable=True, comment="所在行的次序"),
        sa.Column("index_at_locator", sa.Integer(), nullable=False, comment="同一数字分摊出的序号"),
        sa.Column("sentence", sa.Integer(), nullable=False, comment="第几句"),
        sa.Column("clause", sa.Integer(), nullable=False, comment="句中第几个分句"),
        sa.Column("column_period_start", sa.Date(), nullable=True, comment="表头时期开始日"),
        sa.Column("column_period_end", sa.Date(), nullable=True, comment="表头时期结束日"),
        sa.Column("column_period_kind", TEXT, nullable=True, comment="表头时期种类"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fact_id"),
        comment="事实，每个印出的数字一行",
    )
    op.create_index(op.f("ix_facts_report_id"), "facts", ["report_id"], unique=False)
    op.create_index("ix_facts_series", "facts", ["metric_code", "period_end"], unique=False)
    op.create_table(
        "items",
        sa.Column("item_id", TEXT, nullable=False, comment="目标编号"),
        sa.Column("report_id", TEXT, nullable=False, comment="报告编号"),
        sa.Column("position", sa.Integer(), nullable=False, comment="在表中的次序，从 0 起"),
        sa.Column("category", TEXT, nullable=True, comment="类别"),
        sa.Column("name", TEXT, nullable=False, comment="目标名称"),
        sa.Column("attribute", TEXT, nullable=True, comment="指标属性"),
        sa.Column("deadline", TEXT, nullable=True, comment="完成时限"),
        sa.Column("target_text", TEXT, nullable=True, comment="考核指标"),
        sa.Column("current_text", TEXT, nullable=True, comment="当期进度"),
        sa.Column("cumulative_text", TEXT, nullable=True, comment="累计进度"),
        sa.Column("completion", TEXT, nullable=True, comment="累计完成工作量"),
        sa.Column("light", TEXT, nullable=True, comment="亮灯"),
        sa.Column("heads", sa.JSON(none_as_null=True), nullable=False, comment="各列表头原文"),
        sa.Column("others", sa.JSON(none_as_null=True), nullable=False, comment="其他列的内容"),
        sa.Column("torn", sa.Boolean(), nullable=False, comment="是否跨页拼接"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id"),
        comment="进度表的行，每个目标一行",
    )
    op.create_index(op.f("ix_items_report_id"), "items", ["report_id"], unique=False)
    # ### end Alembic commands ###
