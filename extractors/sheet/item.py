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
class Item:
    """A row of a progress sheet, rejoined where page breaks tore it.

    `name` and `category` keep their places; use `.compact()` for them without white space. `heads` holds, for each
    role that has a column, the text of its head (it may name a period: 二季度完成进度, 1-6月累计完成进度).
    `torn` is true where the row was rejoined from parts. `others` are cells of columns without a role of ours
    (责任单位, 存在问题), by the text of their head.
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
    others: dict[str, Text] = field(default_factory=dict)
    torn: bool = False
