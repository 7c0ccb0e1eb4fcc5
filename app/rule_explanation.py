"""A check explained to a person: what it asks, of which figures, with its examples and what it did last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from app.aligned import wrap
from app.rule_words import (
    example_words,
    explanation,
    join_words,
    manner_words,
    relation_words,
    severity_words,
    wanted_words,
)
from pipeline.wording.labels import FAMILY, SEVERITY, label
from rules.compiled_check import Check
from rules.other_rules import OtherRule

if TYPE_CHECKING:
    from pipeline.judging.rule_outcomes import LastRun
    from pipeline.judging.rule_sieve import Sieve

_FINDINGS_SHOWN: Final = 5
_INDENT: Final = " " * 10


def rule_lines(check: Check, *, width: int) -> list[str]:
    """The check as it stands in its file."""
    text = check.text
    rows = [
        ("要求", text.title),
        ("说明", explanation(check)),
        ("类别", f"{label(FAMILY, text.family)}（{text.family}）"),
        ("程度", "；".join(severity_words(check))),
        ("算式", relation_words(check)),
        ("原式", _written(check)),
        ("条件", "；".join(relation_words(check, guard) for guard in check.guards)),
        ("归并", f"这些相同的数放在一起核对：{join_words(check)}"),
        ("方式", "".join(manner_words(check))),
    ]
    lines = [f"规则 {check.id}"]
    for name, value in rows:
        if value:
            lines.extend(wrap(f"  {name}    {value}", width, indent=_INDENT))
    lines.append("  用到的数（前一个找后一个）：")
    for name, wanted in check.inputs:
        lines.extend(wrap(f"    {name}  {wanted.label}：{wanted_words(wanted) or '不限'}", width, indent=_INDENT))
    lines.extend(wrap(f"  疑点写成  {text.message}", width, indent=_INDENT))
    lines.append("  例子：")
    for title, examples in (("成立", text.examples.holds), ("不成立", text.examples.violated)):
        for example in examples:
            lines.extend(wrap(f"    {title}  {example_words(check, example)}", width, indent=_INDENT))
    lines.append(f"  写在 {check.file}，第 {check.line} 行")
    return lines


def outcome_lines(
    check: Check, last: LastRun | None, findings: Sequence[Mapping[str, Any]], *, width: int
) -> list[str]:
    """How the check came out in the `last` run, and its open `findings`."""
    if last is None:
        return ["", "这个数据库还没有运行过，看不出这条规则判断了多少。"]
    outcome = last.by_rule.get(check.id)
    head = f"上次运行（{last.finished_at.astimezone():%Y-%m-%d %H:%M}）："
    if outcome is None:
        first = check.inputs[0][1]
        none = f"没有一个数要它判断：现行报告里没有（或配不齐）“{first.label}”（{wanted_words(first) or '不限'}）。"
        return ["", *wrap(head + none, width, indent="  ")]
    counts = f"成立 {outcome.holds:,}，不成立 {outcome.violated:,}，无法判断 {outcome.not_evaluable:,}"
    lines = ["", f"{head}共判断 {outcome.matched:,} 处：{counts}"]
    for what, count in sorted(outcome.missing.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"  无法判断 {count:,} 处：缺少{what}")
    if outcome.holds + outcome.violated == 0:
        lines.extend(wrap("  没有一处判断得出来：先看缺少的数报告里有没有写，再看上面的条件是否过严。", width))
    if findings:
        lines.extend(_finding_lines(findings, width))
    elif outcome.violated:
        lines.append("这些不成立处已并入共用数字的其他规则的疑点，或已由人处理。")
    return lines


def sieve_lines(check: Check, sieves: Sequence[Sieve], last: LastRun | None, *, width: int) -> list[str]:
    """Of all figures, how many qualify for each input of the check, and what leaves out the rest."""
    asked = max((sieve.asked for sieve in sieves), default=0)
    lines = ["", f"现行报告共有 {asked:,} 个可比较的数，按条件逐项筛选："]
    labels = {name: wanted.label for name, wanted in check.inputs}
    for sieve in sieves:
        steps = "；".join(f"{wanted_words(filtered)}，剩 {number:,}" for filtered, number in sieve.left)
        said = f"  {sieve.name}  {labels[sieve.name]}：符合的 {sieve.qualified:,} 个（{steps or '不限'}）"
        lines.extend(wrap(said, width, indent="    "))
    outcome = last.by_rule.get(check.id) if last else None
    first, judged = sieves[0], outcome.matched if outcome else 0
    if rest := first.qualified - judged:
        why = "没有配到其他的数，或不符合上面的“条件”，这条规则不计入“无法判断”"
        lines.extend(wrap(f"  “{labels[first.name]}”其余约 {max(rest, 0):,} 个：{why}。", width, indent="    "))
    return lines


def other_rule_lines(rule: OtherRule, findings: Sequence[Mapping[str, Any]] | None, *, width: int) -> list[str]:
    """A rule that is no check, with its open `findings` where there is a store."""
    rows = [
        ("要求", rule.title),
        ("说明", rule.explain),
        ("类别", f"{label(FAMILY, rule.family)}（{rule.family}）"),
        ("程度", label(SEVERITY, rule.severity)),
        ("算式", rule.way),
        ("疑点写成", rule.message),
    ]
    lines = [f"规则 {rule.id}"]
    for name, value in rows:
        lines.extend(wrap(f"  {name}    {value}", width, indent=_INDENT))
    lines.append(f"  写在 {rule.file}，第 {rule.line} 行")
    return lines if findings is None else [*lines, "", *_finding_lines(findings, width)]


def _finding_lines(findings: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    lines = [f"未了结的疑点 {len(findings)} 处："] if findings else ["没有未了结的疑点。"]
    for finding in findings[:_FINDINGS_SHOWN]:
        said = f"  [{label(SEVERITY, finding['severity'])}] {finding['message']}"
        lines.extend(wrap(said, width, indent=" " * 9))
        lines.append(" " * 9 + finding["finding_id"])
    if len(findings) > _FINDINGS_SHOWN:
        lines.append(f"  另有 {len(findings) - _FINDINGS_SHOWN} 处，见 hedui findings")
    return lines


def _written(check: Check) -> str:
    text = check.text
    relation = text.equation or (f"agree: {text.agree}" if text.agree else f"vary: {text.vary}")
    return "；".join([relation, *(f"when {guard}" for guard in text.when)])
