"""Copies and backups of whole stores, between both kinds of database, and the checks of a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_nothing
from made_up.reports import report_text
from sqlalchemy import Connection, Table, text

from pipeline.backup import back_up, restore
from pipeline.originals import archive_problems, originals_of
from pipeline.store import Store, copying, open_store
from pipeline.store.contract import EXPORTED_TABLES, OTHER_TABLES, PASSING_TABLES, Row
from pipeline.store.copying import CopyRefused, copy_store
from pipeline.store.maintenance import store_problems, store_size, vacuum


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.put("一.txt", report_text("教育|current|支出|120.55", "社保|current|支出|20", **JUNE))
    desk.put("坏.txt", "broken")
    desk.run()
    desk.put("一 更正.txt", report_text("教育|current|支出|130.00", **JUNE))
    desk.run()
    return desk


@pytest.fixture
def target(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path}/target.db")


def test_a_copy_is_equal_and_goes_on_working(filled: Desk, target: Store, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    copied = copy_store(
        filled.store, target, progress=lambda stage, done, total, _table: told.append((stage, done, total))
    )
    assert {each.table for each in copied} == {*EXPORTED_TABLES, *OTHER_TABLES} - PASSING_TABLES
    rows = sum(table.rows for table in copied)
    assert [each[1:] for each in told if each[0] == "copy"][-1] == (rows, rows)
    assert [each[1:] for each in told if each[0] == "verify"][-1] == (rows, rows)
    assert store_problems(target) == []
    before = filled.export(tmp_path / "one", ignore=())
    copy = Desk(filled.inbox, str(target.engine.url))
    assert copy.export(tmp_path / "two", ignore=()) == before
    assert copy.run().unchanged == 3
    copy.put("二.txt", report_text("教育|current|支出|500", unit="青川市教育局", period="2024-06"))
    assert copy.run().new_reports == 1


def test_back_into_the_first_kind_of_database(filled: Desk, target: Store, tmp_path: Path) -> None:
    copy_store(filled.store, target)
    before = filled.export(tmp_path / "one", ignore=())
    with pytest.raises(CopyRefused, match="已有数据"):
        copy_store(target, filled.store)
    copy_store(target, filled.store, replace=True)
    assert filled.export(tmp_path / "two", ignore=()) == before
    filled.put("二.txt", report_text("教育|current|支出|500", unit="青川市教育局", period="2024-06"))
    filled.run()  # counters go on after the rows that were copied
    assert len(filled.rows("reports")) == 3


def test_a_copy_that_is_not_equal_is_undone(filled: Desk, target: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    true_insert = copying.insert_rows

    def lose_a_row(connection: Connection, table: Table, rows: list[Row]) -> None:
        true_insert(connection, table, rows[1:] if table.name == "facts" else rows)

    monkeypatch.setattr(copying, "insert_rows", lose_a_row)
    with pytest.raises(CopyRefused, match="不一致"):
        copy_store(filled.store, target)
    with target.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM runs")).scalar() == 0


@pytest.mark.parametrize(
    ("table", "field", "other"),
    [("facts", "amount_fen", 1), ("facts", "evidence", "别的"), ("items", "torn", True), ("runs", "inbox", "x")],
)
def test_one_value_that_differs_is_seen(
    filled: Desk, target: Store, monkeypatch: pytest.MonkeyPatch, table: str, field: str, other: object
) -> None:
    true_insert = copying.insert_rows

    def change_a_value(connection: Connection, into: Table, rows: list[Row]) -> None:
        first, *rest = rows
        true_insert(connection, into, [{**first, field: other} if into.name == table else first, *rest])

    monkeypatch.setattr(copying, "insert_rows", change_a_value)
    with pytest.raises(CopyRefused, match=f"{table} 复制后与原来不一致"):
        copy_store(filled.store, target)
    with target.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM runs")).scalar() == 0


def test_a_store_is_not_copied_onto_itself(filled: Desk) -> None:
    with pytest.raises(CopyRefused):
        copy_store(filled.store, filled.store, replace=True)
    assert filled.rows("reports")


def test_a_backup_brings_back_store_and_originals(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled.export(tmp_path / "one", ignore=())
    moved = back_up(filled.store, tmp_path / "备份")
    assert moved.originals == 3
    assert sorted(path.name for path in (tmp_path / "备份").iterdir() if not path.name.startswith("hedui.db-")) == [
        "hedui.db",
        "originals",
    ]
    filled.put("三.txt", report_text("教育|current|支出|1", unit="青川市教育局", period="2024-07"))
    filled.run()
    with pytest.raises(CopyRefused, match="已有数据"):
        restore(tmp_path / "备份", filled.store_url)
    monkeypatch.setenv("HEDUI_ORIGINALS", str(tmp_path / "另一处"))
    assert restore(tmp_path / "备份", filled.store_url, replace=True).originals == 3
    assert filled.export(tmp_path / "two", ignore=()) == before
    assert archive_problems(filled.store, originals_of(filled.store), contents=True) == []


def test_a_backup_never_overwrites(filled: Desk, tmp_path: Path) -> None:
    (tmp_path / "有").mkdir()
    (tmp_path / "有" / "别的.txt").write_text("x")
    with pytest.raises(CopyRefused):
        back_up(filled.store, tmp_path / "有")
    with pytest.raises(CopyRefused):
        restore(tmp_path / "没有", filled.store_url)
    assert [path.name for path in (tmp_path / "有").iterdir()] == ["别的.txt"]


def test_a_damaged_original_is_not_backed_up_as_if_it_were_sound(filled: Desk, tmp_path: Path) -> None:
    archive = originals_of(filled.store)
    assert archive.folder is not None
    one = sorted(archive.folder.glob("??/*"))[0]
    one.write_text("changed")
    with pytest.raises(CopyRefused, match="已损坏"):
        back_up(filled.store, tmp_path / "备份")
    assert not (tmp_path / "备份").exists()
    assert len(archive_problems(filled.store, archive, contents=True)) == 1
    one.unlink()
    assert len(archive_problems(filled.store, archive)) == 1


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE facts SET amount_fen = amount_fen + 1 WHERE amount_fen IS NOT NULL", "分值"),
        ("DELETE FROM finding_facts", "对应不全"),
        ("ALTER TABLE units ADD COLUMN extra TEXT", "表结构"),
        ("UPDATE view_definitions SET digest = 'x' WHERE name = 'monthly'", "monthly"),
    ],
)
def test_what_is_wrong_is_told(filled: Desk, harm: str, said: str) -> None:
    assert store_problems(filled.store) == []
    with filled.store.writing() as connection:
        connection.execute(text(harm))
    problems = store_problems(filled.store)
    assert len(problems) == 1
    assert said in problems[0]


def test_a_damaged_file_is_told(desk: Desk, another_desk: Callable[[str], Desk], tmp_path: Path) -> None:
    other = another_desk("damaged")
    for number in range(40):
        other.put(f"{number}.txt", report_text(*(f"{n}|current|支出|{n}" for n in range(20)), title=str(number)))
    other.run(judge=judge_nothing)
    vacuum(other.store)
    other.store.close()
    file = tmp_path / "damaged.db"
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    problems = store_problems(open_store(f"sqlite:///{file}"))
    assert problems
    assert "损坏" in problems[0]
    assert store_problems(desk.store) == []


def test_vacuum_gives_back_room(desk: Desk) -> None:
    for number in range(30):
        desk.put(f"{number}.txt", report_text(*(f"{n}|current|支出|{n}" for n in range(30)), title=str(number)))
    desk.run()
    with desk.store.writing() as connection:
        connection.execute(text("DELETE FROM facts"))
    before = store_size(desk.store)
    vacuum(desk.store)
    if desk.store.engine.dialect.name == "sqlite":
        assert store_size(desk.store) < before
    assert len(desk.rows("reports")) == 30
