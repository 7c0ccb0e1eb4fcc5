"""The reviewers' desk: accounts, sessions, the journal, the queue, kept lists; versions of findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column(
        "findings",
        sa.Column("version", sa.Integer(), nullable=False, server_default="1", comment="版本；人或运行每改一次加一"),
    )
    op.add_column("findings", sa.Column("assignee", TEXT, nullable=True, comment="指派给谁（登录名）"))
    op.add_column(
        "findings",
        sa.Column("deferred_until", sa.Date(), nullable=True, comment="暂缓到哪一天；暂缓而为空的，到该单位下一份报告"),
    )
    op.add_column(
        "findings", sa.Column("deferred_at", sa.DateTime(timezone=True), nullable=True, comment="何时暂缓（UTC）")
    )
    op.add_column("status_changes", sa.Column("version", sa.Integer(), nullable=True, comment="变化后疑点的版本"))
    op.add_column(
        "status_changes",
        sa.Column("figures_before", sa.JSON(none_as_null=True), nullable=True, comment="重新出现时，原来所据的数"),
    )
    op.add_column(
        "status_changes",
        sa.Column("figures_after", sa.JSON(none_as_null=True), nullable=True, comment="重新出现时，现在所据的数"),
    )
    op.add_column("reviews", sa.Column("sequence", sa.Integer(), nullable=True, comment="审计日志第几条"))
    op.add_column("reviews", sa.Column("version", sa.Integer(), nullable=True, comment="处理后疑点的版本"))
    op.add_column("reviews", sa.Column("reason_code", TEXT, nullable=True, comment="理由（清单中的代码）"))
    op.add_column("reviews", sa.Column("value", TEXT, nullable=True, comment="更正后的数（基本单位）"))
    op.add_column("reviews", sa.Column("value_unit", TEXT, nullable=True, comment="更正后的数的单位"))
    op.add_column("reviews", sa.Column("value_printed", TEXT, nullable=True, comment="更正后的数，照填写的样子"))
    op.add_column("reviews", sa.Column("until", TEXT, nullable=True, comment="暂缓到哪一天，或 next_report"))
    op.add_column("reviews", sa.Column("fault", TEXT, nullable=True, comment="误报出在哪里：reading 或 rule"))
    op.add_column("reviews", sa.Column("undone_by", sa.Integer(), nullable=True, comment="被审计日志第几条撤销"))
    op.add_column("reviews", sa.Column("undoes", sa.Integer(), nullable=True, comment="撤销审计日志第几条"))
    op.add_column("reviews", sa.Column("figures", sa.JSON(none_as_null=True), nullable=True, comment="处理时所据的数"))
    op.create_index("ix_reviews_sequence", "reviews", ["sequence"])
    op.create_table(
        "accounts",
        sa.Column("name", TEXT, nullable=False, comment="登录名"),
        sa.Column("shown_name", TEXT, nullable=False, comment="显示的姓名"),
        sa.Column("role", TEXT, nullable=False, comment="角色"),
        sa.Column("password_hash", TEXT, nullable=False, comment="密码的 Argon2 摘要；空串表示还没有密码"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="建立时间（UTC）"),
        sa.Column("created_by", TEXT, nullable=False, comment="由谁建立"),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True, comment="停用时间（UTC）"),
        sa.PrimaryKeyConstraint("name"),
        comment="账号，每人一个",
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", TEXT, nullable=False, comment="令牌的摘要"),
        sa.Column("name", TEXT, nullable=False, comment="登录名"),
        sa.Column("csrf", TEXT, nullable=False, comment="表单令牌"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False, comment="登录时间（UTC）"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment="最近使用时间（UTC）"),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False, comment="最迟到期时间（UTC）"),
        sa.ForeignKeyConstraint(["name"], ["accounts.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash"),
        comment="登录状态，每次登录一行",
    )
    op.create_index("ix_sessions_name", "sessions", ["name"])
    op.create_table(
        "failed_sign_ins",
        sa.Column("name", TEXT, nullable=False, comment="登录名"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="连续失败次数"),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False, comment="最近一次时间（UTC）"),
        sa.Column("barred_until", sa.DateTime(timezone=True), nullable=True, comment="此前不再受理（UTC）"),
        sa.PrimaryKeyConstraint("name"),
        comment="登录失败的次数，每个登录名一行",
    )
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), nullable=False, autoincrement=False, comment="序号，从 1 起，不间断"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="时间（UTC）"),
        sa.Column("by", TEXT, nullable=False, comment="谁（登录名）"),
        sa.Column("action", TEXT, nullable=False, comment="做了什么"),
        sa.Column("subject", TEXT, nullable=False, comment="对什么"),
        sa.Column("content", TEXT, nullable=False, comment="内容（规范写法的 JSON）"),
        sa.Column("previous", TEXT, nullable=False, comment="上一条的摘要"),
        sa.Column("hash", TEXT, nullable=False, comment="本条的摘要"),
        sa.PrimaryKeyConstraint("sequence"),
        comment="审计日志：人做的每一件事，只增不改，逐条以摘要相连",
    )
    op.create_index("ix_journal_subject", "journal", ["subject"])
    op.create_table(
        "saved_filters",
        sa.Column("owner", TEXT, nullable=False, comment="谁的"),
        sa.Column("name", TEXT, nullable=False, comment="名称"),
        sa.Column("filter", sa.JSON(none_as_null=True), nullable=False, comment="条件"),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, comment="保存时间（UTC）"),
        sa.ForeignKeyConstraint(["owner"], ["accounts.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner", "name"),
        comment="保存的筛选条件",
    )
    op.create_table(
        "frozen_lists",
        sa.Column("frozen_id", TEXT, nullable=False, comment="清单编号"),
        sa.Column("made_by", TEXT, nullable=False, comment="由谁固定"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="固定时间（UTC）"),
        sa.Column("filter", sa.JSON(none_as_null=True), nullable=False, comment="当时的条件"),
        sa.Column("count", sa.Integer(), nullable=False, comment="疑点个数"),
        sa.Column("decided", sa.Integer(), nullable=True, comment="已按审计日志第几条处理"),
        sa.PrimaryKeyConstraint("frozen_id"),
        comment="成批处理前固定下来的清单",
    )
    op.create_table(
        "frozen_findings",
        sa.Column("frozen_id", TEXT, nullable=False, comment="清单编号"),
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="当时的版本"),
        sa.ForeignKeyConstraint(["frozen_id"], ["frozen_lists.frozen_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("frozen_id", "finding_id"),
        comment="固定清单里的疑点",
    )
    op.create_table(
        "queue_entries",
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.Column("severity_rank", sa.Integer(), nullable=False, comment="程度次序，0 最重"),
        sa.Column("lightness", sa.Double(), nullable=False, comment="负的分量；越小越靠前"),
        sa.Column("severity", TEXT, nullable=False, comment="严重程度"),
        sa.Column("family", TEXT, nullable=False, comment="规则族"),
        sa.Column("rule", TEXT, nullable=False, comment="规则"),
        sa.Column("status", TEXT, nullable=False, comment="状态"),
        sa.Column("open_from", sa.Date(), nullable=False, comment="从哪一天起待处理；9999-12-31 为不待处理"),
        sa.Column("overdue_from", sa.Date(), nullable=False, comment="从哪一天起算逾期；9999-12-31 为不会"),
        sa.Column("unit", TEXT, nullable=True, comment="报送单位"),
        sa.Column("month", sa.Date(), nullable=True, comment="所属月份（该月 1 日）"),
        sa.Column("report_id", TEXT, nullable=True, comment="所在报告"),
        sa.Column("assignee", TEXT, nullable=True, comment="指派给谁"),
        sa.Column("due", sa.Date(), nullable=True, comment="最近通知单的更正期限"),
        sa.Column("base", sa.Double(), nullable=False, comment="不计规则把握的分量"),
        sa.Column("suspect_printed", TEXT, nullable=True, comment="最可能有误（否则第一个）的数的印刷形式"),
        sa.Column("searched", TEXT, nullable=False, comment="查找用的文字（小写）"),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.finding_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding_id"),
        comment="待核队列，每个疑点一行：列表、筛选、排序、查找所用",
    )
    op.create_index(
        "ix_queue_assignee",
        "queue_entries",
        ["assignee", "severity_rank", "lightness", "finding_id", "open_from", "overdue_from"],
    )
    op.create_index(
        "ix_queue_family",
        "queue_entries",
        ["family", "severity_rank", "lightness", "finding_id", "open_from", "overdue_from"],
    )
    op.create_index(
        "ix_queue_month",
        "queue_entries",
        ["month", "severity_rank", "lightness", "finding_id", "open_from", "overdue_from"],
    )
    op.create_index(
        "ix_queue_order", "queue_entries", ["severity_rank", "lightness", "finding_id", "open_from", "overdue_from"]
    )
    op.create_index("ix_queue_report", "queue_entries", ["report_id"])
    op.create_index("ix_queue_rule", "queue_entries", ["rule", "severity"])
    op.create_index("ix_queue_status", "queue_entries", ["status", "open_from"])
    op.create_index(
        "ix_queue_unit",
        "queue_entries",
        ["unit", "severity_rank", "lightness", "finding_id", "open_from", "overdue_from"],
    )
