"""A ruled line on a level page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BESIDE: Final = 0.3
"""Part of a rule's length along which print may touch it on one side."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line in dots: its middle `at` across, from `start` to `end` along, `thickness` across."""

    at: float
    start: float
    end: float
    thickness: float
