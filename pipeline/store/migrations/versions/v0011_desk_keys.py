"""The keys that people chose for the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "desk_keys",
        sa.Column("name", TEXT, nullable=False, comment="谁的（登录名）"),
        sa.Column("keys", sa.JSON(none_as_null=True), nullable=False, comment="各动作的键；不在其中的为原来的键"),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False, comment="选定时间（UTC）"),
        sa.PrimaryKeyConstraint("name"),
        comment="各人在工作台用的键",
    )
