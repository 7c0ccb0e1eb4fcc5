"""How the names of submitting units end: the typed loader of `vocabulary/organs.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final

import regex
from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

ORGANS_FILE: Final = Path(__file__).parent / "vocabulary" / "organs.yaml"

_Words = Annotated[tuple[str, ...], Field(min_length=1)]

_CHINESE: Final = regex.compile(r"\p{Han}+")


class FolderExamples(RuleModel):
    """Names of folders that are names of units, and names that are none."""

    hit: _Words
    miss: _Words


class OrganExamples(RuleModel):
    """What the endings must tell of whole names."""

    folder: FolderExamples


class Organs(RuleModel):
    """Endings of names of units and the words around them; see the comments in the file."""

    firm: _Words
    loose: _Words
    not_organs: Annotated[_Words, Field(alias="not")]
    alone: _Words
    before: _Words
    above: _Words
    folder: _Words
    examples: OrganExamples

    def names_a_unit(self, name: str) -> bool:
        """Whether the whole of `name` is what a unit is called (教育局), as people name folders."""
        return _whole_name(self).fullmatch(name) is not None and not name.endswith(self.not_organs)


@cache
def _whole_name(known: Organs) -> regex.Pattern[str]:
    ends = sorted({*known.firm, *known.loose, *known.folder}, key=lambda word: (-len(word), word))
    return regex.compile(rf"\p{{Han}}{{2,}}(?:{'|'.join(ends)})|{'|'.join(known.alone)}")


def load_organs(file: Path = ORGANS_FILE) -> Organs:
    """Raises RuleMistake."""
    organs, lines = load_yaml_and_lines(file, Organs)
    for name, field in Organs.model_fields.items():
        if name == "examples":
            continue
        words: tuple[str, ...] = getattr(organs, name)
        key = field.alias or name
        for index, word in enumerate(words):
            if not _CHINESE.fullmatch(word):
                raise RuleMistake(file, lines(key, index), f"{key} 里的 {word!r} 不全是汉字", "只写汉字，不加标点。")
            if word in words[:index]:
                raise RuleMistake(file, lines(key, index), f"{key} 里 {word} 写了两次", "删去一个。")
    if both := set(organs.firm) & set(organs.loose):
        raise RuleMistake(file, lines("loose"), f"{'、'.join(sorted(both))} 在 firm 和 loose 里都有", "只留一处。")
    for wanted, names in ((True, organs.examples.folder.hit), (False, organs.examples.folder.miss)):
        for index, name in enumerate(names):
            if organs.names_a_unit(name) is not wanted:
                told = "没有认作单位" if wanted else "认作了单位"
                line = lines("examples", "folder", "hit" if wanted else "miss", index)
                raise RuleMistake(file, line, f"例子“{name}”{told}", "改 firm、loose、folder、not 里的字样，或改例子。")
    return organs


@cache
def organs() -> Organs:
    """The endings in force."""
    return load_organs()
