"""Loads every rule file, so that a mistake is found before the night it would stop."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Final

from rules.check import load_checks
from rules.heads import head_entries
from rules.joining import load_joining
from rules.metrics import catalogue
from rules.not_quantities import not_quantities
from rules.slips import load_slip_frequencies
from rules.table_heads import table_heads
from rules.traditional import simplified_characters
from rules.units import units
from rules.widening import load_widenings
from rules.words import words

RULE_FILES: Final[tuple[tuple[str, Callable[[], object]], ...]] = (
    ("指标目录", catalogue),
    ("计量单位", units),
    ("词表", words),
    ("繁简对照", simplified_characters),
    ("不是数字的数", not_quantities),
    ("表头", head_entries),
    ("数值表表头", table_heads),
    ("约数放宽", load_widenings),
    ("归并键", load_joining),
    ("笔误频率", load_slip_frequencies),
    ("勾稽规则", load_checks),
)
"""Name and loader of each kind of rule file. Loaders raise RuleMistake with file, line and remedy."""


def checked_rule_files() -> list[tuple[str, int | None]]:
    """Load them all; the name of each kind and the number of its entries (None where it is no list).

    Raises RuleMistake at the first mistake.
    """
    loaded = [(name, loader()) for name, loader in RULE_FILES]
    return [(name, len(entries) if isinstance(entries, Sized) else None) for name, entries in loaded]
