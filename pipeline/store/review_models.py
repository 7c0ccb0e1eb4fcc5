"""Tables of the reviewers' desk: accounts, sessions, the journal of what people did, the queue, and kept lists.

`comment` says in Chinese and `doc` in English what a column means; the data dictionary is made from both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import JSON_VALUE, Base


class StoredAccount(Base):
    """A person who may sign in."""

    __tablename__ = "accounts"
    __table_args__ = ({"comment": "账号，每人一个"},)

    name: Mapped[str] = mapped_column(primary_key=True, comment="登录名", doc="The name typed to sign in.")
    shown_name: Mapped[str] = mapped_column(comment="显示的姓名", doc="The name that others see.")
    role: Mapped[str] = mapped_column(comment="角色", doc="viewer, reviewer, approver or admin.")
    password_hash: Mapped[str] = mapped_column(
        comment="密码的 Argon2 摘要；空串表示还没有密码", doc="Argon2id hash of the password; empty lets nobody in."
    )
    created_at: Mapped[datetime] = mapped_column(comment="建立时间（UTC）", doc="When it was made.")
    created_by: Mapped[str] = mapped_column(comment="由谁建立", doc="Who made it.")
    disabled_at: Mapped[datetime | None] = mapped_column(comment="停用时间（UTC）", doc="When it was disabled.")


class StoredSession(Base):
    """A person who is signed in; only a hash of the secret is kept. Never copied to another store."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_name", "name"), {"comment": "登录状态，每次登录一行"})

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="令牌的摘要", doc="SHA-256 of the token.")
    name: Mapped[str] = mapped_column(
        ForeignKey("accounts.name", ondelete="CASCADE"), comment="登录名", doc="The account."
    )
    csrf: Mapped[str] = mapped_column(comment="表单令牌", doc="What forms of this session carry.")
    opened_at: Mapped[datetime] = mapped_column(comment="登录时间（UTC）", doc="When it was opened.")
    seen_at: Mapped[datetime] = mapped_column(comment="最近使用时间（UTC）", doc="When it was last used.")
    expires: Mapped[datetime] = mapped_column(comment="最迟到期时间（UTC）", doc="When it ends, used or not.")


class FailedSignIn(Base):
    """Failures to sign in under a name, known or not: what makes guessing slow. Never copied to another store."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = ({"comment": "登录失败的次数，每个登录名一行"},)

    name: Mapped[str] = mapped_column(primary_key=True, comment="登录名", doc="The name that was typed.")
    failures: Mapped[int] = mapped_column(comment="连续失败次数", doc="Failures one after the other.")
    last_at: Mapped[datetime] = mapped_column(comment="最近一次时间（UTC）", doc="When the last was.")
    barred_until: Mapped[datetime | None] = mapped_column(
        comment="此前不再受理（UTC）", doc="Until when no attempt is looked at."
    )


class JournalEntry(Base):
    """What a person did. Only ever added to; each entry holds the hash of the one before it."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_subject", "subject"),
        {"comment": "审计日志：人做的每一件事，只增不改，逐条以摘要相连"},
    )

    sequence: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="序号，从 1 起，不间断", doc="Number, from 1, without gaps."
    )
    at: Mapped[datetime] = mapped_column(comment="时间（UTC）", doc="When.")
    by: Mapped[str] = mapped_column(comment="谁（登录名）", doc="Who: the name of the account.")
    action: Mapped[str] = mapped_column(comment="做了什么", doc="decide, assign, comment, undo, …")
    subject: Mapped[str] = mapped_column(comment="对什么", doc="Id of what it was done to.")
    content: Mapped[str] = mapped_column(comment="内容（规范写法的 JSON）", doc="What exactly, as canonical JSON.")
    previous: Mapped[str] = mapped_column(comment="上一条的摘要", doc="Hash of the entry before.")
    hash: Mapped[str] = mapped_column(
        comment="本条的摘要", doc="SHA-256 over the hash before and all fields of this entry."
    )


class SavedFilter(Base):
    """A filter of the queue that a person keeps under a name."""

    __tablename__ = "saved_filters"
    __table_args__ = ({"comment": "保存的筛选条件"},)

    owner: Mapped[str] = mapped_column(
        ForeignKey("accounts.name", ondelete="CASCADE"), primary_key=True, comment="谁的", doc="Whose it is."
    )
    name: Mapped[str] = mapped_column(primary_key=True, comment="名称", doc="Its name.")
    filter: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE, comment="条件", doc="The filter.")
    saved_at: Mapped[datetime] = mapped_column(comment="保存时间（UTC）", doc="When it was saved.")


class FrozenList(Base):
    """The findings that a filter gave at one moment, to be decided together."""

    __tablename__ = "frozen_lists"
    __table_args__ = ({"comment": "成批处理前固定下来的清单"},)

    frozen_id: Mapped[str] = mapped_column(primary_key=True, comment="清单编号", doc="Id of the list.")
    made_by: Mapped[str] = mapped_column(comment="由谁固定", doc="Who made it.")
    made_at: Mapped[datetime] = mapped_column(comment="固定时间（UTC）", doc="When.")
    filter: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE, comment="当时的条件", doc="The filter it came from.")
    count: Mapped[int] = mapped_column(comment="疑点个数", doc="How many findings.")
    decided: Mapped[int | None] = mapped_column(
        comment="已按审计日志第几条处理", doc="The journal's entry by which it was decided; null if it was not."
    )


class FrozenFinding(Base):
    """A finding of a frozen list, with the version that was seen."""

    __tablename__ = "frozen_findings"
    __table_args__ = ({"comment": "固定清单里的疑点"},)

    frozen_id: Mapped[str] = mapped_column(
        ForeignKey("frozen_lists.frozen_id", ondelete="CASCADE"),
        primary_key=True,
        comment="清单编号",
        doc="The list.",
    )
    finding_id: Mapped[str] = mapped_column(primary_key=True, comment="疑点编号", doc="The finding.")
    version: Mapped[int] = mapped_column(comment="当时的版本", doc="Its version then.")


class QueueEntry(Base):
    """What a finding is listed, filtered, ranked and searched by; kept in the same transactions as the finding."""

    __tablename__ = "queue_entries"
    __table_args__ = (
        # The order, and for each field that is counted by, with all that a filter asks: answered from the index alone.
        Index(
            "ix_queue_order",
            "severity_rank",
            "lightness",
            "finding_id",
            "open_from",
            "overdue_from",
            "status",
            "unit",
            "month",
            "family",
            "assignee",
        ),
        Index("ix_queue_unit", "unit", "month", "family", "severity_rank", "status", "assignee", "open_from"),
        Index("ix_queue_month", "month", "unit", "family", "severity_rank", "status", "assignee", "open_from"),
        Index("ix_queue_family", "family", "severity_rank", "status", "assignee", "open_from", "unit", "month"),
        Index("ix_queue_severity", "severity_rank", "family", "status", "assignee", "open_from", "unit", "month"),
        Index("ix_queue_status", "status", "open_from", "unit", "month", "family", "severity_rank", "assignee"),
        Index("ix_queue_assignee", "assignee", "status", "open_from", "unit", "month", "family", "severity_rank"),
        Index("ix_queue_rule", "rule", "severity"),
        Index("ix_queue_report", "report_id"),
        {"comment": "待核队列，每个疑点一行：列表、筛选、排序、查找所用"},
    )

    finding_id: Mapped[str] = mapped_column(
        ForeignKey("findings.finding_id", ondelete="CASCADE"), primary_key=True, comment="疑点编号", doc="The finding."
    )
    severity_rank: Mapped[int] = mapped_column(comment="程度次序，0 最重", doc="Place of its severity, 0 the worst.")
    lightness: Mapped[float] = mapped_column(comment="负的分量；越小越靠前", doc="Its weight, negated: least first.")
    severity: Mapped[str] = mapped_column(comment="严重程度", doc="error, warning or notice.")
    family: Mapped[str] = mapped_column(comment="规则族", doc="Family of the rule.")
    rule: Mapped[str] = mapped_column(comment="规则", doc="Id of the rule.")
    status: Mapped[str] = mapped_column(comment="状态", doc="Its status.")
    open_from: Mapped[date] = mapped_column(
        comment="从哪一天起待处理；9999-12-31 为不待处理",
        doc="The day from which it waits for a person; 9999-12-31 if it does not.",
    )
    overdue_from: Mapped[date] = mapped_column(
        comment="从哪一天起算逾期；9999-12-31 为不会", doc="The day from which it is overdue; 9999-12-31 if never."
    )
    unit: Mapped[str | None] = mapped_column(comment="报送单位", doc="The unit whose figure it is about.")
    month: Mapped[date | None] = mapped_column(comment="所属月份（该月 1 日）", doc="First day of its month.")
    report_id: Mapped[str | None] = mapped_column(comment="所在报告", doc="The report of the figure it is about.")
    assignee: Mapped[str | None] = mapped_column(comment="指派给谁", doc="Whom it is assigned to.")
    due: Mapped[date | None] = mapped_column(comment="最近通知单的更正期限", doc="Due day of the last notice of it.")
    base: Mapped[float] = mapped_column(
        comment="不计规则把握的分量", doc="Its weight without the precision of its rule."
    )
    suspect_printed: Mapped[str | None] = mapped_column(
        comment="最可能有误（否则第一个）的数的印刷形式", doc="The figure it is about, as printed."
    )
    searched: Mapped[str] = mapped_column(comment="查找用的文字（小写）", doc="Text that is searched, in lower case.")


class ChosenKeys(Base):
    """The keys that a person uses at the desk, where they are not the usual ones."""

    __tablename__ = "desk_keys"
    __table_args__ = ({"comment": "各人在工作台用的键"},)

    name: Mapped[str] = mapped_column(primary_key=True, comment="谁的（登录名）", doc="The account.")
    keys: Mapped[dict[str, Any]] = mapped_column(
        JSON_VALUE, comment="各动作的键；不在其中的为原来的键", doc="The key of each action that has another."
    )
    chosen_at: Mapped[datetime] = mapped_column(comment="选定时间（UTC）", doc="When they were chosen.")
