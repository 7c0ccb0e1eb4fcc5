"""The page of all rules that a finding can name, made from their YAML.

python -m app.rules_page > docs/rules.md
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from app.markdown import plain
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
from rules.check import checks_in_force
from rules.compiled_check import Check
from rules.other_rules import OtherRule, other_rules

_PREFACE: Final = """# 勾稽规则

必须对得上的数，取自 [rules/checks](../rules/checks) 里的规则文件；这一页由程序写出
（`python -m app.rules_page`），测试保证与规则一致。每条写明程度、算式、用到哪些数、哪些相同才放在一起核对，
并附成立和不成立的例子。`hedui rules explain 规则` 显示同样的内容，连同它在数据库里核对的结果。怎样加一条，
见[怎样加知识](adding-knowledge.zh-CN.md)。“错误”是几个数不可能同时成立，“存疑”可能另有原因，“提示”多是
进度和政策，见[疑点的次序和状态](findings.zh-CN.md)。

*In English.* What must fit, from the YAML files under [rules/checks](../rules/checks) (`python -m app.rules_page`; a
test compares the two). The words are the authors', who are not programmers. `hedui rules explain RULE` shows the same
of one check, and what it made of the figures in a store. How to add one:
[adding-knowledge.zh-CN.md](adding-knowledge.zh-CN.md).
"""


def rules_page() -> str:
    """The page."""
    parts = [_PREFACE]
    for file, checks in groupby(checks_in_force(), key=lambda check: check.file.name):
        together = list(checks)
        families = dict.fromkeys(check.text.family for check in together)
        title = "、".join(f"{label(FAMILY, family)} `{family}`" for family in families)
        parts.append(f"## {title}\n\n[{file}](../rules/checks/{file})\n")
        parts.extend("\n".join(_check(check)) for check in together)
    parts.append("## 没有算式的规则\n")
    parts.extend("\n".join(_other(rule)) for rule in other_rules())
    return "\n".join(parts)


def _check(check: Check) -> Iterator[str]:
    yield f"### {check.id}\n"
    yield f"**{check.text.title}**（{'；'.join(severity_words(check))}）\n"
    yield plain(explanation(check)) + "\n"
    yield f"- 算式：{plain(relation_words(check))}"
    if check.guards:
        yield f"- 条件：{plain('；'.join(relation_words(check, guard) for guard in check.guards))}"
    yield f"- 相同的放在一起核对：{join_words(check)}"
    for name, wanted in check.inputs:
        yield f"- `{name}` {wanted.label}：{plain(wanted_words(wanted)) or '不限'}"
    if said := manner_words(check):
        yield f"- {''.join(said)}"
    for title, examples in (("成立", check.text.examples.holds), ("不成立", check.text.examples.violated)):
        for example in examples:
            yield f"- {title}的例子：{plain(example_words(check, example))}"
    yield ""


def _other(rule: OtherRule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    yield f"**{plain(rule.title)}**（{label(FAMILY, rule.family)}；{label(SEVERITY, rule.severity)}）\n"
    yield plain(rule.explain) + "\n"
    yield f"- 怎样核对：{plain(rule.way)}"
    yield f"- 写在：[{rule.file.name}](../rules/{rule.file.name})"
    yield ""


if __name__ == "__main__":
    print(rules_page(), end="")
