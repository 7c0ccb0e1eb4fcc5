"""hedui itself beside hand-written checks: all rules over made facts, as in reconcile_speed.py."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.facts_file import write_facts
from benchmarks.reconcile_speed import Frames, made_frames
from pipeline.reconcile import reconcile
from rules.check import checks_in_force

loaded: dict[str, Frames] = {}


def version() -> str:
    """None: it is the one that is measured."""
    return ""


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """With `make` keep that many facts, and write them to `file`; else judge them, as many at once as `workers`."""
    if "make" in request:
        checks_in_force()
        loaded["frames"] = frames = made_frames(request["make"], Fraction(1, 100))
        if "file" in request:
            write_facts(frames[0], Path(request["file"]))
        return {"facts": len(frames[0])}
    outcome = reconcile(*loaded["frames"], workers=request["workers"])
    return {
        "equations": sum(one.count for one in outcome.equations if one.outcome != "not_evaluable"),
        "findings": len(outcome.findings),
    }
