"""JioNLP: amounts and times of every paragraph; it has no percentages."""

from __future__ import annotations

import contextlib
import io
from datetime import datetime
from importlib.metadata import version as version_of
from typing import Any

import jionlp


def version() -> str:
    """As installed."""
    return version_of("jionlp")


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """For each of `texts` what stands where: paragraph, start, end, then yuan, or the first and the last day."""
    with contextlib.redirect_stderr(io.StringIO()):  # it prints what it cannot parse
        return [_read(text["paragraphs"], datetime.fromisoformat(text["issued"])) for text in request["texts"]]


def _read(paragraphs: list[str], issued: datetime) -> dict[str, Any]:
    amounts: list[list[Any]] = []
    times: list[list[Any]] = []
    for number, words in enumerate(paragraphs):
        for found in jionlp.ner.extract_money(words):
            if found["detail"]["case"] == "元":
                size = found["detail"]["num"]
                amounts.append([number, *found["offset"], size if isinstance(size, str) else size[0]])
        times += [
            [number, *found["offset"], *(day[:10] for day in found["detail"]["time"])]
            for found in jionlp.ner.extract_time(words, time_base=issued)
            if found["type"] in ("time_span", "time_point")
        ]
    return {"amounts": amounts, "percents": [], "times": times}
