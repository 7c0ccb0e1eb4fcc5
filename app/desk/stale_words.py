"""What is said when somebody else was quicker: who did what when, and that nothing was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.desk.finding_story import shown_names
from app.desk.words import Words
from pipeline.review.outcomes import Stale
from pipeline.store import Store
from pipeline.wording.labels import STATUS, label

ACTION_WORDS: Final[Mapping[str, str]] = {
    "decide": "判为",
    "bulk_decide": "成批判为",
    "assign": "指派",
    "undo": "撤销",
    "notify": "发出通知单",
    "comment": "批注",
}
"""What a person did, for a sentence with the status behind it."""


def stale_words(words: Words, store: Store, stale: Stale) -> str:
    """One sentence: 张三 10:32 已判为“属实”，你的处理没有写入。"""
    status = words(label(STATUS, stale.now_status))
    if stale.by is None or stale.at is None:
        return words(
            "运行后所据的数或说明有了变化，现在是“{status}”；你的处理没有写入，请看过新的内容再处理。", status=status
        )
    names = shown_names(store)
    at = stale.at.astimezone()
    today = at.date() == at.now().astimezone().date()
    moment = at.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")
    by = names.get(stale.by, stale.by)
    if stale.what in {"decide", "bulk_decide"}:
        return words("{by} {at} 已判为“{status}”，你的处理没有写入。", by=by, at=moment, status=status)
    done = words(ACTION_WORDS.get(stale.what, stale.what))
    return words(
        "{by} {at} 改动过（{done}），现在是“{status}”；你的处理没有写入。", by=by, at=moment, done=done, status=status
    )
