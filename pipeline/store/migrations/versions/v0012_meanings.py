"""Corrections of what a figure is about: its metric, period and role."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, comment in (
        ("meaning", "更正后的指标、时期、角色（只有改了的）；空为照读到的"),
        ("read_meaning", "这些项读到的样子"),
    ):
        op.add_column("corrections", sa.Column(name, sa.JSON(none_as_null=True), nullable=True, comment=comment))
