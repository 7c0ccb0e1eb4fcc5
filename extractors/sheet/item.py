"""One row of a progress sheet, its cells by role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractors.text import EMPTY, Text

Role = Literal[
    "category",
    "name",
    "target",
    "attribute",
    "deadline",
    "current",
    "cumulative",
    "completion",
    "light",
    "other",
]


@dataclass(frozen=True, slots=True)
class Aside:
    """A cell of a column without a role of ours (存在问题, 备注, 下步打算) under its `head`.

    `aimed` tells that its figures are aimed at, not done, `told` that it holds words and not a bare number, a date or
    one of a few words; `column` is the number of the column, from 0.
    """

    column: int
    head: str
    text: Text
    aimed: bool = False
    told: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a progress sheet, rejoined where page breaks tore it.

    `name` and `category` keep their places; use `.compact()` for them without white space. `heads` holds, for each
    role that has a column, the text of its head (it may name a period: 二季度完成进度, 1-6月累计完成进度).
    `torn` is true where the row was rejoined from parts. `asides` are the cells of columns without a role of ours.
    """

    position: int
    name: Text
    category: Text = EMPTY
    target: Text = EMPTY
    attribute: Text = EMPTY
    deadline: Text = EMPTY
    current: Text = EMPTY
    cumulative: Text = EMPTY
    completion: Text = EMPTY
    light: Text = EMPTY
    heads: dict[Role, str] = field(default_factory=dict)
    asides: tuple[Aside, ...] = ()
    torn: bool = False

    @property
    def others(self) -> dict[str, Text]:
        """The cells of columns without a role of ours, by the text of their head."""
        return {aside.head: aside.text for aside in self.asides}
