"""Equations of findings are put together once, and anew as soon as the finding says something else."""

from __future__ import annotations

import pytest

from app.desk import kept_equations
from app.desk.context import Desk
from app.desk.kept_equations import KeptEquations
from pipeline.review.equations import equations_of
from pipeline.store import list_findings


def test_equations_are_put_together_once_as_long_as_nothing_changes(
    read_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(
        kept_equations, "equations_of", lambda store, one: made.append(one["message"]) or equations_of(store, one)
    )
    finding, *_ = list_findings(read_desk.store)
    kept = KeptEquations(read_desk.store)
    assert kept.of(finding) == kept.of(dict(finding)) == equations_of(read_desk.store, finding)
    assert len(made) == 1
    kept.of(finding | {"message": "另一句话。"})
    assert len(made) == 2
