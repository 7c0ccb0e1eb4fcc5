"""Checks: what must be possible between the figures of reports, loaded from rules/checks/*.yaml and validated."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from rules.check_examples import run_examples
from rules.check_text import CheckText
from rules.compiled_check import Check, compile_check
from rules.errors import RuleMistake
from rules.metrics import catalogue
from rules.yaml_files import load_yaml_with_lines

FOLDER = Path(__file__).with_name("checks")


@cache
def checks_in_force() -> tuple[Check, ...]:
    """The checks of `rules/checks` (read once a process). Raises RuleMistake."""
    return load_checks()


def load_checks(folder: Path = FOLDER, known_metrics: Collection[str] | None = None) -> tuple[Check, ...]:
    """All checks of `folder`, by file name and then as written; their examples have been run and came out right.

    `known_metrics` are the names that a check may use, by default those of the catalogue. Raises RuleMistake with file
    and line for the first thing that is wrong.
    """
    known = (
        frozenset(metric.name for metric in catalogue().by_code.values()) if known_metrics is None else known_metrics
    )
    checks: dict[str, Check] = {}
    for file in sorted(folder.glob("*.yaml")):
        for line, text in load_yaml_with_lines(file, CheckText):
            check = compile_check(text, file, line, known)
            if check.id in checks:
                raise RuleMistake(file, line, f"编号 {check.id} 重复", "给其中一条换一个编号。")
            run_examples(check)
            checks[check.id] = check
    if not checks:
        raise RuleMistake(folder, None, "没有任何规则", "确认 rules/checks 目录完整，必要时重新安装。")
    return tuple(checks.values())
