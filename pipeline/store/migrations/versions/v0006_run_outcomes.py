"""How many files a run saw, and why it failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("runs", sa.Column("files_seen", sa.Integer(), nullable=True, comment="收件文件夹里的文件数"))
    op.add_column("runs", sa.Column("failure", TEXT, nullable=True, comment="没有做完的原因"))
