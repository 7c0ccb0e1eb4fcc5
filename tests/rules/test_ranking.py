"""What findings are ranked by: the learned precision of a rule, and how much a gap matters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rules.errors import RuleMistake
from rules.ranking import FILE, load_ranking


@pytest.mark.parametrize(
    ("severity", "decisions", "mean"),
    [
        ("error", [], 0.9),
        ("warning", ["new", "deferred"], 0.6),
        ("warning", ["confirmed"] * 5, 0.8),
        ("error", ["false_positive"] * 10, 0.45),
        ("notice", ["accepted_exception", "accepted_exception"], 0.5),
    ],
)
def test_precision_is_learned_from_verdicts(severity: str, decisions: list[str], mean: float) -> None:
    assert load_ranking().precision(severity, decisions).mean == pytest.approx(mean)


def test_larger_gaps_matter_more() -> None:
    def weight(gap: str, reported: str, money: bool = True, flips: bool = False) -> float:
        return load_ranking().materiality(Decimal(gap), Decimal(reported), money, flips)

    assert weight("5", "10") < weight("5e8", "1e9")
    assert weight("1e6", "1e9") < weight("5e8", "1e9") < weight("5e8", "1e9", flips=True)
    assert 0 < load_ranking().materiality(None, None, False, False) < weight("9", "10", money=False) <= 1


def test_every_severity_has_a_prior(tmp_path: Path) -> None:
    file = tmp_path / "ranking.yaml"
    file.write_text(FILE.read_text(encoding="utf-8").replace("  notice: {right: 1, wrong: 1}\n", ""), "utf-8")
    with pytest.raises(RuleMistake, match="notice"):
        load_ranking(file)
