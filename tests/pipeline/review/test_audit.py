"""The journal: whole after whatever people do, and broken by any change of a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from made_up.findings import add_findings
from made_up.journal_work import ADMIN, FALSE, NOW, findings_of, judged_again, verified
from sqlalchemy import Connection, select, text

from pipeline.review.accounts import checked_account
from pipeline.review.choices import Choice
from pipeline.review.decisions import decide
from pipeline.review.history import history
from pipeline.review.journal import Entry, append
from pipeline.review.journal_file import export_journal, read_journal
from pipeline.review.line_file import AuditRefused
from pipeline.review.outcomes import Decided
from pipeline.review.sessions import open_session
from pipeline.review.verification import verify
from pipeline.store import Store, open_store
from pipeline.store.contract import table_named
from pipeline.store.copying import copy_store
from pipeline.store.errors import StoreUnavailable
from pipeline.store.queue_entries import queue_problems

TAMPERED = (
    "UPDATE journal SET content = replace(content, '12万元', '13万元') WHERE sequence = 3",
    "UPDATE journal SET \"by\" = 'li' WHERE sequence = 3",
    "UPDATE journal SET action = 'comment' WHERE sequence = 5",
    "UPDATE journal SET hash = previous WHERE sequence = 3",
    "UPDATE journal SET sequence = 99 WHERE sequence = 11",
    "DELETE FROM journal WHERE sequence = 4",
    "DELETE FROM journal WHERE sequence > 2",
    "DELETE FROM reviews WHERE finding_id = 'f000001'",
    "UPDATE reviews SET decision = 'confirmed' WHERE finding_id = 'f000003'",
    "UPDATE reviews SET reviewer = 'li' WHERE finding_id = 'f000003'",
    "UPDATE reviews SET reason = 'x' WHERE finding_id = 'f000003'",
    "UPDATE reviews SET value = '1' WHERE finding_id = 'f000000' AND sequence = 3",
    "UPDATE reviews SET undone_by = NULL WHERE finding_id = 'f000000'",
    "UPDATE reviews SET figures = '[]' WHERE finding_id = 'f000003'",
    "UPDATE reviews SET sequence = NULL WHERE finding_id = 'f000003'",
    "INSERT INTO reviews (review_id, finding_id, decision, reviewer, reviewed_at)"
    " VALUES ('z', 'f000002', 'confirmed', 'root', '2024-01-01 00:00:00')",
    "UPDATE findings SET status = 'accepted_exception' WHERE finding_id = 'f000003'",
    "UPDATE findings SET assignee = 'root' WHERE finding_id = 'f000002'",
    "UPDATE findings SET deferred_until = '2031-01-01' WHERE finding_id = 'f000001'",
    "UPDATE accounts SET role = 'admin' WHERE name = 'li'",
    "UPDATE accounts SET disabled_at = NULL WHERE name = 'li'",
    "UPDATE accounts SET password_hash = 'x' WHERE name = 'root'",
    "INSERT INTO accounts (name, shown_name, role, password_hash, created_at, created_by)"
    " VALUES ('new', 'x', 'admin', 'x', '2024-01-01 00:00:00', 'x')",
)


def test_any_row_that_was_changed_is_found(worked: Store) -> None:
    for statement in TAMPERED:
        for changed in _tried(worked, statement):
            assert verify(changed).broken is not None, statement
    assert verified(worked).broken is None


def _tried(store: Store, statement: str) -> Iterator[Connection]:
    with store.engine.connect() as connection, connection.begin() as transaction:
        assert connection.execute(text(statement)).rowcount > 0, statement
        yield connection
        transaction.rollback()


def test_a_journal_cut_off_at_its_end_is_found_by_an_earlier_export(worked: Store, tmp_path: Path) -> None:
    assert export_journal(worked, tmp_path / "审计.jsonl") == 11
    with pytest.raises(AuditRefused):
        export_journal(worked, tmp_path / "审计.jsonl")
    kept = read_journal(tmp_path / "审计.jsonl")
    assert verified(worked, kept).broken is None
    with worked.writing() as connection:
        append(connection, "root", "comment", "f000000", {"text": "再记一条"}, NOW)
    assert verified(worked, kept).broken is None
    with worked.writing() as connection:
        connection.execute(text("DELETE FROM journal WHERE sequence > 7"))
        connection.execute(text("UPDATE accounts SET role = 'reviewer', disabled_at = NULL WHERE name = 'li'"))
    broken = verified(worked, kept).broken
    assert broken is not None
    assert broken.sequence == 8


def test_an_export_that_breaks_off_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(_: Connection) -> Iterator[Entry]:
        raise StoreUnavailable("数据库断开了", "重试。")

    monkeypatch.setattr("pipeline.review.journal_file.entries", broken_off)
    (tmp_path / "out").mkdir()
    with pytest.raises(StoreUnavailable):
        export_journal(store, tmp_path / "out" / "审计.jsonl")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_copy_is_as_whole_and_nobody_is_signed_in_to_it(worked: Store, tmp_path: Path) -> None:
    open_session(worked, ADMIN, NOW)
    target = open_store(f"sqlite:///{tmp_path}/copy.db")
    copy_store(worked, target)
    assert verified(target) == verified(worked)
    assert checked_account(target, "root", "long enough 1", NOW) is not None
    with target.reading() as connection:
        assert connection.execute(select(table_named("sessions"))).all() == []
        assert queue_problems(connection) == []
    target.close()


def test_a_finding_that_came_back_shows_what_it_rested_on_before(store: Store) -> None:
    add_findings(store, 2)
    judged_again(store, set())
    assert isinstance(decide(store, ADMIN, "f000000", 1, FALSE, NOW), Decided)
    judged_again(store, set(), "f000000")
    last = history(store, "f000000")[-1]
    assert (last.by, last.before, last.after) == (None, "false_positive", "regressed")
    assert [figure["value"] for figure in last.figures_before] == ["10000000"]
    assert [Decimal(figure["value"]) for figure in last.figures_after] == [Decimal(10000001)]


def test_deferred_findings_come_back_by_a_run(store: Store) -> None:
    add_findings(store, 4, units=2, months=1)
    judged_again(store, set())
    soon = (NOW + timedelta(days=2)).date()  # still to come where midnight falls into the tests
    for finding_id, until in (("f000000", soon), ("f000001", "next_report"), ("f000002", "next_report")):
        assert isinstance(decide(store, ADMIN, finding_id, 1, Choice("deferred", until=until), NOW), Decided)  # type: ignore[arg-type]
    judged_again(store, set())
    assert [row["status"] for row in findings_of(store).values()] == ["deferred"] * 3 + ["new"]
    with store.writing() as connection:
        connection.execute(text("UPDATE reports SET ingested_at = '2999-01-01 00:00:00' WHERE report_id = 'r0001000'"))
        connection.execute(text("UPDATE findings SET deferred_until = '2024-01-01' WHERE finding_id = 'f000000'"))
    judged_again(store, set())
    assert [row["status"] for row in findings_of(store).values()] == ["new", "new", "deferred", "new"]
