"""Queries of one's own: they read, show what was known on a day, and can in no way write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import report_text
from sqlalchemy import text

from pipeline.store import open_store
from pipeline.store.as_of import end_of
from pipeline.store.errors import StoreBusy, StoreTooNew, StoreUnavailable
from pipeline.store.query import QueryRefused, run_query


def answers(url: str, sql: str, as_of: date | None = None) -> list[tuple[object, ...]]:
    with run_query(url, sql, as_of) as result:
        return list(result.rows)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.put("一.txt", report_text("教育|current|支出|120", "社保|current|支出|20", **JUNE))
    desk.run()
    return desk


def test_columns_and_rows(filled: Desk) -> None:
    sql = "-- 各项\nSELECT item, amount_fen FROM amounts WHERE item LIKE '教%' ORDER BY item"
    with run_query(filled.store_url, sql) as result:
        assert result.columns == ("item", "amount_fen")
        assert list(result.rows) == [("教育", 12000)]
    with run_query(filled.store_url, "SELECT item FROM facts WHERE item = 'x'") as result:
        assert (result.columns, list(result.rows)) == (("item",), [])
    assert answers(filled.store_url, "WITH n AS (SELECT count(*) AS c FROM facts) SELECT c FROM n") == [(2,)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM facts",
        "WITH gone AS (DELETE FROM facts RETURNING 1) SELECT * FROM gone",
        "WITH n AS (SELECT 1) DELETE FROM facts",
        "SELECT 1; DELETE FROM facts",
        "SELECT 1; COMMIT; DELETE FROM facts; COMMIT",
        "/* SELECT */ UPDATE facts SET unit = 'x'",
        "-- SELECT 1\nDROP TABLE facts",
        "SELECT * INTO facts_copy FROM facts",
        "PRAGMA writable_schema = 1",
        "ATTACH 'x.db' AS x",
        "VACUUM INTO 'copy.db'",
        "EXPLAIN ANALYZE DELETE FROM facts",
        "COPY facts TO '/tmp/facts'",
        "SELECT load_extension('x')",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "BEGIN",
        "COMMIT",
        "",
        "SELECT nonsense FROM nowhere",
        "SELECT 1 +",
    ],
)
def test_nothing_but_reading_is_done(filled: Desk, sql: str) -> None:
    before = filled.rows("facts")
    with pytest.raises(QueryRefused) as caught:
        answers(filled.store_url, sql)
    assert caught.value.exit_code == 13
    assert caught.value.remedy
    assert filled.rows("facts") == before
    assert answers(filled.store_url, "SELECT count(*) FROM facts") == [(2,)]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM montly", "没有表或视图 montly，是否想写 monthly？"),
        ("SELECT * FROM qqq", "没有表或视图 qqq。"),
        ("SELECT metrc FROM monthly", "没有列 metrc，是否想写 metric？"),
        ("SELECT period_end FROM monthly", "语句里的表或视图没有列 period_end，别的有。"),
        ("SELECT m.metrc FROM monthly m", "是否想写 metric？"),
        ("SELECT nofunction(1)", "没有函数 nofunction"),
        ("SELECT 1; SELECT 2", "一次只能写一条语句"),
        ("SELECT * FROM facts WHERE", "语句没有写完"),
        ("SELECT FROM WHERE facts", "附近的写法不对"),
        ("SELECT report_id FROM facts JOIN reports ON 1 = 1 AND true", "几个表里都有列 report_id"),
        ("SELECT 'a", "引号没有成对"),
    ],
)
def test_what_is_not_understood_is_said_in_chinese(store_url: str, sql: str, said: str) -> None:
    open_store(store_url).close()
    with pytest.raises(QueryRefused) as caught:
        answers(store_url, sql)
    assert said in caught.value.message


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_advisory_lock(4920511207)",
        'SELECT "pg_terminate_backend" /* x */ (0)',
        "SELECT PG_NOTIFY('a', 'b')",
        "SELECT set_config('statement_timeout', '0', false)",
        "SELECT U&\"pg\\005fnotify\"('a', 'b')",
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
def test_functions_that_act_are_refused(postgresql: Callable[[], str], sql: str) -> None:
    url = postgresql()
    open_store(url).close()
    with pytest.raises(QueryRefused):
        answers(url, sql)
    assert answers(url, "SELECT count(*), max(random()) FROM facts") == [(0, None)]


def test_a_query_without_end_is_stopped(filled: Desk) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(StoreBusy) as caught, run_query(filled.store_url, endless, seconds=0.5) as result:
        list(result.rows)
    assert "0.5 秒" in caught.value.message


def test_a_day_shows_what_was_known_then(filled: Desk) -> None:
    monday = datetime.now(UTC) - timedelta(days=10)
    with filled.store.writing() as connection:
        for table, field in (("reports", "ingested_at"), ("status_changes", "at")):
            connection.execute(text(f"UPDATE {table} SET {field} = :at"), {"at": monday.replace(tzinfo=None)})
    filled.put("一 更正.txt", report_text("教育|current|支出|90", "社保|current|支出|20", **JUNE))
    filled.run()
    amounts = "SELECT amount_fen FROM amounts WHERE item = '教育'"
    findings = "SELECT count(*) FROM open_findings"
    today = datetime.now(UTC).date() + timedelta(days=1)
    assert (answers(filled.store_url, amounts), answers(filled.store_url, findings)) == ([(9000,)], [(0,)])
    for day, known, reported in (
        (monday.date() - timedelta(days=2), [], 0),
        (monday.date() + timedelta(days=2), [(12000,)], 1),
        (today, [(9000,)], 0),
    ):
        assert answers(filled.store_url, amounts, day) == known
        assert answers(filled.store_url, findings, day) == [(reported,)]
    assert answers(filled.store_url, "SELECT source_name FROM current_reports", monday.date() + timedelta(days=1)) == [
        ("一.txt",)
    ]


def test_a_day_ends_at_midnight_here() -> None:
    assert end_of(date(2024, 2, 29)).astimezone().date() == date(2024, 3, 1)
    assert end_of(date(2024, 2, 29)).tzinfo is UTC
    assert end_of(date.min) < end_of(date(2024, 2, 29)) < end_of(date.max)


def test_a_store_that_is_none_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        answers(f"sqlite:///{tmp_path}/none.db", "SELECT 1")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "other.db").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        answers(f"sqlite:///{tmp_path}/other.db", "SELECT 1")
    assert (tmp_path / "other.db").read_bytes() == b""


@pytest.mark.parametrize(("revision", "error"), [("9999", StoreTooNew), ("0001", StoreUnavailable)])
def test_a_store_of_another_version_is_not_queried(store_url: str, revision: str, error: type[Exception]) -> None:
    store = open_store(store_url)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": revision})
    store.close()
    with pytest.raises(error):
        answers(store_url, "SELECT 1")
