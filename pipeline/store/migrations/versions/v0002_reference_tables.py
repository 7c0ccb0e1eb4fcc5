"""Tables to join with (metrics, units, facts of findings), the archive, withdrawals, and what re-reading changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("runs", sa.Column("judged_digest", TEXT, nullable=True, comment="所判内容的摘要；未做完为空"))
    op.add_column("reports", sa.Column("withdrawn_at", MOMENT, nullable=True, comment="撤回时间（UTC）；空为未撤回"))
    op.add_column("reports", sa.Column("withdrawn_reason", TEXT, nullable=True, comment="撤回理由"))
    for column in (
        sa.Column("series_scope", TEXT, nullable=True, comment="范围；没写的随同一行里同一指标的其他数字"),
        sa.Column("series_cell", TEXT, nullable=True, comment="填逐月序列的哪一栏；空为不填"),
        sa.Column("series_trust", sa.Integer(), nullable=True, comment="同一栏有几个数时先用哪个，小的在先"),
        sa.Column("series_year", sa.Integer(), nullable=True, comment="序列中的年"),
        sa.Column("series_month", sa.Integer(), nullable=True, comment="序列中的月"),
    ):
        op.add_column("facts", column)
    op.create_index("ix_items_place", "items", ["report_id", "position"], unique=True)
    op.drop_index("ix_items_report_id", "items")
    op.create_table(
        "metrics",
        sa.Column("metric_code", TEXT, nullable=False, comment="指标代码"),
        sa.Column("name", TEXT, nullable=False, comment="标准名"),
        sa.Column("nature", TEXT, nullable=False, comment="流量（flow）或存量（stock）"),
        sa.Column("part_of", TEXT, nullable=True, comment="通常归属的上级指标代码"),
        sa.PrimaryKeyConstraint("metric_code"),
        comment="指标目录，每个指标一行",
    )
    op.create_table(
        "metric_aliases",
        sa.Column("alias", TEXT, nullable=False, comment="叫法（去掉引号和空白）"),
        sa.Column("metric_code", TEXT, nullable=False, comment="指标代码"),
        sa.ForeignKeyConstraint(["metric_code"], ["metrics.metric_code"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alias"),
        comment="指标的各种叫法，每个叫法一行",
    )
    op.create_index("ix_metric_aliases_code", "metric_aliases", ["metric_code"], unique=False)
    op.create_table(
        "units",
        sa.Column("unit", TEXT, nullable=False, comment="报送单位"),
        sa.Column("region", TEXT, nullable=True, comment="地区（最近一期报告所写）"),
        sa.Column("reports", sa.Integer(), nullable=False, comment="现行报告份数"),
        sa.Column("first_period_end", sa.Date(), nullable=True, comment="最早一期的结束日"),
        sa.Column("last_period_end", sa.Date(), nullable=True, comment="最近一期的结束日"),
        sa.PrimaryKeyConstraint("unit"),
        comment="报送单位，每个单位一行",
    )
    op.create_table(
        "originals",
        sa.Column("sha256", TEXT, nullable=False, comment="文件内容的 SHA-256"),
        sa.Column("source_name", TEXT, nullable=False, comment="收到时的文件名"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="字节数"),
        sa.Column("kept_at", MOMENT, nullable=False, comment="存档时间（UTC）"),
        sa.Column("removed_at", MOMENT, nullable=True, comment="按保存期限删除的时间（UTC）；空为仍在"),
        sa.PrimaryKeyConstraint("sha256"),
        comment="原件存档，每个文件内容一行",
    )
    op.create_table(
        "finding_facts",
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.Column("fact_id", TEXT, nullable=False, comment="事实编号；所在报告重读后可能已不存在"),
        sa.Column("position", sa.Integer(), nullable=False, comment="在疑点中的次序，从 0 起"),
        sa.Column("suspect", sa.Boolean(), nullable=False, comment="是否最可能写错"),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.finding_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding_id", "fact_id"),
        comment="疑点与事实的对应，每对一行",
    )
    op.create_index("ix_finding_facts_fact", "finding_facts", ["fact_id"], unique=False)
    op.create_table(
        "fact_changes",
        sa.Column("change_id", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("run_id", TEXT, nullable=False, comment="哪次运行"),
        sa.Column("report_id", TEXT, nullable=False, comment="报告编号"),
        sa.Column("fact_id", TEXT, nullable=False, comment="事实编号"),
        sa.Column("change", TEXT, nullable=False, comment="变化：gained、lost、changed"),
        sa.Column("before", JSON, nullable=True, comment="原来的内容（只列变了的字段）"),
        sa.Column("after", JSON, nullable=True, comment="现在的内容（只列变了的字段）"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"]),
        sa.PrimaryKeyConstraint("change_id"),
        comment="重新读取引起的事实变化，只增不改",
    )
    op.create_index("ix_fact_changes_run", "fact_changes", ["run_id"], unique=False)
    op.create_index("ix_fact_changes_fact", "fact_changes", ["fact_id"], unique=False)
    op.create_table(
        "view_definitions",
        sa.Column("name", TEXT, nullable=False, comment="视图名"),
        sa.Column("digest", TEXT, nullable=False, comment="定义的摘要"),
        sa.PrimaryKeyConstraint("name"),
        comment="视图定义的摘要",
    )
    _fill_series()
    _link_findings_to_facts()


def _fill_series() -> None:
    """Where the figures that are there already stand in the monthly series."""
    year, month = (
        ("CAST(strftime('%Y', {}) AS INTEGER)", "CAST(strftime('%m', {}) AS INTEGER)")
        if op.get_bind().dialect.name == "sqlite"
        else ("CAST(EXTRACT(year FROM {}) AS INTEGER)", "CAST(EXTRACT(month FROM {}) AS INTEGER)")
    )
    day = "CASE WHEN role = 'actual' THEN period_end ELSE {} END"
    until = "(SELECT r.period_end FROM reports r WHERE r.report_id = facts.report_id)"
    kind = "(SELECT r.kind FROM reports r WHERE r.report_id = facts.report_id)"
    for statement in (
        "UPDATE facts SET series_scope = coalesce(scope, (SELECT max(f.scope) FROM facts f WHERE "
        "f.report_id = facts.report_id AND f.item_position = facts.item_position AND coalesce(f.metric_name, f.metric)"
        " = coalesce(facts.metric_name, facts.metric) HAVING count(DISTINCT f.scope) = 1))",
        "UPDATE facts SET series_cell = CASE"
        " WHEN kind = 'amount' AND period_kind = 'month' THEN 'month_fen'"
        " WHEN kind = 'amount' AND period_kind IN ('ytd', 'year') THEN 'cumulative_fen'"
        " WHEN kind = 'growth' AND period_kind = 'month' THEN 'month_growth'"
        " WHEN kind = 'growth' AND period_kind IN ('ytd', 'year') THEN 'growth'"
        " WHEN kind = 'completion' AND period_kind IN ('ytd', 'year') AND \"column\" = 'completion'"
        " THEN 'work_completion' WHEN kind = 'completion' AND period_kind IN ('ytd', 'year') THEN 'completion' END"
        " WHERE role = 'actual' AND period_end IS NOT NULL AND (basis IS NULL OR basis = 'natural')",
        "UPDATE facts SET series_cell = CASE WHEN kind = 'growth' THEN 'target_growth' ELSE 'target_fen' END"
        " WHERE period_kind = 'year' AND (basis IS NULL OR basis = 'natural')"
        " AND ((kind = 'growth' AND role = 'target') OR (kind = 'amount' AND (role IN ('target', 'budget')"
        f" OR (role = 'arranged' AND \"column\" = 'target')))) AND {kind} NOT IN ('plan', 'policy')"
        f" AND {year.format('period_end')} = {year.format(until)}",
        f"UPDATE facts SET series_year = {year.format(day.format(until))},"
        f" series_month = {month.format(day.format(until))},"
        f" series_trust = CASE WHEN {day.format(until)} <> {until} OR {until} IS NULL THEN 3"
        f" WHEN \"column\" IS NULL OR {kind} <> 'progress_sheet' THEN 2"
        " WHEN item = metric OR item = metric_name THEN 0 ELSE 1 END WHERE series_cell IS NOT NULL",
    ):
        op.execute(sa.text(statement))


def _link_findings_to_facts() -> None:
    """The links of findings that are there already, from their lists."""
    findings = sa.table("findings", sa.column("finding_id"), sa.column("fact_ids", JSON), sa.column("suspect_fact_id"))
    links = sa.table(
        "finding_facts", sa.column("finding_id"), sa.column("fact_id"), sa.column("position"), sa.column("suspect")
    )
    connection = op.get_bind()
    rows = [
        {"finding_id": row.finding_id, "fact_id": fact_id, "position": place, "suspect": fact_id == row.suspect_fact_id}
        for row in connection.execute(sa.select(findings)).all()
        for place, fact_id in enumerate(dict.fromkeys(row.fact_ids))
    ]
    if rows:
        connection.execute(sa.insert(links), rows)
