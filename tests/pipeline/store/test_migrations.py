"""Stores of earlier versions are brought up to date with what is in them; broken ones are left alone."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, insert, inspect, text

from pipeline.review.history import history
from pipeline.review.verification import verify
from pipeline.store import Store, open_store
from pipeline.store.base import Base
from pipeline.store.connection import store_address
from pipeline.store.contract import table_named
from pipeline.store.errors import StoreUnavailable
from pipeline.store.schema import migrations
from pipeline.store.view_schema import stale_views

FIGURES = (
    # item position, item, metric, column, kind, role, value, unit, period_start, period_end, period_kind, scope
    (0, "收入", "收入", "current", "amount", "actual", "12.5", "CNY", "2024-05-01", "2024-05-31", "month", "全市"),
    (0, "收入", "收入", "cumulative", "amount", "actual", "60", "CNY", "2024-01-01", "2024-05-31", "ytd", "全市"),
    (0, "收入", "收入", "target", "amount", "arranged", "99", "CNY", "2024-01-01", "2024-12-31", "year", None),
    (0, "收入", "收入", "completion", "completion", "actual", "61", "%", "2024-01-01", "2024-05-31", "ytd", None),
    (1, "民生", "收入", "cumulative", "amount", "actual", "70", "CNY", "2024-01-01", "2024-05-31", "ytd", "全市"),
    (1, "民生", "人数", "cumulative", "count", "actual", "7", "人", "2024-01-01", "2024-05-31", "ytd", None),
)


def first_version(url: str) -> None:
    """A store as the first version left it, with one report, its figures and a finding."""
    address = store_address(url)
    if address.get_backend_name() == "sqlite":
        from pathlib import Path

        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    with engine.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
    engine.dispose()


def _fill(connection: Connection) -> None:
    def put(table: str, **values: object) -> None:
        columns = {column.name for column in table_named(table).columns}
        assert set(values) <= columns
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(f":{name}" for name in values)
        connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), values)

    put("runs", run_id="r", arrival=1, inbox="i", started_at="2024-06-02 00:00:00", reader_version="v")
    put(
        "reports",
        report_id="report",
        source_name="五月.txt",
        sha256="0" * 64,
        media_type="text/plain",
        kind="progress_sheet",
        unit="青川市财政局",
        region="青川市",
        period_start="2024-05-01",
        period_end="2024-05-31",
        period_kind="month",
        revision=1,
        other_names="[]",
        metadata_source="{}",
        ingested_at="2024-06-02 00:00:00",
        run_id="r",
        arrival=1,
        scanned=False,
        warnings="[]",
        reader_version="v",
        hints_digest="h",
        facts_digest="d",
        has_doubtful=False,
    )
    for at, figure in enumerate(FIGURES):
        position, item, metric, column, kind, role, value, unit, start, end, period_kind, scope = figure
        put(
            "facts",
            fact_id=f"fact{at}",
            report_id="report",
            item=item,
            column=column,
            metric=metric,
            kind=kind,
            role=role,
            comparator="eq",
            value=value,
            unit=unit,
            low=value,
            high=value,
            printed=value,
            period_start=start,
            period_end=end,
            period_kind=period_kind,
            scope=scope,
            evidence="",
            locator=str(at),
            spans="[]",
            confidence="1",
            flags="[]",
            rule="made_up",
            amount_fen=int(float(value) * 100) if unit == "CNY" else None,
            item_position=position,
            index_at_locator=0,
            sentence=at,
            clause=0,
        )
    put(
        "findings",
        finding_id="finding",
        rule="cap",
        family="sum",
        severity="error",
        status="new",
        message="对不上。",
        report_ids='["report"]',
        item_ids="[]",
        fact_ids='["fact1", "fact4", "fact1"]',
        source_names='["五月.txt"]',
        suspect_fact_id="fact4",
        evidence_hash="e",
    )


def test_a_store_of_the_first_version_gets_its_series_and_links(new_store_url: str) -> None:
    first_version(new_store_url)
    store = open_store(new_store_url)
    with store.reading() as connection:
        rows = [dict(row) for row in connection.execute(text("SELECT * FROM monthly")).mappings()]
        links = connection.execute(text("SELECT fact_id, position, suspect FROM finding_facts ORDER BY position")).all()
    (row,) = rows
    shown = {name: row[name] for name in ("scope", "month_fen", "cumulative_fen", "target_fen", "year", "month")}
    assert shown == {
        "scope": "全市",
        "month_fen": 1250,
        "cumulative_fen": 6000,  # of the row about it, not of the other that names it
        "target_fen": 9900,
        "year": 2024,
        "month": 5,
    }
    assert float(row["work_completion"]) == 61
    assert [(fact_id, position, bool(suspect)) for fact_id, position, suspect in links] == [
        ("fact1", 0, False),
        ("fact4", 1, True),
    ]
    store.close()


def test_decisions_of_earlier_programs_are_taken_into_the_journal(new_store_url: str) -> None:
    first_version(new_store_url)
    engine = create_engine(store_address(new_store_url))
    with engine.begin() as connection:
        fields = "(review_id, finding_id, decision, reason, reviewer, reviewed_at)"
        for number, decision in enumerate(("confirmed", "false_positive")):
            values = f"('r{number}', 'finding', '{decision}', NULL, '张三', '2024-06-0{number + 3} 08:00:00')"
            connection.execute(text(f"INSERT INTO reviews {fields} VALUES {values}"))
        connection.execute(text("UPDATE findings SET status = 'false_positive'"))
    engine.dispose()
    store = open_store(new_store_url)
    with store.reading() as connection:
        assert (verify(connection).entries, verify(connection).broken) == (2, None)
        assert connection.execute(text("SELECT status, unit FROM queue_entries")).all() == [
            ("false_positive", "青川市财政局")
        ]
    assert [(each.by, each.at.day, each.after) for each in history(store, "finding")] == [
        ("张三", 3, "confirmed"),
        ("张三", 4, "false_positive"),
    ]
    with store.writing() as connection:
        connection.execute(text("UPDATE reviews SET decision = 'confirmed' WHERE review_id = 'r1'"))
        assert verify(connection).broken is not None
    store.close()


def test_tables_that_are_missing_are_named_and_nothing_is_touched(store: Store, store_url: str) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP TABLE fact_changes"))
    with pytest.raises(StoreUnavailable) as caught:
        open_store(store_url)
    assert "fact_changes" in caught.value.message
    assert "restore" in caught.value.remedy
    with store.reading() as connection:
        assert "fact_changes" not in inspect(connection).get_table_names()


def test_tables_without_a_revision_are_left_alone(store: Store, store_url: str) -> None:
    with store.writing() as connection:
        connection.execute(insert(table_named("units")), {"unit": "青川市财政局", "reports": 1})
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(StoreUnavailable, match="没有版本号"):
        open_store(store_url)
    with store.reading() as connection:
        assert connection.execute(text("SELECT unit FROM units")).all() == [("青川市财政局",)]


@pytest.mark.parametrize("left_at", ["0002", "0003"])
def test_a_store_that_was_upgraded_by_half_is_named_as_such(store: Store, store_url: str, left_at: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": left_at})
    with pytest.raises(StoreUnavailable, match="表结构") as caught:
        open_store(store_url)
    assert "restore" in caught.value.remedy
    with store.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == left_at
        assert connection.execute(text("SELECT * FROM monthly")).all() == []  # its views are still there


def test_a_view_that_somebody_dropped_is_put_back(store: Store, store_url: str) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP VIEW monthly"))
        assert stale_views(connection) == ["monthly"]
    open_store(store_url).close()
    with store.reading() as connection:
        assert connection.execute(text("SELECT * FROM monthly")).all() == []


def test_every_model_is_a_table(store: Store) -> None:
    with store.reading() as connection:
        assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())
