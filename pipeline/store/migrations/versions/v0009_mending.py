"""What people put right: readings, settings of reports, files set aside, other names of metrics."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _column(name: str, comment: str, kind: sa.types.TypeEngine[Any] = TEXT, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def _record(judged: bool = True) -> tuple[sa.Column[Any], ...]:
    columns = (
        _column("record_id", "记录编号"),
        _column("sequence", "在审计日志里的序号", sa.Integer()),
        _column("reason", "理由"),
        _column("made_by", "谁"),
        _column("made_at", "时间（UTC）", MOMENT),
        _column("ended_at", "撤销或被取代的时间（UTC）；空为有效", MOMENT, True),
        _column("ended_by", "谁撤销或取代", nullable=True),
        _column("ended_reason", "撤销的理由", nullable=True),
    )
    waiting = _column("judged_in", "哪次运行已按它（或按它的撤销）核对；空为待核对", nullable=True)
    return (*columns, waiting) if judged else columns


def _one_standing(name: str, table: str, columns: list[str]) -> None:
    standing = sa.text("ended_at IS NULL")
    op.create_index(name, table, columns, unique=True, sqlite_where=standing, postgresql_where=standing)


def upgrade() -> None:
    op.create_table(
        "corrections",
        *_record(),
        _column("fact_id", "事实编号"),
        _column("report_id", "报告编号"),
        _column("sha256", "文件内容的 SHA-256"),
        _column("source_name", "文件名"),
        _column("locator", "位置标识"),
        _column("spans", "位置（页与框，或行列）", sa.JSON()),
        _column("item", "所在行的目标名称", nullable=True),
        _column("metric", "指标（原文）"),
        _column("read_printed", "读到的样子"),
        _column("read_value", "读到的数值（基本单位）"),
        _column("unit", "单位"),
        _column("printed", "实际印的样子"),
        _column("comparator", "比较符"),
        _column("value", "更正后的数值（基本单位）"),
        _column("low", "区间下限"),
        _column("high", "区间上限"),
        sa.PrimaryKeyConstraint("record_id"),
        comment="对读错的数字的更正，每处一行；读到的仍在 facts 里，核对按更正后的值",
    )
    _one_standing("ix_corrections_standing", "corrections", ["fact_id"])
    op.create_index("ix_corrections_report", "corrections", ["report_id"])
    op.create_table(
        "report_settings",
        *_record(),
        _column("sha256", "文件内容的 SHA-256"),
        _column("source_name", "文件名"),
        _column("field", "哪一项：unit、period、kind"),
        _column("value", "补录的内容"),
        sa.PrimaryKeyConstraint("record_id"),
        comment="人工补录的报送单位、所属期、种类，每项一行；报告上印有的以印的为准",
    )
    _one_standing("ix_report_settings_standing", "report_settings", ["sha256", "field"])
    op.create_table(
        "set_aside",
        *_record(judged=False),
        _column("source_name", "文件名（相对收件文件夹）"),
        _column("sha256", "文件内容的 SHA-256；无法打开时为空", nullable=True),
        _column("refused_for", "当时的原因代码"),
        sa.PrimaryKeyConstraint("record_id"),
        comment="搁置的未能读取的文件，每次搁置一行；内容变了就不再算搁置",
    )
    op.create_index("ix_set_aside_name", "set_aside", ["source_name"])
    op.create_table(
        "added_aliases",
        *_record(),
        _column("alias", "叫法"),
        _column("metric_code", "指标代码"),
        sa.PrimaryKeyConstraint("record_id"),
        comment="在审核台加的指标叫法，核对时即生效；导出为 YAML 并入 rules/ 后由读取使用",
    )
    _one_standing("ix_added_aliases_standing", "added_aliases", ["alias"])
