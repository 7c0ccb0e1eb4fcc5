"""Sheets none of whose heads any list knows: told by what stands in the columns, numbers, names, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import regex

from extractors.sheet.item import Role
from extractors.sheet.unknown_heads import first_labels
from rules.column_signs import column_sign
from rules.heads import Holds, plain_head
from rules.phrasings import phrasings

_LONGEST_HEAD = 16
_LEAST_ROWS = 2
_SENTENCE = 7
_SERIAL = regex.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]?")
_FIGURE = regex.compile(r"\d[\d,.]*\s*(?:[百千万亿余多]*\p{Han}|%|％|‰)|[一二三四五六七八九十两]+[个家项座条处所]")
_TOLD = regex.compile(r"\p{Han}{2}")
_NO_HEAD = regex.compile(r"[，。；！？：]|\d+(?:\.\d+)?(?:亿|万|元|%|个|家|套)|^\d+(?:\.\d+)?%?$")
_PERCENT = regex.compile(r"\d{1,3}(?:\.\d+)?(?P<sign>[%％]?)|[-—－/]")


def may_be_heads(texts: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row of `texts` without a known head stands over the columns of a progress sheet.

    It does where all of them are short and differ, and where under them stand names of rows and, in two columns or
    more, sentences with figures, in the last of these of what has happened. All cells are without white space.
    """
    if len(texts) < 3 or len(body) < _LEAST_ROWS or not all(texts) or len(set(texts)) < len(texts):
        return False
    if any(len(text) > _LONGEST_HEAD or _NO_HEAD.search(text) for text in texts):
        return False
    columns = [[row[number] for row in body if row[number]] for number in range(len(texts))]
    if any(_SERIAL.fullmatch(text) for text in texts):
        return False
    told = [number for number, cells in enumerate(columns) if tells_figures(cells)]
    roles: list[Role] = ["other"] * len(texts)
    names = first_labels([cells if number not in told else [] for number, cells in enumerate(columns)], roles)
    if len(told) < 2 or names is None or names > told[0]:
        return False
    last, happened = columns[told[-1]], phrasings().columns.happened.compiled
    return 10 * sum(bool(happened.search(cell)) for cell in last) >= 4 * len(last)


def tells_figures(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are sentences, most of them with a figure."""
    if not cells or median(map(len, cells)) < _SENTENCE:
        return False
    figured = sum(bool(_FIGURE.search(cell) and _TOLD.search(cell)) for cell in cells)
    return 10 * figured >= 6 * len(cells)


def enter_told(
    heads: Sequence[str], cells: Sequence[Sequence[str]], roles: list[Role], known: Sequence[bool]
) -> dict[int, Holds]:
    """Give the columns that neither head nor sign tells the roles that are left, and say what they then hold.

    Of columns of sentences with figures the first is the target, if none stands before it, the last is the
    cumulative progress, one between them the current. A column of percentages under a head
    with % is the completion. `known` tells which heads a list knows.
    """
    given: dict[int, Holds] = {}
    describes = phrasings().columns.describes.compiled

    def give(number: int, role: Role, holds: Holds) -> None:
        if role not in roles:
            roles[number] = role
            given[number] = holds

    free = [
        number for number, role in enumerate(roles)
        if role == "other" and not known[number] and tells_figures(cells[number])
        and not describes.search(heads[number]) and column_sign(heads[number], cells[number]) is None
    ]  # fmt: skip
    if free and "target" not in roles and not any(role in _PROGRESS for role in roles[: free[0]]):
        give(free.pop(0), "target", "text")
    if free and not {"cumulative"} & set(roles):
        give(free.pop(), "cumulative", "text")
    if free and not {"current"} & set(roles):
        give(free.pop(), "current", "text")
    for number, role in enumerate(roles):
        if role == "other" and not known[number] and _of_completion(heads[number], cells[number]):
            give(number, "completion", "percent")
    return given


_PROGRESS: frozenset[Role] = frozenset({"current", "cumulative", "completion"})


def _of_completion(head: str, cells: Sequence[str]) -> bool:
    matches = [_PERCENT.fullmatch(cell) for cell in cells]
    if not cells or not all(matches) or phrasings().columns.of_a_rate.compiled.search(head):
        return False
    return plain_head(head).endswith("%") or all(match and match["sign"] for match in matches)
