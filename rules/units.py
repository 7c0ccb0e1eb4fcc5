"""The units that follow a printed number, from `vocabulary/units.yaml`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, field_validator

from rules.yaml_files import RuleModel, load_yaml

UNITS_FILE = Path(__file__).parent / "vocabulary" / "units.yaml"

UnitClass = Literal["money", "percent", "points", "multiple", "ratio"]


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
    return load_yaml(UNITS_FILE, Units)
