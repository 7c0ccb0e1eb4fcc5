"""What a shell completes beside commands and options: ids of rules and findings, names of units.

Whoever presses the tab key waits, and reads no errors: what cannot be looked up is not completed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Final, TypeVar

import typer

from rules.errors import HeduiError

if TYPE_CHECKING:
    from pipeline.store import Store

_MOST: Final = 50

Answer = TypeVar("Answer")


def rule_ids(incomplete: str) -> list[tuple[str, str]]:
    """Rules by id, with what each asks."""
    from rules.check import checks_in_force
    from rules.other_rules import other_rules

    try:
        known = [(check.id, check.text.title) for check in checks_in_force()]
        known += [(rule.id, rule.title) for rule in other_rules()]
    except HeduiError:
        return []
    return [(id_, title) for id_, title in known if id_.startswith(incomplete)]


def finding_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Open findings by id, worst first, with what each says."""
    from pipeline.review.queue import queue_page
    from pipeline.review.queue_filter import QueueFilter

    def ask(store: Store) -> list[tuple[str, str]]:
        return [(row.finding_id, row.message) for row in queue_page(store, QueueFilter(), size=_MOST).rows]

    return [(id_, message) for id_, message in _answer(ctx, ask) if id_.startswith(incomplete)]


def unit_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Units about which there are findings."""
    from pipeline.review.queue_counts import queue_counts
    from pipeline.review.queue_filter import QueueFilter

    def ask(store: Store) -> list[str]:
        return sorted(name for name in queue_counts(store, QueueFilter(status="all")).unit if name)

    return [name for name in _answer(ctx, ask) if name.startswith(incomplete)]


def _answer(ctx: typer.Context, ask: Callable[[Store], list[Answer]]) -> list[Answer]:
    """What the store of the command that is being typed says; nothing where none of this version is there."""
    from app.store_option import store_url
    from pipeline.store import existing_store
    from pipeline.store.standing import store_standing

    url = store_url(ctx.params.get("store") or os.environ.get("HEDUI_STORE"))
    try:
        if not store_standing(url).current:  # pressing a key must not upgrade it
            return []
        with closing(existing_store(url)) as store:
            return ask(store)
    except HeduiError:
        return []
