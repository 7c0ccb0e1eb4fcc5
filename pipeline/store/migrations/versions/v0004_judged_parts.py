"""The parts of the archive that have been judged, and how their equations came out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "judged_parts",
        sa.Column("part", TEXT, nullable=False, comment="部分名：其中第一个报送单位"),
        sa.Column("digest", TEXT, nullable=False, comment="当时所判内容的摘要"),
        sa.PrimaryKeyConstraint("part"),
        comment="已核对过的各部分（相互没有勾稽关系的报告各成一部分），每部分一行",
    )
    op.create_table(
        "part_equations",
        sa.Column("part", TEXT, nullable=False, comment="部分名"),
        sa.Column("rule", TEXT, nullable=False, comment="规则"),
        sa.Column("outcome", TEXT, nullable=False, comment="结果"),
        sa.Column("missing", TEXT, nullable=False, comment="缺少的输入；不缺为空串"),
        sa.Column("count", sa.Integer(), nullable=False, comment="个数"),
        sa.ForeignKeyConstraint(["part"], ["judged_parts.part"]),
        sa.PrimaryKeyConstraint("part", "rule", "outcome", "missing"),
        comment="各部分最近一次核对中各规则算式的结果计数",
    )
