"""A fact or a finding explained: where it stands, which rule, the arithmetic, its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.aligned import aligned, wrap
from pipeline.wording.fact_words import (
    choice_words,
    flag_words,
    interval_words,
    item_words,
    meaning,
    meaning_words,
    metric_words,
    number_words,
    period_words,
    place_words,
    report_words,
    unit_words,
    value_words,
)
from pipeline.wording.labels import FAMILY, REPAIR, SEVERITY, STATUS, label

if TYPE_CHECKING:
    from extractors.base_choice import Choice
    from pipeline.store.lookup import FactDetail, FindingDetail

Row = dict[str, Any]


def fact_lines(
    detail: FactDetail, *, width: int, original: Path | None = None, choice: Choice | None = None
) -> list[str]:
    """A fact: what it says, how it was read, where it is printed and its `original` lies, which findings cite it.

    `choice` tells which of several targets a completion is of, where arithmetic told it.
    """
    fact, report = detail.fact, detail.report
    rows = [
        ("数字", fact["printed"]),
        ("指标", metric_words(fact["metric"], fact["metric_name"])),
        ("含义", "，".join(meaning(fact))),
        ("数值", value_words(fact)),
        ("时间", period_words(fact)),
        ("范围", "，".join(part for part in (fact["region"], fact["scope"]) if part) or "未写明"),
        ("对照", (fact["base"] or "") + (choice_words(choice) if choice else "")),
        ("口径", fact["basis"] or ""),
        ("原文", fact["evidence"]),
        ("报告", report_words(report)),
        ("条目", item_words(fact)),
        ("位置", "；".join(place_words(fact["spans"]))),
        ("原件", str(original or "")),
        ("读取", f"规则 {fact['rule']}，把握 {fact['confidence']}" + flag_words(fact["flags"])),
    ]
    lines = [f"数字 {fact['fact_id']}", *_fields(rows, width)]
    lines += _corrections(detail.corrections, width)
    if detail.findings:
        lines += ["", "涉及的疑点："]
        for finding in detail.findings:
            lines.extend(_finding_line(finding, width))
    return lines


def finding_lines(
    detail: FindingDetail, *, width: int, originals: Mapping[str, Path | None] | None = None
) -> list[str]:
    """A finding: the arithmetic, its figures with their places, possible repairs, its history.

    `originals` says by report id where the file of a report lies now.
    """
    finding = detail.finding
    unit = _unit_of(finding["reported"], detail.facts)
    rows = [
        ("说明", finding["message"]),
        ("程度", label(SEVERITY, finding["severity"])),
        ("状态", label(STATUS, finding["status"])),
        ("规则", f"{label(FAMILY, finding['family'])}（{finding['rule']}）"),
        ("报告写", number_words(finding["reported"], unit)),
        ("应在", interval_words(finding["expected_low"], finding["expected_high"], unit)),
        ("相差", number_words(finding["gap"], "个百分点" if unit == "%" else unit)),
    ]
    lines = [f"疑点 {finding['finding_id']}", *_fields(rows, width)]
    reports = {report["report_id"]: report for report in detail.reports}
    if detail.facts:
        lines += ["", "涉及的数字："]
    for fact in detail.facts:
        mark = "  ←最可能写错" if fact["fact_id"] == finding["suspect_fact_id"] else ""
        lines.append(f"  {fact['printed']}  {fact['metric']}  {period_words(fact)}{mark}")
        where = "，".join(part for part in (fact["source_name"], item_words(fact), *place_words(fact["spans"])) if part)
        lines.extend(wrap(f"      {where}", width, indent=" " * 6))
        lines.extend(wrap(f"      原文：{fact['evidence']}", width, indent=" " * 6))
        lines.append(f"      {fact['fact_id']}")
        of_it = [one for one in detail.corrections if one["fact_id"] == fact["fact_id"]]
        lines += [f"    {line}" for line in _corrections(of_it, width - 4)]
    if not detail.facts:
        for item in detail.items:
            report = reports.get(item["report_id"])
            lines += ["", f"涉及的条目：{item['name']}" + (f"（{report['source_name']}）" if report else "")]
    found = [str(path) for report_id in reports if (path := (originals or {}).get(report_id)) is not None]
    if found:
        lines += ["", "原件：", *(line for path in found for line in wrap(f"  {path}", width, indent="    "))]
    lines += _suggestions(finding, detail.facts)
    lines += _history(detail)
    return lines


def _corrections(corrections: Iterable[Row], width: int) -> list[str]:
    """What people corrected in the reading of a figure, the oldest first."""
    lines: list[str] = []
    for one in corrections:
        state = "已撤销" if one["ended_at"] else "不再适用：读到的已不同" if not one["fits"] else "按更正后的数核对"
        about = f"，{meaning_words(one['meaning'])}" if one["meaning"] else ""
        said = f"读作 {one['read_printed']}，更正为 {one['printed']}{about}（{state}）：{one['reason']}"
        who = f"{one['made_by']}，{_moment(one['made_at'])}"
        end = f"；{one['ended_by']} 撤销：{one['ended_reason']}" if one["ended_at"] else ""
        lines += _fields([("更正", f"{said}；{who}{end}")], width)
    return lines


def _suggestions(finding: Row, facts: Sequence[Row]) -> list[str]:
    if not finding["suggestion"]:
        return []
    printed = {fact["fact_id"]: fact["printed"] for fact in facts}
    rows = [
        (
            "",
            f"{printed.get(each['fact_id'], '')} → {each['printed']}",
            label(REPAIR, each["kind"]),
            _odds(each["odds"]),
        )
        for each in finding["suggestion"]
    ]
    return ["", "可能的改法（只供参考，不会自动修改）：", *aligned(rows, ("left", "left", "left", "left"))]


def _history(detail: FindingDetail) -> list[str]:
    told = [(change["at"], label(STATUS, change["after"]), "由运行判定", change["run_id"]) for change in detail.history]
    told += [
        (review["reviewed_at"], label(STATUS, review["decision"]), review["reviewer"], review["reason"] or "")
        for review in detail.reviews
    ]
    if not told:
        return []
    in_time = sorted(told, key=lambda one: one[0])  # by the second: many things happen within a minute that is shown
    rows = [("", _moment(at), *words) for at, *words in in_time]
    lines = aligned(rows, ("left", "left", "left", "left", "left"))
    return ["", "经过：", *lines]


def _unit_of(reported: Decimal | None, facts: Sequence[Row]) -> str:
    """The unit of the figure that a finding calls reported, which need not be the suspect; empty where none is told.

    A corrected figure is not found by its value, and has the unit that all have, if they have one.
    """
    for asked in ([fact for fact in facts if fact["value"] == reported], facts):
        units = {unit_words(fact) for fact in asked}
        if len(units) == 1:
            return units.pop()
    return ""


def _fields(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Name and value a line; names are at most three characters, values begin in column 10."""
    lines: list[str] = []
    for name, value in rows:
        if value:
            lines.extend(wrap(f"  {name}{'  ' * (4 - len(name))}{value}", width, indent=" " * 10))
    return lines


def _finding_line(finding: Row, width: int) -> list[str]:
    head = f"  [{label(SEVERITY, finding['severity'])}] {finding['message']}"
    return [*wrap(head, width, indent=" " * 9), " " * 9 + finding["finding_id"]]


def _odds(odds: Any) -> str:
    return f"可能性 {round(100 * Decimal(str(odds)))}%" if odds is not None else ""


def _moment(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
