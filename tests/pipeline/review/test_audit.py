"""The journal: whole after whatever people do, broken by any change of a row, and good to be replayed elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up.findings import add_findings
from sqlalchemy import Connection, select, text, update

from pipeline.reconcile.finding import Finding
from pipeline.review.accounts import Account, add_account, checked_account, disable, set_password, set_role
from pipeline.review.bulk import BulkOutcome, Frozen, decide_frozen, freeze_these
from pipeline.review.choices import Choice
from pipeline.review.corrections import Corrected, correct_reading
from pipeline.review.decisions import assign, comment, decide
from pipeline.review.history import history
from pipeline.review.journal import Entry, append, entries
from pipeline.review.journal_file import AuditRefused, export_journal, read_journal
from pipeline.review.mending_records import TakenBack, take_back
from pipeline.review.outcomes import Decided
from pipeline.review.replay import replay
from pipeline.review.sessions import open_session
from pipeline.review.typed_meaning import TypedMeaning
from pipeline.review.undoing import Undone, undo
from pipeline.review.verification import Verified, verify
from pipeline.store import Store, open_store
from pipeline.store.contract import Row, table_named
from pipeline.store.copying import copy_store
from pipeline.store.errors import StoreUnavailable
from pipeline.store.finding_models import CLOSED
from pipeline.store.findings import DECIDED, settle_findings
from pipeline.store.queue_entries import queue_problems
from pipeline.store.runs import begin_run

NOW = datetime.now(UTC).replace(microsecond=5)
ADMIN = Account("root", "管理员", "admin")
FALSE = Choice("false_positive", fault="reading")
LATER = Choice("deferred", until=(NOW + timedelta(days=300)).date())
CHOICES = (
    Choice("confirmed"),
    FALSE,
    LATER,
    Choice("accepted_exception", reason_code="caliber"),
    Choice("corrected", value="12万元"),
)
COUNT = 4


def verified(store: Store, *against: Any) -> Verified:
    with store.reading() as connection:
        return verify(connection, *against)


def findings_of(store: Store) -> dict[str, Row]:
    table = table_named("findings")
    with store.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.finding_id)).mappings()
        return {row["finding_id"]: dict(row) for row in rows}


def judged_again(store: Store, fixed: set[str], changed: str | None = None) -> None:
    """A run in which the figure of a finding is another one, and some findings are put right."""
    facts, findings = table_named("facts"), table_named("findings")
    with store.writing() as connection:
        if changed is not None:
            mine = facts.c.fact_id == changed.replace("f", "x")
            value = connection.execute(select(facts.c.value).where(mine)).scalar_one() + 1
            connection.execute(update(facts).where(mine).values(value=value, amount_fen=int(value * 100)))
        run = begin_run(connection, "/收件", "v1", None)
        rows = connection.execute(select(findings)).mappings().all()
        reports = {report_id for row in rows for report_id in row["report_ids"]}
        made = [made_again(row) for row in rows if row["finding_id"] not in fixed]
        settle_findings(connection, made, reports, run)


def made_again(row: Any) -> Finding:
    given_ = {name: row[name] for name in ("finding_id", "rule", "family", "severity", "message", "suspect_fact_id")}
    lists = {name: tuple(row[name]) for name in ("report_ids", "item_ids", "fact_ids", "source_names")}
    sums = {name: row[name] for name in ("reported", "expected_low", "expected_high", "gap")}
    return Finding(**given_, **lists, **sums, suggestion=())


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some findings as a run left them, to be copied."""
    file = tmp_path_factory.mktemp("audit") / "template.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        add_findings(store, COUNT)
        judged_again(store, set())
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def copied(template: Path, name: str) -> Store:
    file = template.with_name(name)
    for rest in template.parent.glob(f"{name}*"):
        rest.unlink()
    shutil.copy(template, file)
    return open_store(f"sqlite:///{file}")


NUMBER = st.integers(0, COUNT - 1)
STEP = st.one_of(
    st.tuples(st.just("decide"), NUMBER, st.sampled_from(CHOICES)),
    st.tuples(st.just("bulk"), st.sets(NUMBER, min_size=1), st.sampled_from(CHOICES[:3])),
    st.tuples(st.just("undo"), st.integers(1, 12), st.none()),
    st.tuples(st.just("comment"), NUMBER, st.none()),
    st.tuples(st.just("change"), NUMBER, st.none()),
    st.tuples(st.just("fix"), NUMBER, st.none()),
)


class Model:
    """What should become of statuses, told without the store."""

    def __init__(self, ids: list[str]) -> None:
        self.status = dict.fromkeys(ids, "new")
        self.standing = dict.fromkeys(ids, 0)  # the step that each finding's status is of
        self.before: dict[int, dict[str, tuple[str, int]]] = {}

    def people(self, sequence: int, changed: dict[str, str]) -> None:
        self.before[sequence] = {each: (self.status[each], self.standing[each]) for each in changed}
        for each, status in changed.items():
            self.status[each], self.standing[each] = status, sequence

    def undoes(self, sequence: int) -> dict[str, str]:
        was = self.before.get(sequence, {})
        return {each: status for each, (status, _) in was.items() if self.standing[each] == sequence}

    def run(self, fixed: set[str], changed: str | None) -> None:
        for each, status in self.status.items():
            if each in fixed:
                after = status if status in CLOSED else "fixed"
            else:
                after = "regressed" if each == changed and status in DECIDED else status
            if after != status or each == changed:
                self.status[each], self.standing[each] = after, 0


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=9))
def test_whatever_is_done_the_journal_is_whole_and_can_be_replayed(
    template: Path, steps: list[tuple[str, Any, Any]]
) -> None:
    store, fresh = copied(template, "worked.db"), copied(template, "fresh.db")
    model, fixed = Model(list(findings_of(store))), set[str]()
    for kind, what, choice in steps:
        rows = findings_of(store)
        ids = sorted(rows)
        if kind == "decide":
            done = decide(store, ADMIN, ids[what], rows[ids[what]]["version"], choice, NOW)
            assert isinstance(done, Decided)
            model.people(done.sequence, {ids[what]: choice.status})
        elif kind == "bulk":
            frozen = freeze_these(store, ADMIN, [ids[each] for each in what], NOW)
            assert isinstance(frozen, Frozen)
            outcome = decide_frozen(store, ADMIN, frozen.frozen_id, choice, NOW)
            assert isinstance(outcome, BulkOutcome)
            model.people(outcome.sequence, {ids[each]: choice.status for each in what})
        elif kind == "comment":
            assert isinstance(comment(store, ADMIN, ids[what], "备注", NOW), Decided)
        elif kind == "undo":
            expected = model.undoes(what)
            undone = undo(store, ADMIN, what, NOW)
            assert isinstance(undone, Undone) == bool(expected)
            if isinstance(undone, Undone):
                assert set(undone.finding_ids) == set(expected)
                model.people(undone.sequence, expected)
        else:
            changed = ids[what] if kind == "change" and ids[what] not in fixed else None
            fixed |= {ids[what]} if kind == "fix" else set()
            judged_again(store, fixed, changed)
            model.run(fixed, changed)
            if changed is not None:
                judged_again(fresh, set(), changed)
        assert {each: row["status"] for each, row in findings_of(store).items()} == model.status
    assert verified(store).broken is None
    with store.reading() as connection:
        assert queue_problems(connection) == []
    with store.reading() as connection:
        told = list(entries(connection))
    replay(fresh, told, "root", NOW)
    assert verified(fresh).broken is None
    here, there = findings_of(fresh), findings_of(store)
    assert {each: here[each]["status"] for each in here if each not in fixed} == {
        each: there[each]["status"] for each in here if each not in fixed
    }
    for one in (store, fresh):
        one.close()


@pytest.fixture
def worked(store: Store) -> Store:
    """A store in which something of every kind was done."""
    ids = add_findings(store, 5)
    add_account(store, "root", "long enough 1", "admin", "管理员", "shell", NOW)
    add_account(store, "li", "long enough 1", "reviewer", "李四", "root", NOW)
    decide(store, ADMIN, ids[0], 1, CHOICES[4], NOW)
    decide(store, ADMIN, ids[1], 1, LATER, NOW)
    assign(store, ADMIN, ids[2], 1, "li", NOW)
    frozen = freeze_these(store, ADMIN, ids[3:], NOW)
    assert isinstance(frozen, Frozen)
    decide_frozen(store, ADMIN, frozen.frozen_id, FALSE, NOW)
    undo(store, ADMIN, 3, NOW)
    comment(store, ADMIN, ids[0], "备注", NOW)
    set_role(store, "li", "approver", "root", NOW)
    set_password(store, "li", "another long 1", "root", NOW)
    disable(store, "li", "root", NOW)
    assert verified(store).broken is None
    return store


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


@pytest.mark.parametrize("harm", ["x", '{"sequence": 1}', "[]", None])
def test_a_file_that_was_changed_is_not_replayed(store: Store, tmp_path: Path, harm: str | None) -> None:
    ids = add_findings(store, 2)
    for finding_id in ids:
        decide(store, ADMIN, finding_id, 1, FALSE, NOW)
    file = tmp_path / "审计.jsonl"
    export_journal(store, file)
    first, second = file.read_text(encoding="utf-8").splitlines()
    changed = [first.replace("false_positive", "confirmed"), second] if harm is None else [first, harm]
    file.write_text("\n".join(changed), encoding="utf-8")
    with pytest.raises(AuditRefused):
        read_journal(file)
    with pytest.raises(AuditRefused):
        read_journal(tmp_path / "none")
    with store.reading() as connection:
        told = list(entries(connection))
    with pytest.raises(AuditRefused):
        replay(store, [replace(told[0], hash="0" * 64)], "root", NOW)
    assert replay(store, told, "root", NOW).entries == 0


def test_what_cannot_be_replayed_is_named(worked: Store, template: Path) -> None:
    for fact_id, typed in (("x000000", "13万元"), ("x000004", "14万元"), ("x000000", "15万元")):
        assert isinstance(
            correct_reading(worked, ADMIN, fact_id, typed, "看错", NOW, _standing(worked, fact_id), OF_MAY), Corrected
        )
    ended = take_back(worked, ADMIN, "corrections", _standing(worked, "x000000") or "", "没看错", NOW)
    assert isinstance(ended, TakenBack)
    assert verified(worked).broken is None
    with worked.reading() as connection:
        told = list(entries(connection))
    fresh = copied(template, "smaller.db")
    done = replay(fresh, told, "root", NOW)
    assert done.entries == len(told)
    assert {(one.sequence, one.subject) for one in done.not_applied} == {(6, "f000004"), (13, "x000004")}
    assert verified(fresh).broken is None
    assert findings_of(fresh)["f000003"]["status"] == "false_positive"
    assert [_standing(fresh, fact_id) is not None for fact_id in ("x000000", "x000004")] == [False, True]
    with fresh.reading() as connection:
        said = connection.execute(select(table_named("corrections").c.meaning)).scalars().all()
    assert {one["period_end"] for one in said if one} == {"2024-05-31"}
    fresh.close()


OF_MAY = TypedMeaning(period="2024-05")


def _standing(store: Store, fact_id: str) -> str | None:
    corrections = table_named("corrections")
    mine = select(corrections.c.record_id).where(corrections.c.fact_id == fact_id, corrections.c.ended_at.is_(None))
    with store.reading() as connection:
        return connection.execute(mine).scalar()


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
