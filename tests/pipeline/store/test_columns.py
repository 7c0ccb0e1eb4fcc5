"""Values come back from the store as they went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, insert, select

from pipeline.decimal_text import decimal_text
from pipeline.store import Store
from pipeline.store.columns import UtcMoment
from pipeline.store.runs import begin_run


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("120.50", "120.5"),
        ("100", "100"),
        ("2.0343E+10", "20343000000"),
        ("-0.010", "-0.01"),
        ("1E-7", "0.0000001"),
        ("66.666667", "66.666667"),
    ],
)
def test_decimals_have_one_writing(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_the_writing_is_exact(value: Decimal) -> None:
    assert Decimal(decimal_text(value)) == value
    assert decimal_text(Decimal(decimal_text(value))) == decimal_text(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        decimal_text(Decimal(value))


def test_moments_come_back_in_utc(store: Store) -> None:
    table = Table("moments", MetaData(), Column("at", UtcMoment))
    in_beijing = datetime(2024, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    with store.writing() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"at": in_beijing}, {"at": None}])
        found = connection.execute(select(table.c.at)).scalars().all()
    assert found == [in_beijing, None]
    assert found[0] is not None
    assert found[0].tzinfo is UTC


def test_a_moment_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        UtcMoment().process_bind_param(datetime(2024, 7, 1), store.engine.dialect)  # noqa: DTZ001 - to be refused


def test_a_run_keeps_its_times(store: Store) -> None:
    with store.writing() as connection:
        run = begin_run(connection, "/收件", "v1", None)
    assert run.arrival == 1
    with store.writing() as connection:
        assert begin_run(connection, "/收件", "v1", None).arrival == 1  # the first was broken off
