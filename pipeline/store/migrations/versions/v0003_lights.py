"""Lights by the rule: what was printed is kept beside it, with the reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("items", sa.Column("light_printed", TEXT, nullable=True, comment="亮灯栏里印的；没有为空"))
    op.add_column("items", sa.Column("light_reason", TEXT, nullable=True, comment="按规则亮灯的理由"))
    op.execute("UPDATE items SET light_printed = light")
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "items",
            "light",
            existing_type=TEXT,
            existing_nullable=True,
            existing_comment="亮灯",
            comment="亮灯：表上印的；没有印的，按规则评出的红灯、黄灯、蓝灯",
        )
