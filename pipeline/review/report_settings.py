"""Unit, period or kind of a report that prints none, set by a person: a hint above all others, never above print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast, get_args

from sqlalchemy import Connection, select

from pipeline.intake.set_hints import SetField, set_period
from pipeline.review.accounts import Person, entitled
from pipeline.review.mending_records import ROLE, Overtaken, end_record, local, make_record, not_entitled, plain_reason
from pipeline.review.outcomes import Refused
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.wording.report_kinds import REPORT_KIND_WORDS

FIELD_WORDS: Final[Mapping[SetField, str]] = {"unit": "报送单位", "period": "所属期", "kind": "种类"}
_LONGEST_UNIT: Final = 60


@dataclass(frozen=True, slots=True)
class Set:
    """The record of a setting, and the file whose reading it changes."""

    record_id: str
    sha256: str


def set_report(
    store: Store, by: Person, sha256: str, field: str, typed: str, reason: str, now: datetime, seen: str | None = None
) -> Set | Refused | Overtaken:
    """Keep what `field` of the report in the file of that content is; an earlier setting of it ends. `seen` is the
    record that stood when the form was made.

    What the report prints is not overruled. The file's next reading goes by it. Raises HeduiError as `Store.writing`.
    """
    why = plain_reason(reason)
    if isinstance(why, Refused):
        return why
    if field not in get_args(SetField):
        return Refused("只能补录报送单位、所属期和种类。")
    value = kept_value(cast(SetField, field), typed)
    if isinstance(value, Refused):
        return value
    settings = table_named("report_settings")
    with store.writing() as connection:
        if not entitled(connection, by, ROLE["report_settings"]):
            return not_entitled(ROLE["report_settings"])
        file = _file(connection, sha256)
        if file is None:
            return Refused("库里没有这份文件。请刷新页面。")
        if file["metadata_source"].get(field) == "printed":
            word = FIELD_WORDS[cast(SetField, field)]
            return Refused(f"报告上印有{word}，以印的为准，不能补录。印错的，请单位更正后重报；读错的，请交维护人员。")
        standing = select(settings).where(
            settings.c.sha256 == sha256, settings.c.field == field, settings.c.ended_at.is_(None)
        )
        before = connection.execute(standing).mappings().first()
        if (before["record_id"] if before else None) != seen:
            return Overtaken(_meanwhile(dict(before) if before else None))
        if before is not None and before["value"] == value:
            return Refused("已经是这样补录的。")
        if before is not None:
            end_record(connection, "report_settings", dict(before), by, f"改为 {value}", now)
        values: Row = {"sha256": sha256, "source_name": file["source_name"], "field": field, "value": value}
        return Set(make_record(connection, "report_settings", values, by, why, now), sha256)


def kept_value(field: SetField, typed: str) -> str | Refused:
    """What was typed as it is kept: a unit's name, a period like 2024-06, 2024Q2 or 2024, a code of kinds."""
    plain = "".join(typed.replace("\x00", "").split())
    if not plain:
        return Refused(f"请填写{FIELD_WORDS[field]}。")
    match field:
        case "unit":
            if len(plain) > _LONGEST_UNIT or any(char in plain for char in "<>\\/"):
                return Refused(f"“{plain[:20]}”不像单位名称（最多 {_LONGEST_UNIT} 个字）。")
            return plain
        case "period":
            if set_period(plain) is None:
                return Refused(f"看不懂的期间“{plain[:20]}”，请写成 2024-06、2024Q2、2024年上半年 或 2024年。")
            return plain
        case "kind":
            codes = {word: code for code, word in REPORT_KIND_WORDS.items()}
            code = codes.get(plain, plain)
            return code if code in REPORT_KIND_WORDS else Refused("请从列表里选一个种类。")


def not_used(settings: Row, report: Row | None) -> bool:
    """Whether a setting that stands says nothing: the report, as it is read now, prints the field itself."""
    return report is not None and report["metadata_source"].get(settings["field"]) == "printed"


def _file(connection: Connection, sha256: str) -> dict[str, Any] | None:
    """The report of that content, or the file in quarantine, which prints nothing that is known."""
    reports, quarantine = table_named("reports"), table_named("quarantine")
    told = (reports.c.source_name, reports.c.metadata_source)
    report = connection.execute(select(*told).where(reports.c.sha256 == sha256)).mappings().first()
    if report is not None:
        return dict(report)
    names = select(quarantine.c.source_name).where(quarantine.c.sha256 == sha256).order_by(quarantine.c.source_name)
    name = connection.execute(names).scalar()
    return {"source_name": name, "metadata_source": {}} if name is not None else None


def _meanwhile(before: Row | None) -> str:
    if before is None:
        return "这项补录刚才被撤销了。请看过现在的样子再改。"
    who = f"{before['made_by']} 已于 {local(before['made_at'])} 补录为“{before['value']}”"
    return f"{who}（{before['reason']}）。请看过再改。"
