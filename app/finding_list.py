"""The list of findings as people read it, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.aligned import shorten, wrap
from app.labels import FAMILY, SEVERITY, STATUS, label

_INDENT = " " * 9


def finding_list_lines(findings: Sequence[dict[str, Any]], *, width: int) -> list[str]:
    """Each finding in two or more lines: severity and message; then family, status, id and file.

    `findings` are rows of the contract's table; they stay in their order.
    """
    if not findings:
        return ["没有符合条件的疑点。还没有读过报告的话，先运行 hedui run 收件夹。"]
    lines = []
    for finding in findings:
        lines.extend(wrap(f"  [{label(SEVERITY, finding['severity'])}] {finding['message']}", width, indent=_INDENT))
        files = "、".join(finding["source_names"])
        facts = f"{finding['finding_id']}  {label(FAMILY, finding['family'])}  {label(STATUS, finding['status'])}  "
        lines.append(_INDENT + facts + shorten(files, max(20, width - len(_INDENT) - len(facts) - 12)))
    counts = "，".join(
        f"{word} {count}"
        for code, word in SEVERITY.items()
        if (count := sum(finding["severity"] == code for finding in findings))
    )
    return [*lines, "", f"共 {len(findings)} 处：{counts}。hedui explain 编号 可看出处和算式。"]
