"""The units that follow a printed number, from `vocabulary/units.yaml`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

import regex
from pydantic import ConfigDict, field_validator

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

UNITS_FILE = Path(__file__).parent / "vocabulary" / "units.yaml"

UnitClass = Literal["money", "percent", "points", "multiple", "ratio", "count"]


class Scale(RuleModel):
    """A power of ten written as a word: 万, 亿."""

    word: str
    factor: int


class Unit(RuleModel):
    """A unit word, the unit it is kept in, and the factor between the two."""

    word: str
    base: str
    class_: UnitClass
    factor: Fraction = Fraction(1)

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def __init__(self, **data: object) -> None:
        if "class" in data:
            data["class_"] = data.pop("class")
        super().__init__(**data)

    @field_validator("factor", mode="before")
    @classmethod
    def _as_fraction(cls, value: object) -> Fraction:
        return Fraction(str(value))


class UnitExample(RuleModel):
    """A printed quantity and what it must be read as."""

    printed: str
    value: str
    unit: str


class Units(RuleModel):
    """All unit words. `counters` are classifiers; after one, none of its `not_before` characters may follow."""

    scales: tuple[Scale, ...]
    units: tuple[Unit, ...]
    counters: tuple[str, ...]
    not_before: dict[str, tuple[str, ...]]
    examples: tuple[UnitExample, ...]

    @property
    def bases(self) -> frozenset[str]:
        """Every unit that a fact may have: the base units and the classifiers."""
        return frozenset({*(unit.base for unit in self.units), *self.counters})

    def __len__(self) -> int:
        return len(self.units) + len(self.counters)

    @field_validator("counters", mode="before")
    @classmethod
    def _words(cls, value: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(value).split()))

    @field_validator("not_before", mode="before")
    @classmethod
    def _characters(cls, value: dict[str, str]) -> dict[str, tuple[str, ...]]:
        return {word: tuple(following.split()) for word, following in value.items()}


@cache
def units() -> Units:
    """The units that are in force (read once a process)."""
    return load_units(UNITS_FILE)


def load_units(file: Path) -> Units:
    """The units in `file`.

    Raises RuleMistake for a word that stands twice, an unknown word in `not_before`, and an example in Arabic digits
    that is not read as written.
    """
    loaded, lines = load_yaml_and_lines(file, Units)
    seen: set[str] = set()
    scales = [("scales", index, scale.word) for index, scale in enumerate(loaded.scales)]
    for kind, index, word in [*scales, *(("units", index, unit.word) for index, unit in enumerate(loaded.units))]:
        if word in seen:
            raise RuleMistake(file, lines(kind, index), f"“{word}”写了两次", "删去其中一处。")
        seen.add(word)
    for counter in loaded.counters:
        if counter in seen:
            message = f"量词“{counter}”已写在 scales 或 units 里"
            raise RuleMistake(file, lines("counters"), message, "从 counters 里删去。")
    for word in loaded.not_before:
        if word not in seen and word not in loaded.counters:
            message = f"not_before 里的“{word}”不是这里的单位或量词"
            raise RuleMistake(file, lines("not_before", word), message, "先把它加进 units 或 counters，或删去这一行。")
    for index, example in enumerate(loaded.examples):
        came_out = _read(loaded, example.printed)
        if came_out is not None and came_out != (Fraction(example.value), example.unit):
            message = f"例子“{example.printed}”读成了 {float(came_out[0]):.12g} {came_out[1] or '（没有单位）'}"
            remedy = f"补上或改正单位，使它读成 {example.value} {example.unit}；或改正例子。"
            raise RuleMistake(file, lines("examples", index), message, remedy)
    return loaded


_ARABIC = regex.compile(r"([\d,]+(?:\.\d+)?)(.*)")


def _read(loaded: Units, printed: str) -> tuple[Fraction, str] | None:
    """Value and base unit of a quantity in Arabic digits; None for one in Chinese numerals."""
    match = _ARABIC.fullmatch(printed)
    if match is None:
        return None
    value, rest = Fraction(match[1].replace(",", "")), match[2]
    known = {unit.word: unit for unit in loaded.units}
    scales = sorted(loaded.scales, key=lambda scale: len(scale.word), reverse=True)
    scale = next((scale for scale in scales if rest not in known and rest.startswith(scale.word)), None)
    if scale is not None:
        value, rest = value * scale.factor, rest.removeprefix(scale.word)
    if rest in known:
        return value * known[rest].factor, known[rest].base
    return value, rest if rest in loaded.counters else ""
