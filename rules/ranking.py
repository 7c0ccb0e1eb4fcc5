"""How findings are ranked: the typed loader of ranking.yaml, the precision of a rule, the weight of a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import log10
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.check_text import Severity
from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

FILE = Path(__file__).with_name("ranking.yaml")
_LEAST_SHARE = 0.02
"""A gap is never without any weight."""


class Prior(RuleModel):
    """What is thought of a rule before anybody has reviewed its findings, as findings right and wrong."""

    right: Annotated[float, Field(gt=0)]
    wrong: Annotated[float, Field(gt=0)]


class Ranking(RuleModel):
    """The fields are explained in the file."""

    priors: dict[Severity, Prior]
    verdicts: dict[str, Annotated[float, Field(ge=0, le=1)]]
    flips: Annotated[float, Field(ge=1)]
    money: Annotated[float, Field(gt=1)]

    def precision(self, severity: str, decisions: Iterable[str]) -> Precision:
        """The posterior mean after the last `decisions` on findings of a rule; decisions that say nothing are left
        out."""
        prior = self.priors[severity]  # type: ignore[index]
        worth = [self.verdicts[decision] for decision in decisions if decision in self.verdicts]
        right = prior.right + sum(worth)
        return Precision(right / (prior.right + prior.wrong + len(worth)), len(worth), sum(worth))

    def materiality(self, gap: Decimal | None, reported: Decimal | None, is_money: bool, flips: bool) -> float:
        """From 0 to 1 (more where a target flips): the gap in proportion to what is reported, and for money by its
        size."""
        if gap is None or not gap:
            share = _LEAST_SHARE
        else:
            share = float(abs(gap) / max(abs(reported or Decimal(0)), abs(gap), Decimal(1)))
        if is_money and gap:
            size = min(max(log10(float(abs(gap)) + 1) / log10(self.money), 0), 1)
            share = (share + size) / 2
        return max(share, _LEAST_SHARE) * (self.flips if flips else 1)


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of a rule's findings that are right (`mean`, 0..1), after `reviewed` reviews that found `right`."""

    mean: float
    reviewed: int
    right: float


@cache
def load_ranking(file: Path = FILE) -> Ranking:
    """Raises RuleMistake where a severity has no prior."""
    loaded, lines = load_yaml_and_lines(file, Ranking)
    lacking = [severity for severity in ("error", "warning", "notice") if severity not in loaded.priors]
    if lacking:
        raise RuleMistake(file, lines("priors"), f"priors 缺少 {'、'.join(lacking)}", "三种程度各写一行。")
    return loaded
