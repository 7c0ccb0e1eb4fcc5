"""Turns of phrase that tell what a figure or a title means, from `vocabulary/phrasings.yaml`, with their examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Final

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import Lines, RuleModel, load_yaml_and_lines

PHRASINGS_FILE: Final = Path(__file__).parent / "vocabulary" / "phrasings.yaml"


class Phrasing(RuleModel):
    """A pattern for a title, or the words of a clause before or behind a figure (half-width, without white space), what
    it `says` in Chinese, words in which it occurs (`hit`) and words in which it must not (`miss`)."""

    says: str
    pattern: str
    hit: Annotated[tuple[str, ...], Field(min_length=1)]
    miss: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The pattern; raises regex.error where it is none."""
        return regex.compile(self.pattern)


class RolePhrasings(RuleModel):
    """What tells whether a figure has happened, is aimed at, budgeted, arranged or a standard."""

    spent_after: Phrasing
    handed_down: Phrasing
    arranged_after: Phrasing
    planned: Phrasing
    happened: Phrasing
    led_to: Phrasing
    still_to_do: Phrasing
    cap_named: Phrasing
    base_year: Phrasing
    came_out: Phrasing
    by_each: Phrasing
    regulated: Phrasing
    moved_into: Phrasing
    goal: Phrasing
    estimated: Phrasing
    is_budget: Phrasing
    reached: Phrasing
    other_budget: Phrasing
    initial_budget: Phrasing
    spent: Phrasing


class NamePhrasings(RuleModel):
    """What tells whose a figure is: named before it, behind it, or known from before."""

    names_behind: Phrasing
    average: Phrasing
    average_named: Phrasing
    handed_to: Phrasing
    aim: Phrasing
    aim_only: Phrasing
    size_class: Phrasing
    spent: Phrasing
    funds: Phrasing
    those_are: Phrasing


class MetricPhrasings(RuleModel):
    """What belongs to the name of a metric, and what stands around it."""

    basis_words: Phrasing
    aside: Phrasing
    basis_at_end: Phrasing
    taken_in: Phrasing
    already: Phrasing
    of_lead: Phrasing
    used_for: Phrasing
    part_of: Phrasing
    respect: Phrasing
    money_name: Phrasing
    two_sided: Phrasing


class KindPhrasings(RuleModel):
    """What tells which kind of figure one is."""

    overdone: Phrasing
    those_moved: Phrasing
    pulled: Phrasing
    done_alone: Phrasing
    times: Phrasing
    per: Phrasing
    by_each: Phrasing
    per_thing: Phrasing
    times_of: Phrasing
    standard: Phrasing
    per_head: Phrasing
    ranked: Phrasing
    start_level: Phrasing
    than_level: Phrasing
    moves: Phrasing
    end_level: Phrasing
    growth_rate: Phrasing
    done_after: Phrasing
    done_before: Phrasing
    aim_after: Phrasing
    for_use: Phrasing
    used_part: Phrasing
    places_moved: Phrasing
    number_metric: Phrasing
    name_of_counted: Phrasing
    per_head_after: Phrasing


class BasisInClauses(RuleModel):
    """What tells on which basis the figures of a clause are, by the code of the basis; the first that occurs counts."""

    excl_vat_refund: Phrasing
    comparable: Phrasing
    natural: Phrasing
    adjusted: Phrasing


class BasisInHeads(RuleModel):
    """The same in the heads of value tables: the words are taken out of the head."""

    excl_vat_refund: Phrasing
    yearly_average: Phrasing
    comparable: Phrasing
    natural: Phrasing


class BasisInNotes(RuleModel):
    """The same of the growth rates of a table, in the notes behind it."""

    comparable: Phrasing
    natural: Phrasing
    excl_vat_refund: Phrasing


class ClausePhrasings(RuleModel):
    """What a clause says for those behind it."""

    strives: Phrasing
    looks_ahead: Phrasing
    year_budget: Phrasing
    frame: Phrasing
    frame_of_all: Phrasing
    frame_of_places: Phrasing
    yearly_average: Phrasing
    lists_aims: Phrasing


class BasePhrasings(RuleModel):
    """Which of several budgets and targets a completion is of."""

    budget: Phrasing
    adjusted: Phrasing
    first: Phrasing
    stretch: Phrasing


class ColumnPhrasings(RuleModel):
    """What tells whether a column of a progress sheet whose head no list knows holds progress."""

    happened: Phrasing
    describes: Phrasing
    of_a_rate: Phrasing


class TitlePhrasings(RuleModel):
    """What a title says a report to be, in the order in which it is asked."""

    hands_money_out: Phrasing
    issues_a_plan: Phrasing
    tells_what_came_of_it: Phrasing
    regulates: Phrasing
    plans: Phrasing
    gives_figures: Phrasing
    tells: Phrasing


class Phrasings(RuleModel):
    """All turns of phrase, by what they tell of."""

    role: RolePhrasings
    names: NamePhrasings
    metrics: MetricPhrasings
    kinds: KindPhrasings
    title: TitlePhrasings
    basis_in_clauses: BasisInClauses
    basis_in_heads: BasisInHeads
    basis_in_notes: BasisInNotes
    clauses: ClausePhrasings
    bases: BasePhrasings
    columns: ColumnPhrasings


@cache
def phrasings() -> Phrasings:
    """Those in force (read once a process)."""
    return load_phrasings(PHRASINGS_FILE)


def load_phrasings(file: Path) -> Phrasings:
    """The phrasings in `file`. Raises RuleMistake for a pattern that is none and for an example that comes out
    otherwise."""
    loaded, lines = load_yaml_and_lines(file, Phrasings)
    for place, phrasing in _all(loaded):
        _check(file, lines.of(*place), phrasing)
    return loaded


def _all(loaded: Phrasings) -> Iterator[tuple[tuple[str, str], Phrasing]]:
    for group in Phrasings.model_fields:
        listed = getattr(loaded, group)
        for name in type(listed).model_fields:
            yield (group, name), getattr(listed, name)


def _check(file: Path, lines: Lines, phrasing: Phrasing) -> None:
    try:
        pattern = phrasing.compiled
    except regex.error as error:
        message = f"“{phrasing.says}”的正则写错了：{error}"
        raise RuleMistake(file, lines("pattern"), message, "检查括号是否成对、反斜杠是否写对。") from error
    remedy = "改正 pattern 或例子，使 hit 都命中、miss 都不命中。"
    for wanted, key, examples in ((True, "hit", phrasing.hit), (False, "miss", phrasing.miss)):
        for index, example in enumerate(examples):
            if (pattern.search(example) is not None) is not wanted:
                message = f"“{phrasing.says}”{'没有命中' if wanted else '误命中'}例子“{example}”"
                raise RuleMistake(file, lines(key, index), message, remedy)
