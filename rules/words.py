"""The words that tell what a figure means, from `vocabulary/words.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import regex

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

WORDS_FILE = Path(__file__).parent / "vocabulary" / "words.yaml"


class Words(RuleModel):
    """Word lists by what they tell; see the comments in the file."""

    scopes: tuple[str, ...]
    weak_scopes: tuple[str, ...]
    weak_scope_needs: tuple[str, ...]
    growth_up: tuple[str, ...]
    growth_down: tuple[str, ...]
    level_reached: tuple[str, ...]
    share_words: tuple[str, ...]
    completion_words: tuple[str, ...]
    completion_bases: tuple[str, ...]
    rate_ends: tuple[str, ...]
    less: tuple[str, ...]
    more: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    about: tuple[str, ...]
    after_at_least: tuple[str, ...]
    after_at_most: tuple[str, ...]
    after_about: tuple[str, ...]
    stretch: tuple[str, ...]
    arranged: tuple[str, ...]
    budget: tuple[str, ...]
    standard: tuple[str, ...]
    baseline: tuple[str, ...]
    done: tuple[str, ...]
    policy: tuple[str, ...]
    subject_leads: tuple[str, ...]
    subject_tails: tuple[str, ...]
    segments: tuple[str, ...]
    verbs: tuple[str, ...]
    naming_verbs: tuple[str, ...]
    adverbs: tuple[str, ...]
    generic_nouns: tuple[str, ...]
    metric_tails: tuple[str, ...]
    stock_words: tuple[str, ...]
    flow_words: tuple[str, ...]
    standing_words: tuple[str, ...]
    money_words: tuple[str, ...]
    place_ends: tuple[str, ...]
    places_at_large: tuple[str, ...]
    receivers: tuple[str, ...]
    after_noun_stops: tuple[str, ...]
    glue: tuple[str, ...]
    amplitudes: tuple[str, ...]
    moved_up: tuple[str, ...]
    moved_down: tuple[str, ...]
    ahead: tuple[str, ...]
    behind: tuple[str, ...]
    gap_above: tuple[str, ...]
    gap_below: tuple[str, ...]
    leading_changes: tuple[str, ...]
    interest_ends: tuple[str, ...]
    plain_rates: tuple[str, ...]
    looking_back: tuple[str, ...]
    not_places: tuple[str, ...]
    stages: tuple[str, ...]
    payments: tuple[str, ...]
    looking_ahead: tuple[str, ...]
    extremes: tuple[str, ...]
    found: tuple[str, ...]
    only_done: tuple[str, ...]
    done_to_people: tuple[str, ...]
    achieved: tuple[str, ...]
    people: tuple[str, ...]
    persons: tuple[str, ...]
    measured_by: tuple[str, ...]


@cache
def words() -> Words:
    """The word lists in force (read once a process)."""
    return load_words(WORDS_FILE)


def load_words(file: Path) -> Words:
    """The word lists in `file`. Raises RuleMistake for a word that is empty, holds white space or stands twice in a
    list."""
    loaded, lines = load_yaml_and_lines(file, Words)
    for name in Words.model_fields:
        seen: set[str] = set()
        for index, word in enumerate(getattr(loaded, name)):
            if not word or "".join(word.split()) != word:
                message = f"{name} 里的“{word}”是空的或含有空格"
                raise RuleMistake(file, lines(name, index), message, "删去它，或去掉空格。")
            if word in seen:
                raise RuleMistake(file, lines(name, index), f"{name} 里的“{word}”写了两次", "删去其中一个。")
            seen.add(word)
    return loaded


def any_of(listed: Iterable[str]) -> str:
    """A regular expression part that matches any of the words, the longest first."""
    return _alternatives(tuple(listed))


@cache
def _alternatives(listed: tuple[str, ...]) -> str:
    return "(?:" + "|".join(regex.escape(word) for word in sorted(listed, key=len, reverse=True)) + ")"
