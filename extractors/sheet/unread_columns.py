"""Columns of a progress sheet that another of their kind stands in for: what they say is never dropped unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from extractors.sheet.item import Item
from rules.heads import head_entry

_READ = frozenset({"target", "current", "cumulative", "completion"})
_FIGURE = regex.compile(r"\d")


def unread_columns(items: Sequence[Item]) -> tuple[str, ...]:
    """A warning for each column with figures that was left aside, since a sheet has one column of a kind."""
    left: Counter[str] = Counter()
    for item in items:
        for head, cell in item.others.items():
            entry = head_entry(head)
            if entry is not None and entry.role in _READ and _FIGURE.search(cell.chars):
                left[head] += 1
    return tuple(
        f"进度表有不止一栏像“{head}”，只取了最像的（或靠后的）一栏，这一栏 {rows} 行里的数字未读取"
        for head, rows in left.items()
    )
