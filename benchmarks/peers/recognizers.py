"""Recognizers-Text: amounts, percentages and times of every paragraph, in Chinese."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.metadata import version as version_of
from typing import Any

from recognizers_date_time import recognize_datetime
from recognizers_number import recognize_percentage
from recognizers_number_with_unit import recognize_currency
from recognizers_text import Culture


def version() -> str:
    """As installed."""
    return version_of("recognizers-text-suite")


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """For each of `texts` what stands where: paragraph, start, end, then yuan, percent, or the first and last day."""
    return [_read(text["paragraphs"], datetime.fromisoformat(text["issued"])) for text in request["texts"]]


def _read(paragraphs: list[str], issued: datetime) -> dict[str, Any]:
    amounts: list[list[Any]] = []
    percents: list[list[Any]] = []
    times: list[list[Any]] = []
    for number, words in enumerate(paragraphs):
        for found in recognize_currency(words, Culture.Chinese):
            said = found.resolution or {}
            if said.get("isoCurrency") == "CNY" and said.get("value"):
                amounts.append([number, found.start, found.end + 1, said["value"]])
        percents += [
            [number, found.start, found.end + 1, str(found.resolution["value"]).rstrip("%")]
            for found in recognize_percentage(words, Culture.Chinese)
        ]
        times += [
            [number, found.start, found.end + 1, *dates]
            for found in recognize_datetime(words, Culture.Chinese, reference=issued)
            if (dates := _dates((found.resolution or {}).get("values") or [], issued.date()))
        ]
    return {"amounts": amounts, "percents": percents, "times": times}


def _dates(values: list[dict[str, str]], issued: date) -> list[str] | None:
    """The latest reading that has begun; a report tells of the past. Its ends lie behind the last day."""
    for value in reversed(values):
        # Hours of the day (中午) are no days.
        if value.get("type") != "timerange" and "end" in value and value.get("start", "9999") <= issued.isoformat():
            return [value["start"], (date.fromisoformat(value["end"][:10]) - timedelta(1)).isoformat()]
    return None
