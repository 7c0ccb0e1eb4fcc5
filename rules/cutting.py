"""Publishers that cut digits off instead of rounding: how they are told, and those that are known."""

from __future__ import annotations

from collections.abc import Sequence
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
_WORDS: Final[dict[Part, str]] = {"rate": "百分数", "amount": "金额"}
CUTTING_RULE: Final = "figures_cut_off"
CUTTING_FAMILY: Final = "habit"
"""Under these stand the findings that tell of a publisher's habit."""


class Learned(RuleModel):
    """`least` equations that only hold if digits were cut; at most `against` times as many that then do not."""

    least: Annotated[int, Field(ge=2)]
    against: Annotated[float, Field(ge=0, lt=1)]


class Known(RuleModel):
    """A publisher (the unit of its reports) that cuts these figures."""

    unit: str
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class Cutting(RuleModel):
    """The fields are explained in the file; `line` is that on which the rule's title stands."""

    title: str
    explain: str
    message: str
    learned: Learned
    known: tuple[Known, ...]
    line: int = 0

    def say(self, unit: str, parts: Sequence[Part], number: int) -> str:
        """The sentence that tells of a publisher's habit."""
        what = "、".join(_WORDS[part] for part in parts)
        return self.message.format(unit=unit, what=what, number=number)


@cache
def load_cutting(file: Path = FILE) -> Cutting:
    """Raises RuleMistake, also for a publisher that stands there twice."""
    loaded, lines = load_yaml_and_lines(file, Cutting)
    try:
        loaded.say("某单位", ("rate",), 6)
    except (KeyError, IndexError, ValueError):
        remedy = "只能用 {unit}、{what}、{number}，花括号要成对。"
        raise RuleMistake(file, lines("message"), "message 里的花括号写得不对", remedy) from None
    seen: set[str] = set()
    for index, known in enumerate(loaded.known):
        if known.unit in seen:
            message = f"known 里的“{known.unit}”写了两次"
            raise RuleMistake(file, lines("known", index), message, "一个单位只写一条，删去其中一条。")
        seen.add(known.unit)
    return loaded.model_copy(update={"line": lines("title")})
