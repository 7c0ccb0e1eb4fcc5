"""Columns whose heads no list knows: told by words of the head and by what stands in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import regex

from extractors.sheet.item import Role
from rules.column_signs import ColumnSign, column_sign, column_signs
from rules.heads import HeadEntry, plain_head

_MEASURED = frozenset({"target", "current", "cumulative", "completion"})
_LABELS = frozenset({"other", "category"})
_USUAL_LABEL = 14
_LONGEST_LABEL = 30
_LONGEST_PERCENT = 10
_NO_LABEL = regex.compile(r"^[-+0-9０-９.．,，%％/—]+$|[。；]|[0-9０-９](?:万|亿)?(?:元|%|％)")


def is_text_for_percent(head: str, entry: HeadEntry, cells: Sequence[str]) -> bool:
    """Whether a column whose head may stand over percentages or words (形象进度) holds sentences."""
    either = entry.role == "completion" and plain_head(head).endswith("进度")
    return either and bool(cells) and median(map(len, cells)) > _LONGEST_PERCENT


def told_by_signs(
    heads: Sequence[str], cells: Sequence[Sequence[str]], entries: Sequence[HeadEntry | None], roles: list[Role]
) -> list[ColumnSign | None]:
    """For each column that `entries` do not know the sign that tells it; its role is entered in `roles` if free.

    Of several columns of one role the one with the surest sign is taken; of equals the last for progress, else the
    first.
    """
    signs = [
        column_sign(head, texts) if head and entry is None else None
        for head, texts, entry in zip(heads, cells, entries, strict=True)
    ]
    surest = sorted(
        (number for number, sign in enumerate(signs) if sign and sign.role in _MEASURED),
        key=lambda number: (_turn(signs[number]), number if _is_target(signs[number]) else -number),
    )
    for number in surest:
        sign = signs[number]
        if sign and sign.role not in roles:
            roles[number] = sign.role
    return signs


def _turn(sign: ColumnSign | None) -> int:
    """The place of a sign in its file, where the surer stand before the others."""
    return column_signs().index(sign) if sign else 0


def _is_target(sign: ColumnSign | None) -> bool:
    return sign is not None and sign.role == "target"


def name_column(cells: Sequence[Sequence[str]], roles: Sequence[Role]) -> int | None:
    """The column that names the rows where no head says so: the first of short labels that differ from row to row.

    None where there is none, or where less than two columns tell of targets or progress: then it is no sheet.
    """
    if sum(role in _MEASURED for role in roles) < 2:
        return None
    return first_labels(cells, roles)


def first_labels(cells: Sequence[Sequence[str]], roles: Sequence[Role]) -> int | None:
    """The first column of short labels that differ from row to row, of those without a role; None for none."""
    return next((number for number, role in enumerate(roles) if role in _LABELS and are_names(cells[number])), None)


def are_names(texts: Sequence[str]) -> bool:
    """Whether these are short labels, without sentences or figures, that differ from row to row."""
    if not texts or max(map(len, texts)) > _LONGEST_LABEL or median(map(len, texts)) > _USUAL_LABEL:
        return False
    return not any(_NO_LABEL.search(text) for text in texts) and 5 * len(set(texts)) >= 4 * len(texts)
