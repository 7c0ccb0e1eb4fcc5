"""The text that speed is measured on is real text: it has facts, and no round repeats another."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from extractors.reading import understand
from extractors.report import Hints


@pytest.fixture(scope="module")
def speed(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("text_speed_benchmark", project / "benchmarks/text_speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_made_text_is_read(speed: ModuleType) -> None:
    rounds = speed.made_texts(1.0)
    first, second = next(rounds), next(rounds)
    assert sum(map(speed.size_kb, first)) >= 1
    assert {tuple(text) for text in first}.isdisjoint(tuple(text) for text in second)
    (amount, *_) = understand(speed.document_of(first[0]), Hints("text.txt")).facts
    assert amount.metric_name == "一般公共预算收入"
    assert amount.quantity.places[0] is not None
