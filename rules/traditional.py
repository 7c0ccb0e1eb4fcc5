"""Traditional characters and the simplified ones they are read as, from `vocabulary/traditional.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml

TRADITIONAL_FILE = Path(__file__).parent / "vocabulary" / "traditional.yaml"


class TraditionalExample(RuleModel):
    """A word in traditional characters and what it must become."""

    traditional: str
    simplified: str


class Traditional(RuleModel):
    """Pairs of characters, written one behind the other and parted by white space, and examples."""

    pairs: str
    examples: tuple[TraditionalExample, ...]


@cache
def simplified_characters() -> Mapping[str, str]:
    """Simplified by traditional character, one for one; raises RuleMistake for a pair or an example that is wrong."""
    loaded = load_yaml(TRADITIONAL_FILE, Traditional)
    by_character: dict[str, str] = {}
    for pair in loaded.pairs.split():
        if len(pair) != 2 or by_character.setdefault(pair[0], pair[1]) != pair[1]:
            remedy = "写成一个繁体字紧跟它的简体字，一个繁体字只能有一个简体字。"
            raise RuleMistake(TRADITIONAL_FILE, 1, f"“{pair}”不是一对字，或与前面的冲突", remedy)
    for example in loaded.examples:
        found = "".join(by_character.get(character, character) for character in example.traditional)
        if found != example.simplified:
            message = f"“{example.traditional}”转成了“{found}”"
            raise RuleMistake(TRADITIONAL_FILE, 1, message, f"应为“{example.simplified}”，请补上或改正字的对照。")
    return MappingProxyType({old: new for old, new in by_character.items() if old != new})
