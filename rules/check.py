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
from rules.units import units
from rules.yaml_files import load_yaml_and_lines

FOLDER = Path(__file__).with_name("checks")


@cache
def checks_in_force() -> tuple[Check, ...]:
    """The checks of `rules/checks` (read once a process). Raises RuleMistake."""
    return load_checks()


def load_checks(
    folder: Path = FOLDER, known_metrics: Collection[str] | None = None, known_units: Collection[str] | None = None
) -> tuple[Check, ...]:
    """All checks of `folder`, by file name and then as written; their examples have been run and came out right.

    `known_metrics` and `known_units` are the names that a check may use, by default those of the catalogue and of the
    units in force. Raises RuleMistake with file and line for the first thing that is wrong.
    """
    metrics = catalogue().metric_names if known_metrics is None else known_metrics
    bases = units().bases if known_units is None else known_units
    checks: dict[str, Check] = {}
    for file in sorted(folder.glob("*.yaml")):
        texts, lines = load_yaml_and_lines(file, list[CheckText])
        for index, text in enumerate(texts):
            check = compile_check(text, file, lines(index), metrics, bases, lines.of(index))
            if check.id in checks:
                before = checks[check.id]
                message = f"编号 {check.id} 重复（{before.file.name} 第 {before.line} 行已有）"
                raise RuleMistake(file, lines(index, "id"), message, "给其中一条换一个编号。")
            run_examples(check, lines.of(index, "examples"))
            checks[check.id] = check
    if not checks:
        raise RuleMistake(folder, None, "没有任何规则", "确认 rules/checks 目录完整，必要时重新安装。")
    return tuple(checks.values())
