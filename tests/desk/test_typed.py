"""What is typed into an address: what is no number, day or month is left out, and nothing fails over it."""

from __future__ import annotations

from datetime import date

import pytest

from app.desk.typed import day_of, month_of, number_of


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("0", 0), ("", 7), (None, 7), ("-1", 7), ("1e3", 7), ("１２", 7), ("²", 7), ("9" * 5000, 7)],
)
def test_numbers(typed: str | None, number: int) -> None:
    assert number_of(typed, 7) == number


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("2024-05", date(2024, 5, 1)),
        ("2024-5", date(2024, 5, 1)),
        *[(no_month, None) for no_month in ("2024-123", "2024-13", "2024-00", "2024-", "2024", "24-05", "1899-12")],
        *[(no_month, None) for no_month in ("2024-1x", "2024-W05", "２０２４-05", "", None)],
    ],
)
def test_months(typed: str | None, month: date | None) -> None:
    assert month_of(typed) == month


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2024-05-31", date(2024, 5, 31)), ("2024-06-31", None), ("2201-01-01", None), ("tomorrow", None), (None, None)],
)
def test_days(typed: str | None, day: date | None) -> None:
    assert day_of(typed) == day
