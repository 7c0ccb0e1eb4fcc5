"""What a flow run leaves behind for people to look at: a summary in Markdown and a table of the worst findings."""

from __future__ import annotations

import logging
from typing import Final

from httpx import HTTPError
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.exceptions import PrefectHTTPStatusError

from flows.left_over import end_left_over_tasks
from pipeline.summary import RunSummary
from pipeline.wording.labels import SEVERITY

_log = logging.getLogger(__name__)

_WARNINGS_SHOWN: Final = 20


def leave_artifacts(summary: RunSummary) -> None:
    """Write both artifacts of a run; Prefect keeps one series of each kind. What a run that was killed
    before left behind as running is said to be no more.

    A server that has gone down meanwhile is logged: the work is done, and what the store holds tells of it.
    """
    try:
        _write_artifacts(summary)
        end_left_over_tasks()
    except (HTTPError, PrefectHTTPStatusError) as error:
        _log.warning("运行 %s 已经做完入库，但 Prefect 服务器没有回答（%s），小结没有记入。", summary.run_id, error)


def _write_artifacts(summary: RunSummary) -> None:
    create_markdown_artifact(summary_markdown(summary), key="hedui-summary", description=f"运行 {summary.run_id}")
    create_table_artifact(
        [
            {"程度": SEVERITY[each.severity], "说明": each.message, "文件": each.source_name, "编号": each.finding_id}
            for each in summary.worst
        ],
        key="hedui-worst-findings",
        description=f"运行 {summary.run_id}",
    )


def summary_markdown(summary: RunSummary) -> str:
    """The numbers of a run as a Markdown page."""
    not_evaluable = sum(entry.count for entry in summary.not_evaluable)
    open_findings = [f"{SEVERITY[each]} {count}" for each, count in summary.findings_by_severity.items()]
    rows = [
        ("收件夹", summary.inbox),
        ("文件", f"{summary.files_seen}"),
        ("新读入", f"{summary.new_reports}"),
        ("重读", f"{summary.reread}"),
        ("未变", f"{summary.unchanged}"),
        ("隔离", f"{summary.quarantined_now}"),
        ("数字", f"{sum(summary.facts_by_kind.values())}"),
        ("勾稽关系成立、不成立、无法判断", f"{summary.holds}、{summary.violated}、{not_evaluable}"),
        ("疑点", "，".join(open_findings) or "无"),
        ("用时", f"{summary.seconds:.1f} 秒"),
    ]
    table = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    quarantine = [f"- {file.source_name}（{file.reason}）：{file.message}" for file in summary.quarantine]
    warnings = [f"- {warning}" for warning in summary.warnings[:_WARNINGS_SHOWN]]
    if len(summary.warnings) > _WARNINGS_SHOWN:
        warnings.append(f"- ……共 {len(summary.warnings)} 条")
    parts = [f"# 运行 {summary.run_id}", "", *table]
    for head, lines in (("隔离", quarantine), ("提醒", warnings)):
        parts += ["", f"## {head}", "", *lines] if lines else []
    return "\n".join(parts)
