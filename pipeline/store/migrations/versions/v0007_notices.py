"""Notices to units, and the findings in each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("number", TEXT, nullable=False, comment="编号"),
        sa.Column("year", sa.Integer(), nullable=False, comment="年份"),
        sa.Column("position", sa.Integer(), nullable=False, comment="年内序号，从 1 起"),
        sa.Column("unit", TEXT, nullable=False, comment="报送单位"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="生成时间（UTC）"),
        sa.Column("made_by", TEXT, nullable=False, comment="经办人"),
        sa.Column("due", sa.Date(), nullable=False, comment="更正期限"),
        sa.PrimaryKeyConstraint("number"),
        comment="通知单，每份一行",
    )
    op.create_table(
        "notice_findings",
        sa.Column("number", TEXT, nullable=False, comment="通知单编号"),
        sa.Column("finding_id", TEXT, nullable=False, comment="疑点编号"),
        sa.ForeignKeyConstraint(["number"], ["notices.number"]),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.finding_id"]),
        sa.PrimaryKeyConstraint("number", "finding_id"),
        comment="通知单里的疑点",
    )
    op.create_index("ix_notice_findings_finding", "notice_findings", ["finding_id"])
