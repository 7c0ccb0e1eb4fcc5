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
