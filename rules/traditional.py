"""Traditional characters and the simplified ones they are read as, from `vocabulary/traditional.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

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
    """Simplified by traditional character, one for one (read once a process)."""
    return load_simplified_characters(TRADITIONAL_FILE)


def load_simplified_characters(file: Path) -> Mapping[str, str]:
    """The pairs in `file`; raises RuleMistake for a pair or an example that is wrong."""
    loaded, lines = load_yaml_and_lines(file, Traditional)
    by_character: dict[str, str] = {}
    for pair in loaded.pairs.split():
        if len(pair) != 2 or by_character.setdefault(pair[0], pair[1]) != pair[1]:
            remedy = "写成一个繁体字紧跟它的简体字，一个繁体字只能有一个简体字。"
            message = f"“{pair}”不是一对字，或与前面的冲突"
            raise RuleMistake(file, _line_with(file, pair) or lines("pairs"), message, remedy)
    for index, example in enumerate(loaded.examples):
        found = "".join(by_character.get(character, character) for character in example.traditional)
        if found != example.simplified:
            message = f"“{example.traditional}”转成了“{found}”"
            raise RuleMistake(
                file, lines("examples", index), message, f"应为“{example.simplified}”，请补上或改正字的对照。"
            )
    return MappingProxyType({old: new for old, new in by_character.items() if old != new})


def _line_with(file: Path, word: str) -> int | None:
    """The last line that has `word`: of a pair that is written twice, the second."""
    written = enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    return max((number for number, line in written if word in line.split()), default=None)
