"""Loads every rule file, so that a mistake is found before the night it would stop."""

from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rules.check import checks_in_force, load_checks
from rules.column_signs import column_signs, load_column_signs
from rules.coverage import coverage_rules, load_coverage_rules
from rules.cutting import load_cutting
from rules.errors import RuleMistake
from rules.heads import head_entries, load_heads
from rules.joining import load_joining
from rules.lights import load_lights
from rules.metrics import catalogue, load_catalogue
from rules.not_quantities import load_not_quantities, not_quantities
from rules.organs import load_organs, organs
from rules.phrasings import load_phrasings, phrasings
from rules.ranking import load_ranking
from rules.reasons import load_reasons, read_reasons
from rules.slips import load_slip_frequencies
from rules.table_heads import load_table_heads, table_heads
from rules.traditional import load_simplified_characters, simplified_characters
from rules.units import load_units, units
from rules.widening import load_widenings
from rules.words import load_words, words


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A kind of rule file: its name for people and where it lies within the folder of rules.

    `in_force` gives what the program goes by (loaded once a process); `load` reads the one in another folder of rules,
    together with those that it speaks of. Both raise RuleMistake.
    """

    name: str
    path: str
    in_force: Callable[[], object]
    load: Callable[[Path], object]


_METRICS: Final = "vocabulary/metrics.yaml"
_UNITS: Final = "vocabulary/units.yaml"
_TABLE_HEADS: Final = "vocabulary/table_heads.yaml"


def _checks(folder: Path) -> object:
    metrics, units = load_catalogue(folder / _METRICS), load_units(folder / _UNITS)
    return load_checks(folder / "checks", metrics.metric_names, units.bases)


def _table_heads(folder: Path) -> object:
    return load_table_heads(folder / _TABLE_HEADS, load_units(folder / _UNITS).bases)


def _alone(name: str, path: str, in_force: Callable[[], object], load: Callable[[Path], object]) -> RuleFile:
    """A rule file that speaks of no other."""
    return RuleFile(name, path, in_force, lambda folder: load(folder / path))


RULE_FILES: Final[tuple[RuleFile, ...]] = (
    _alone("指标目录", _METRICS, catalogue, load_catalogue),
    _alone("计量单位", _UNITS, units, load_units),
    _alone("词表", "vocabulary/words.yaml", words, load_words),
    _alone("说法", "vocabulary/phrasings.yaml", phrasings, load_phrasings),
    _alone("单位名称", "vocabulary/organs.yaml", organs, load_organs),
    _alone("繁简对照", "vocabulary/traditional.yaml", simplified_characters, load_simplified_characters),
    _alone("不是数字的数", "vocabulary/not_quantities.yaml", not_quantities, load_not_quantities),
    _alone("表头", "heads.yaml", head_entries, load_heads),
    _alone("栏目标志", "column_signs.yaml", column_signs, load_column_signs),
    RuleFile("数值表表头", _TABLE_HEADS, table_heads, _table_heads),
    _alone("约数放宽", "widening.yaml", load_widenings, load_widenings),
    _alone("去尾取数", "cutting.yaml", load_cutting, load_cutting),
    _alone("归并键", "joining.yaml", load_joining, load_joining),
    _alone("笔误频率", "slips.yaml", load_slip_frequencies, load_slip_frequencies),
    _alone("疑点排序", "ranking.yaml", load_ranking, load_ranking),
    _alone("亮灯", "lights.yaml", load_lights, load_lights),
    _alone("报送", "coverage.yaml", coverage_rules, load_coverage_rules),
    _alone("例外理由", "reasons.yaml", load_reasons, read_reasons),
    RuleFile("勾稽规则", "checks", checks_in_force, _checks),
)
"""Every kind of rule file, in the order in which they are verified."""


def checked_rule_files(folder: Path | None = None) -> list[tuple[str, int | None]]:
    """Load all rule files of `folder` (those in force by default); the name of each kind and the number of its
    entries (None where it is no list).

    Raises RuleMistake at the first mistake.
    """
    if folder is not None and not folder.is_dir():
        raise RuleMistake(
            folder, None, "没有这个文件夹", "写规则文件夹的路径，里面有 heads.yaml、vocabulary 和 checks。"
        )
    loaded = [(kind.name, kind.in_force() if folder is None else kind.load(folder)) for kind in RULE_FILES]
    return [(name, len(entries) if isinstance(entries, Sized) else None) for name, entries in loaded]
