"""The list of findings as people read it, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.aligned import display_width, shorten, wrap
from pipeline.store.finding_models import CLOSED
from pipeline.wording.labels import FAMILY, SEVERITY, STATUS, label

if TYPE_CHECKING:
    from pipeline.store.finding_ranks import RankedFinding

_INDENT = " " * 9
_LEAST_FOR_FILES = 20
"""Columns; with fewer the file stands in a line of its own."""


def finding_list_lines(findings: Sequence[RankedFinding], *, width: int, settled: bool = False) -> list[str]:
    """Each finding in two or more lines: severity and message; then family, status, how sure it is, id and file.

    They stay in their order. Those that are settled are counted only, unless `settled` asks for them, too.
    """
    shown = [one for one in findings if settled or one.finding["status"] not in CLOSED]
    more = f"另有 {len(findings) - len(shown)} 处已了结，加 --all 列出。" if len(shown) < len(findings) else ""
    if not shown:
        return [
            f"没有未了结的疑点。{more}" if more else "没有符合条件的疑点。还没有读过报告的话，先运行 hedui run 收件夹。"
        ]
    lines = []
    for one in shown:
        finding = one.finding
        lines.extend(wrap(f"  [{label(SEVERITY, finding['severity'])}] {finding['message']}", width, indent=_INDENT))
        files = "、".join(finding["source_names"])
        facts = f"{finding['finding_id']}  {label(FAMILY, finding['family'])}  {label(STATUS, finding['status'])}  "
        facts += trust_words(one)
        room = width - len(_INDENT) - display_width(facts) - 2
        if room >= _LEAST_FOR_FILES:
            lines.append(f"{_INDENT}{facts}  {shorten(files, room)}")
        else:
            lines += wrap(_INDENT + facts, width, indent=_INDENT)
            lines += [_INDENT + shorten(files, width - len(_INDENT))] if files else []
    counts = "，".join(
        f"{word} {count}"
        for code, word in SEVERITY.items()
        if (count := sum(one.finding["severity"] == code for one in shown))
    )
    return [*lines, "", *wrap(f"共 {len(shown)} 处：{counts}。{more}hedui explain 编号 可看出处和算式。", width)]


def trust_words(one: RankedFinding) -> str:
    """How sure a finding is: of its rule by what reviewers found, of its figures by how well they were read."""
    precision = one.precision
    words = f"把握{round(100 * precision.mean * one.confidence)}%"
    if precision.reviewed:
        words += f"（同规则复核{precision.reviewed}处，属实{precision.right:g}处）"
    words += "，影响目标是否完成" if one.flips else ""
    if one.due is not None:
        words += f"，{'已过' if one.overdue else ''}更正期限{one.due:%m月%d日}"
    return words
