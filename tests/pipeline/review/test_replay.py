"""The journal replayed elsewhere: whatever was done comes out the same, and what cannot be replayed is named."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up.findings import add_findings
from made_up.journal_work import ADMIN, CHOICES, FALSE, NOW, findings_of, judged_again, verified
from sqlalchemy import select

from pipeline.review.bulk import BulkOutcome, Frozen, decide_frozen, freeze_these
from pipeline.review.corrections import Corrected, correct_reading
from pipeline.review.decisions import comment, decide
from pipeline.review.journal import entries
from pipeline.review.journal_file import export_journal, read_journal
from pipeline.review.line_file import AuditRefused
from pipeline.review.mending_records import TakenBack, take_back
from pipeline.review.outcomes import Decided
from pipeline.review.replay import replay
from pipeline.review.typed_meaning import TypedMeaning
from pipeline.review.undoing import Undone, undo
from pipeline.store import Store, open_store
from pipeline.store.contract import table_named
from pipeline.store.finding_models import CLOSED
from pipeline.store.findings import DECIDED
from pipeline.store.queue_entries import queue_problems

COUNT = 4


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
