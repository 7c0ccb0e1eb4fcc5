"""The words at the end of a run: what came in, what was found, what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from app.aligned import aligned, explained, shorten, wrap
from pipeline.summary import RunSummary
from pipeline.wording.labels import FACT_KIND, REPORT_KIND, SEVERITY, label

_MISSING_SHOWN = 5
_WARNINGS_SHOWN = 10
_QUARANTINE_SHOWN = 10


def run_summary_lines(summary: RunSummary, *, width: int, command: str = "hedui", store_option: str = "") -> list[str]:
    """The summary as lines of at most about `width` columns.

    `command` is how the program was called, and `store_option` what it needs to find the same store (empty for the
    default): the commands suggested at the end can be typed as they stand.
    """
    return [
        "",
        *_files(summary),
        *_fact_changes(summary, width),
        *_reports_and_facts(summary),
        *_quarantine(summary, width),
        *_equations(summary, width),
        *_findings(summary, width),
        *_warnings(summary, width),
        *_next(summary, command, store_option, width),
    ]


def brief_summary(summary: RunSummary) -> str:
    """The run in a line, for one of many."""
    read = f"新读入 {summary.new_reports} 份" + (
        f"，隔离 {summary.quarantined_now} 份" if summary.quarantined_now else ""
    )
    found = "、".join(f"{label(SEVERITY, name)} {count}" for name, count in summary.findings_by_severity.items())
    return f"{read}；现有疑点：{found or '没有'}（用时 {summary.seconds:.1f} 秒）"


def _files(summary: RunSummary) -> list[str]:
    parts = [f"新读入 {summary.new_reports} 份", f"未变 {summary.unchanged} 份"]
    if summary.reread:
        parts.append(f"重读 {summary.reread} 份")
    if summary.copies:
        parts.append(f"内容相同的副本 {summary.copies} 份")
    if summary.removed:
        parts.append(f"已从收件夹移走 {summary.removed} 份（报告保留）")
    if summary.quarantined_now:
        parts.append(f"隔离 {summary.quarantined_now} 份")
    return [
        f"收件夹 {summary.inbox}：{summary.files_seen} 个文件，用时 {summary.seconds:.1f} 秒",
        *(() if summary.files_seen else ("  里面没有要读的文件：如果不该是空的，请核对文件夹的位置。",)),
        "  " + "，".join(parts),
    ]


def _fact_changes(summary: RunSummary, width: int) -> list[str]:
    """What reading reports again made of their figures."""
    if not summary.fact_changes:
        return []
    counts = [f"{_CHANGE[change]} {count:,} 个" for change, count in summary.fact_changes.items()]
    lines = ["", "重读后的数字：" + "，".join(counts)]
    for each in summary.reread_facts:
        before, after = each.before or {}, each.after or {}
        if each.change == "changed":
            told = "；".join(f"{name} {_value(before[name])} → {_value(after[name])}" for name in after)
        else:
            told = " ".join(_value(part) for part in ((before or after)["metric"], (before or after)["printed"]))
        lines.extend(wrap(f"  {_CHANGE[each.change]}  {each.fact_id}  {told}", width, indent="    "))
        lines.append(f"        {shorten(each.source_name, width - 8)}")
    if sum(summary.fact_changes.values()) > len(summary.reread_facts):
        lines.append("  全部见表 fact_changes（hedui query）")
    return lines


def _value(value: Any) -> str:
    return "空" if value is None else shorten(str(value), 40)


_CHANGE: Final = {"gained": "新增", "lost": "消失", "changed": "改变"}


def _reports_and_facts(summary: RunSummary) -> list[str]:
    return [
        *_counted("报告", "份", REPORT_KIND, summary.reports_by_kind),
        *_counted("数字", "个", FACT_KIND, summary.facts_by_kind),
    ]


def _counted(title: str, measure: str, words: dict[str, str], counts: Mapping[str, int]) -> list[str]:
    rows = [
        ("", label(words, kind), f"{count:,}")
        for kind, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return ["", f"{title}：共 {sum(counts.values()):,} {measure}", *aligned(rows, ("left", "left", "right"))]


def _quarantine(summary: RunSummary, width: int) -> list[str]:
    total = sum(summary.quarantine_by_reason.values())
    if not total:
        return []
    lines = ["", f"隔离：共 {total} 个文件没有读成"]
    for file in summary.quarantine[:_QUARANTINE_SHOWN]:
        lines.append(f"  {file.source_name}  [{file.reason}]")
        lines.extend(wrap(f"    {file.message}", width, indent="    "))
    if total > len(summary.quarantine[:_QUARANTINE_SHOWN]):
        counts = sorted(summary.quarantine_by_reason.items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append("  按原因：" + "；".join(f"{reason} {count}" for reason, count in counts))
    return lines


def _equations(summary: RunSummary, width: int) -> list[str]:
    missing: dict[str, int] = defaultdict(int)
    for entry in summary.not_evaluable:
        missing[entry.missing] += entry.count
    not_evaluable = sum(missing.values())
    rows = [
        ("", "成立", f"{summary.holds:,}", ""),
        ("", "不成立", f"{summary.violated:,}", ""),
        ("", "无法判断", f"{not_evaluable:,}", "缺少所需的数字，不算通过" if not_evaluable else ""),
    ]
    lines = ["", "勾稽关系：", *aligned(rows, ("left", "left", "right", "left"))]
    ranked = sorted(missing.items(), key=lambda pair: (-pair[1], pair[0]))
    if ranked:
        most = "；".join(f"{name} {count:,}" for name, count in ranked[:_MISSING_SHOWN])
        lines.extend(wrap(f"    缺得最多的：{most}", width, indent="    "))
    return lines


def _findings(summary: RunSummary, width: int) -> list[str]:
    total = sum(summary.findings_by_severity.values())
    if not total:
        return ["", "没有发现对不上的数字。"] if summary.reports_by_kind else []
    counts = "，".join(
        f"{word} {summary.findings_by_severity[code]}"
        for code, word in SEVERITY.items()
        if summary.findings_by_severity.get(code)
    )
    lines = ["", f"发现 {total} 处疑点：{counts}"]
    if len(summary.worst) < total:
        lines.append(f"最要紧的 {len(summary.worst)} 处：")
    for finding in summary.worst:
        head = f"  [{label(SEVERITY, finding.severity)}] "
        lines.extend(wrap(head + finding.message, width, indent=" " * 9))
        of = f"{shorten(finding.source_name, width - 28)}  " if finding.source_name else ""  # none came, for one
        lines.append(f"         {of}{finding.finding_id}")
    return lines


def _warnings(summary: RunSummary, width: int) -> list[str]:
    if not summary.warnings:
        return []
    lines = ["", "读取时的提醒："]
    for warning in summary.warnings[:_WARNINGS_SHOWN]:
        lines.extend(wrap("  " + warning, width, indent="    "))
    if len(summary.warnings) > _WARNINGS_SHOWN:
        lines.append(f"  另有 {len(summary.warnings) - _WARNINGS_SHOWN} 条")
    return lines


def _next(summary: RunSummary, command: str, store_option: str, width: int) -> list[str]:
    rows = [(f"{command} findings{store_option}", "列出未了结的疑点，最要紧的在前")]
    if summary.worst:
        rows.append(
            (f"{command} explain {summary.worst[0].finding_id}{store_option}", "看一处疑点的出处、算式和可能的改法")
        )
    rows.append((f"{command} serve{store_option}", "在浏览器里对着原件逐处核对"))
    rows.append((f"{command} export 导出{store_option} --format xlsx", "把各表导出为 Excel 工作簿"))
    return ["", f"数据在 {summary.store_url}", "接下来可以：", *explained(rows, width)]
