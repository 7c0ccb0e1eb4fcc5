"""The reports that units owe, and the unit of a finding that rests on no report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "owed_reports",
        sa.Column("inbox", TEXT, nullable=False, comment="收件文件夹"),
        sa.Column("position", sa.Integer(), nullable=False, comment="在清单中的次序，从 0 起"),
        sa.Column("unit", TEXT, nullable=False, comment="报送单位"),
        sa.Column("other_names", sa.JSON(), nullable=False, comment="又名"),
        sa.Column("kind", TEXT, nullable=True, comment="报告种类；空为不限"),
        sa.Column("every", TEXT, nullable=False, comment="频次：month、quarter、half、year"),
        sa.Column("due_days", sa.Integer(), nullable=False, comment="期后几日内报送"),
        sa.Column("first", sa.Date(), nullable=False, comment="自何日起的期间"),
        sa.Column("last", sa.Date(), nullable=True, comment="至何日止；空为不止"),
        sa.Column("skipped", sa.JSON(), nullable=False, comment="不报的期间（结束日）"),
        sa.PrimaryKeyConstraint("inbox", "position"),
        comment="应报清单，每项应报一行",
    )
    op.add_column("findings", sa.Column("about_unit", TEXT, nullable=True, comment="没有报告可凭的疑点所说的单位"))
