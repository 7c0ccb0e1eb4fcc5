"""Publishers that cut digits off instead of rounding: how they are told, and those that are known."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

FILE = Path(__file__).with_name("cutting.yaml")
Part = Literal["rate", "amount"]
KINDS: Final[dict[Part, tuple[str, ...]]] = {
    "rate": ("growth", "share", "completion", "change_pp", "gap_pp"),
    "amount": ("amount", "change"),
}
"""The kinds of facts that are cut together."""


class Learned(RuleModel):
    """`least` equations that only hold if digits were cut; at most `against` times as many that then do not."""

    least: Annotated[int, Field(ge=2)]
    against: Annotated[float, Field(ge=0, lt=1)]


class Known(RuleModel):
    """A publisher (the unit of its reports) that cuts these figures."""

    unit: str
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class Cutting(RuleModel):
    """The fields are explained in the file."""

    learned: Learned
    known: tuple[Known, ...]


@cache
def load_cutting(file: Path = FILE) -> Cutting:
    """Raises RuleMistake, also for a publisher that stands there twice."""
    loaded, lines = load_yaml_and_lines(file, Cutting)
    seen: set[str] = set()
    for index, known in enumerate(loaded.known):
        if known.unit in seen:
            message = f"known 里的“{known.unit}”写了两次"
            raise RuleMistake(file, lines("known", index), message, "一个单位只写一条，删去其中一条。")
        seen.add(known.unit)
    return loaded
