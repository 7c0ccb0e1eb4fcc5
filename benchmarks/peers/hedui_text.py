"""hedui itself beside those that read running text: amounts and percentages with their periods, of whole facts."""

from __future__ import annotations

from typing import Any

from benchmarks.text_speed import document_of, forget_texts
from extractors.fact import Fact
from extractors.reading import understand
from extractors.report import Hints
from extractors.text import LinePlace


def version() -> str:
    """None: it is the one that is measured."""
    return ""


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """For each of `texts` what stands where: paragraph, start, end, then yuan or percent, or first and last day.

    It is not told when a text was issued. With `forget`, what it remembers of earlier texts is forgotten.
    """
    if request.get("forget"):
        forget_texts()
    return [_read(text["paragraphs"]) for text in request["texts"]]


def _read(paragraphs: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"amounts": [], "percents": [], "periods": []}
    for fact in understand(document_of(paragraphs), Hints("text.txt")).facts:
        spot = _spot(fact)
        if fact.unit in ("CNY", "%", "pp"):
            told["amounts" if fact.unit == "CNY" else "percents"].append([*spot, str(fact.value)])
        if fact.period and fact.period.start:
            told["periods"].append([*spot, fact.period.start.isoformat(), fact.period.end.isoformat()])
    return told


def _spot(fact: Fact) -> tuple[int, int, int]:
    """Paragraph from 0, first character, and the one behind the last."""
    first, last = fact.quantity.places[0], fact.quantity.places[-1]
    assert isinstance(first, LinePlace)
    assert isinstance(last, LinePlace)
    return first.line - 1, first.column, last.column + 1
