"""Whether a figure has happened, is aimed at, is budgeted, arranged, a standard, or last year's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.attribution.against import average_of
from extractors.attribution.comparator import Compared
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Memory, Setting
from extractors.fact import FactRole
from rules.phrasings import RolePhrasings, phrasings
from rules.words import any_of, words

_AIMED = ("amount", "count", "growth", "share", "ratio")


@dataclass(frozen=True, slots=True)
class _Patterns:
    stretch: regex.Pattern[str]
    arranged: regex.Pattern[str]
    budget: regex.Pattern[str]
    standard: regex.Pattern[str]
    baseline: regex.Pattern[str]
    done: regex.Pattern[str]
    policy: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = words()
    return _Patterns(*(
        regex.compile(any_of(listed))
        for listed in (
            known.stretch, known.arranged, known.budget, known.standard, known.baseline, known.done, known.policy
        )
    ))  # fmt: skip


def _said() -> RolePhrasings:
    return phrasings().role


def role_of_whole(reading: Reading) -> FactRole | None:
    """The role of an amount that is what a percentage is of (占年初预算3200万元的41%); None where its words decide."""
    if reading.whole != "completion" or not reading.base:
        return None
    if "预算" in reading.base:
        return "budget"
    return "target" if _said().goal.compiled.search(reading.base) else None


def role_of(reading: Reading, compared: Compared, left: str, right: str, setting: Setting, memory: Memory) -> FactRole:
    """The role of a figure with the words `left` and `right` of it in its clause."""
    known = _patterns()
    if setting.column == "completion":
        return "actual"
    if reading.baseline:
        return "baseline"
    if average_of(reading):
        return "actual"
    if reading.against:
        return "target" if _said().goal.compiled.search(reading.against) else "standard"
    if memory.stretch or (known.stretch.search(left) and setting.default_role != "actual"):
        return "stretch_target"
    if reading.kind == "unit_price" and _is_a_standard(left, right):
        return "standard"
    if reading.kind in ("amount", "unit_price", "count") and _said().base_year.compiled.search(left):
        return "baseline"
    regulated = _said().regulated.compiled.search(left)
    if reading.kind == "amount" and not regulated and (arranged := _arranged(left, right)):
        return arranged
    if setting.column is None and reading.kind == "amount" and _said().handed_down.compiled.search(left):
        return "actual"
    so_far = setting.column is None and _so_far(left, right, setting)
    if setting.default_role != "actual" and not so_far:
        return setting.default_role
    if memory.lists_aims and not _done(left) and reading.kind in _AIMED:
        return "target"
    if memory.ahead and not _done(left) and reading.kind not in ("gap_pp", "rank") and not so_far:
        return "target"
    happened = known.done.search(left) or _said().led_to.compiled.search(left)
    if reading.kind in ("amount", "unit_price") and memory.year_budget and not happened:
        return "arranged"
    aimed = compared.comparator in ("ge", "le") and compared.stated
    if aimed and not _done(left) and (known.policy.search(left) or (reading.kind == "share" and reading.metric_after)):
        return "target"
    if _said().cap_named.compiled.match(right):
        return "target"
    if reading.kind in ("amount", "count", "growth") and _said().still_to_do.compiled.search(left):
        memory.planned = True
        return "target"
    bracket = left.rfind("（")
    inside = left[bracket + 1 :] if bracket >= 0 and memory.planned else left
    if _said().happened.compiled.search(inside):
        memory.planned = False
    said = _said().estimated.compiled.sub("", left) if setting.executed else left
    said = "" if reading.base else said
    planned = _said().planned.compiled.search(said) or (
        memory.planned
        and not _said().happened.compiled.search(inside)
        and not (reading.kind == "change" and reading.base)
    )
    if planned and (reading.kind in ("amount", "count", "growth", "change") or (aimed and reading.kind == "share")):
        memory.planned = memory.planned or bracket < 0  # （全年目标20个） holds only inside
        return "target"
    return "actual"


def _is_a_standard(left: str, right: str) -> bool:
    """Whether a price is one that is set (补助标准, 按每人…), not one that came out (发放215万元，生均1000元)."""
    if _said().came_out.compiled.fullmatch(left):
        return False
    known = _patterns()
    near = known.standard.search(left) or known.standard.search(right[:8])
    return bool(near or _said().by_each.compiled.search(left))


def _arranged(left: str, right: str) -> FactRole | None:
    """`arranged` or `budget` where the last verb before (or the first behind) the amount says so."""
    known = _patterns()
    if _said().spent_after.compiled.match(right) and not _said().arranged_after.compiled.match(right):
        return None
    last_arranged = _last(known.arranged, left)
    last_budget = _last(known.budget, left)
    last_done = _last(_said().spent.compiled, left)
    if (at := _last(_said().initial_budget.compiled, left)) > last_done and at >= 0:
        return "arranged"
    if _said().arranged_after.compiled.match(right) and last_done < 0:
        return "arranged"
    if max(last_arranged, last_budget) <= last_done:
        return None
    if _said().moved_into.compiled.search(left):
        return None
    if last_budget > last_arranged and not _said().other_budget.compiled.match(left, last_budget):
        return "budget" if _said().is_budget.compiled.search(left) else None
    return "arranged" if last_arranged >= 0 else None


def _last(pattern: regex.Pattern[str], string: str) -> int:
    last = -1
    for match in pattern.finditer(string):
        last = match.start()
    return last


def _done(left: str) -> bool:
    return bool(_said().reached.compiled.search(left))


_SO_FAR = regex.compile(r"(?<![\d.年])1月?份?(?:-|—|－|–|~|～|至|到)+(?P<last>\d{1,2})月")
_GIVEN = regex.compile(r"的(?:实际|现状|情况|形势|基础|问题)")


def _so_far(left: str, right: str, setting: Setting) -> bool:
    """下一步，针对1-5月收入62亿元的实际，…: what the report is about has happened, whatever is to be done next."""
    about = setting.anchor.period
    if about is None or about.kind == "year":
        return False
    said = _SO_FAR.search(left)
    return bool(_GIVEN.match(right) or (said and int(said["last"]) <= about.end.month))
