"""What the list of the journal says of an entry: words, no codes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.desk.entry_words import content_words
from pipeline.review.journal import Entry


def changed(after: dict[str, Any], **choice: Any) -> dict[str, Any]:
    return {"changes": [{"finding": "f1", "after": after}], **({"choice": choice} if choice else {})}


@pytest.mark.parametrize(
    ("action", "content", "said"),
    [
        ("decide", changed({"status": "confirmed"}, reason=None), "结果：属实"),
        (
            "decide",
            changed({"status": "accepted_exception"}, reason_code="revision", reason="年中修订"),
            "结果：合理例外；理由：数据修订；说明：年中修订",
        ),
        ("decide", changed({"status": "false_positive"}, fault="reading"), "结果：误报；错在：数没有读对"),
        ("decide", changed({"status": "deferred"}, until="next_report"), "结果：暂缓；到：该单位下一份报告"),
        ("decide", changed({"status": "corrected"}, value="5", value_printed="5亿元"), "结果：已更正；更正为：5亿元"),
        ("assign", changed({"status": "assigned", "assignee": "li"}), "结果：已指派；给：li"),
        ("assign", changed({"status": "new", "assignee": None}), "结果：新发现；给：不指派"),
        ("set_role", {"role": "approver"}, "角色：审定"),
        ("set_metadata", {"field": "period", "value": "2024Q2"}, "项目：所属期；定为：2024Q2"),
    ],
)
def test_an_entry_is_told_in_words(action: str, content: dict[str, Any], said: str) -> None:
    entry = Entry(1, datetime(2024, 7, 1, tzinfo=UTC), "li", action, "f1", content, "", "")
    assert content_words(entry) == said
