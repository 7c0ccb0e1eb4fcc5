"""The text around a figure: the cell or clause it stands in, in pieces, the figure told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import regex

Row = Mapping[str, Any]

_CELL_OF: Final = {
    "target": "target_text",
    "current": "current_text",
    "cumulative": "cumulative_text",
    "completion": "completion",
}
_LONGEST: Final = 600
"""Characters of a cell that are shown around the figure."""


@dataclass(frozen=True, slots=True)
class CellText:
    """What stands before the figure, the figure as it stands there, and what follows; `cut` where more does."""

    before: str
    figure: str
    after: str
    cut: bool = False


def cell_text(fact: Row, items: Iterable[Row]) -> CellText:
    """The cell of the fact's row and column, else the clause it was read from."""
    field = _CELL_OF.get(fact["column"] or "")
    text = None
    if field is not None and fact["item"]:
        rows = (item for item in items if item["report_id"] == fact["report_id"] and item["name"] == fact["item"])
        text = next((item[field] for item in rows), None)
    found = None if text is None else _around(text, fact)
    return found or _around(fact["evidence"], fact) or CellText(fact["evidence"], "", "")


def _around(text: str, fact: Row) -> CellText | None:
    """The text with the figure: where its clause stands, and in it the print, whatever white space is between."""
    clause = _loosely(fact["evidence"]).search(text)
    within = clause.span() if clause is not None else (0, len(text))
    found = _loosely(fact["printed"]).search(text, *within) or _loosely(fact["printed"]).search(text)
    if found is None:
        return None
    start, end = found.span()
    begin, stop = max(0, start - _LONGEST // 2), min(len(text), end + _LONGEST // 2)
    return CellText(text[begin:start], text[start:end], text[end:stop], begin > 0 or stop < len(text))


def _loosely(words: str) -> regex.Pattern[str]:
    """The words with any white space between their characters."""
    return regex.compile(r"\s*".join(map(regex.escape, "".join(words.split()))))
