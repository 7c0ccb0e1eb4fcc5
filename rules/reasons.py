"""Why a finding may be an accepted exception: the typed loader of reasons.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

FILE = Path(__file__).with_name("reasons.yaml")


class Reason(RuleModel):
    """A reason of the list; the fields are explained in the file. `note` asks for some words of the person's own."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Annotated[str, Field(min_length=1)]
    explain: Annotated[str, Field(min_length=1)]
    note: bool = False


class _ReasonsFile(RuleModel):
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


def read_reasons(file: Path) -> Mapping[str, Reason]:
    """The reasons of a file by code, in its order. Raises RuleMistake."""
    content, lines = load_yaml_and_lines(file, _ReasonsFile)
    reasons: dict[str, Reason] = {}
    names: set[str] = set()
    for at, reason in enumerate(content.reasons):
        for key, taken in (("code", reason.code in reasons), ("name", reason.name in names)):
            if taken:
                said = getattr(reason, key)
                raise RuleMistake(file, lines("reasons", at, key), f"“{said}”写了两次。", "每个理由只写一次。")
        reasons[reason.code] = reason
        names.add(reason.name)
    return reasons


@cache
def load_reasons() -> Mapping[str, Reason]:
    """The reasons of rules/reasons.yaml by code, in the order in which they are offered."""
    return read_reasons(FILE)
