"""The metrics of facts as they are joined: planned figures without the words of planning, counts without their verb."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Final

import numpy as np
import pandas as pd

from pipeline.reconcile.fact_table import FactTable
from pipeline.reconcile.metric_names import canonical, is_catalogued
from rules.words import any_of, words

_PLANNED_ROLES: Final = frozenset({"target", "stretch_target", "budget", "arranged"})
_OF_A_PLAN: Final = re.compile(
    r"(?:年初|年度|全年|本年|当年|调整后?的?|变动|预期)*(?:预算|目标|计划|任务|预期)(?:数|额|总额|安排数?|目标|任务|指标)?$"
)
_SHORTEST: Final = 4
"""What is left of a count's name without its verb must say what is counted: 项目 does not."""
_PLACE: Final = ("report_id", "item_position", "column", "unit")


def joined_names(table: FactTable) -> pd.Series[str]:
    """The metric of each fact of `table`, for joining; None where it has none.

    一般公共预算支出年初预算 becomes 一般公共预算支出 where that is a metric of the catalogue. 培训新型农民 and 新型农民
    are one thing counted, unless the same cell counts it twice.
    """
    stated = table.column("metric")
    names = stated.copy()
    for row in np.flatnonzero(table.coded("role").is_one_of(_PLANNED_ROLES)).tolist():
        if stated[row] is not None:
            names[row] = _of_what_is_planned(stated[row])
    counted: dict[tuple[object, ...], list[tuple[int, str]]] = defaultdict(list)
    in_column = table.coded("kind").is_one_of(["count"]) & ~table.coded("column").is_one_of(["none"])
    for row in np.flatnonzero(in_column).tolist():
        if stated[row] is not None:
            thing = _thing_counted(stated[row])
            counted[*(table.cell(row, name) for name in _PLACE), thing].append((row, thing))
    for together in counted.values():
        if len({names[row] for row, _ in together}) == 1:
            for row, thing in together:
                names[row] = thing if len(thing) >= _SHORTEST else names[row]
    return pd.Series(names, dtype=object)


@lru_cache(maxsize=1 << 14)
def _of_what_is_planned(name: str) -> str:
    plain = _OF_A_PLAN.sub("", name)
    return plain if plain != name and is_catalogued(canonical(plain)) else name


@lru_cache(maxsize=1 << 14)
def _thing_counted(name: str) -> str:
    return _leading_verb().sub("", name)


@cache
def _leading_verb() -> re.Pattern[str]:
    known = words()
    # How far things have come (开工, 竣工) makes another count of the same things.
    verbs = set(known.verbs) - set(known.stages)
    return re.compile(f"^(?:{any_of(known.adverbs)})*(?:{any_of(sorted(verbs, key=len, reverse=True))})(?=.{{3,}})")
