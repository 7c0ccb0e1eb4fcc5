"""How often which slip is the cause of a wrong figure: the prior of suggested repairs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rules.yaml_files import RuleModel, load_yaml

FILE = Path(__file__).with_name("slips.yaml")


class SlipFrequencies(RuleModel):
    """Relative frequencies by kind of slip; they need not add up to anything."""

    unit_slip: int
    decimal_point: int
    digit: int
    transposition: int
    missing_digit: int
    extra_digit: int
    sign: int
    stale: int
    cumulative_in_current: int
    period: int
    scope: int
    basis: int
    unexplained: int


@cache
def load_slip_frequencies(file: Path = FILE) -> SlipFrequencies:
    """Raises RuleMistake."""
    return load_yaml(file, SlipFrequencies)
