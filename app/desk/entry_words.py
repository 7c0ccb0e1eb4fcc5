"""What an entry of the journal says, in words, and the page of what it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pipeline.review.journal import Entry
from pipeline.wording.fact_words import meaning_words
from pipeline.wording.labels import ACCOUNT_ROLE, STATUS, label
from rules.reasons import load_reasons


def content_words(entry: Entry) -> str:
    """What an entry says beside who, when and what to: what a person would want to see of it, else as it is kept."""
    content = entry.content
    choice = content.get("choice")
    told = choice if isinstance(choice, dict) else content
    untold, names = _UNTOLD, _FIELD
    if entry.action == "correct_reading":
        untold |= _UNTOLD_OF_READINGS
    elif told is choice:
        untold, names = untold | {"value", "value_unit"}, {**_FIELD, "reason": "说明"}
    shown = {name: value for name, value in told.items() if value not in (None, "", [], {}) and name not in untold}
    if told is choice or entry.action == "assign":
        shown = {**_outcome(content), **shown}
    words = "；".join(f"{names.get(name, name)}：{_said(name, value)}" for name, value in shown.items())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def subject_address(entry: Entry) -> str | None:
    """The page of what an entry is about, where it has one."""
    match entry.action:
        case "correct_reading":
            return f"/facts/{entry.subject}"
        case "decide" | "assign" | "comment":
            return f"/findings/{entry.subject}"
        case "notify":
            return "/notices"
        case "set_metadata":
            return "/settings?all=1"
        case "add_alias":
            return "/metrics"
        case "set_aside":
            return "/quarantine?aside=1"
        case _:
            return None


def _outcome(content: Mapping[str, Any]) -> dict[str, Any]:
    """What findings are after a decision, to whom they were assigned, and how many where there are several."""
    changes = content.get("changes")
    if not isinstance(changes, list) or not changes:
        return {}
    after = changes[0].get("after", {})
    many = {"findings": len(changes)} if len(changes) > 1 else {}
    to = {"to": after.get("assignee") or "不指派"} if "choice" not in content else {}
    return {"status": after.get("status"), **to, **many}


_LONGEST: Final = 300
_UNTOLD: Final = frozenset({"record_id", "changes", "sha256", "report_id", "fact_id", "password", "table"})
_UNTOLD_OF_READINGS: Final = frozenset(
    {"spans", "locator", "low", "high", "read_value", "comparator", "value", "unit", "item", "read_meaning"}
)
_FIELD: Final = {
    "reason": "理由",
    "reason_code": "理由",
    "status": "结果",
    "printed": "更正为",
    "read_printed": "读作",
    "meaning": "含义",
    "source_name": "文件",
    "field": "项目",
    "value": "定为",
    "alias": "叫法",
    "metric_code": "指标代码",
    "metric": "指标",
    "item": "目标",
    "unit": "单位",
    "text": "内容",
    "role": "角色",
    "shown_name": "姓名",
    "until": "到",
    "to": "给",
    "number": "编号",
    "due": "期限",
    "undoes": "撤销第几条",
    "refused_for": "原因",
    "fault": "错在",
    "entries": "条数",
    "findings": "处数",
    "value_printed": "更正为",
}
_SETTING: Final = {"unit": "报送单位", "period": "所属期", "kind": "种类"}


def _said(name: str, value: object) -> str:
    """The value of a field in words where it is a code."""
    match name, value:
        case "reason_code", str():
            known = load_reasons().get(value)
            return known.name if known else value
        case ("status", str()):
            return label(STATUS, value)
        case "role", str():
            return label(ACCOUNT_ROLE, value)
        case "field", str():
            return _SETTING.get(value, value)
        case "until", "next_report":
            return "该单位下一份报告"
        case "fault", ("reading" | "rule"):
            return "数没有读对" if value == "reading" else "规则在这里不适用"
        case "meaning", dict():
            return meaning_words(value)
        case _:
            return _plain(value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
