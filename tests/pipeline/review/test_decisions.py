"""What people decide: kept with its reason, refused where it must be, and never on what they have not seen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from made_up.findings import add_findings
from sqlalchemy import select, text

from pipeline.review import outcomes
from pipeline.review.accounts import Account, add_account, disable, set_role
from pipeline.review.choices import LONGEST_REASON, Choice
from pipeline.review.decisions import assign, comment, decide
from pipeline.review.outcomes import Decided, Refused, Stale
from pipeline.review.undoing import Undone, last_undoable, undo
from pipeline.store import Store
from pipeline.store.contract import Row, table_named

NOW = datetime(2024, 7, 3, 9, 0, tzinfo=UTC)
LI = Account("li", "李四", "reviewer")
WANG = Account("wang", "王五", "reviewer")
CHEN = Account("chen", "陈六", "approver")
GUEST = Account("guest", "来宾", "viewer")

EXCEPTION = Choice("accepted_exception", reason_code="caliber", reason="口径调过")
FALSE = Choice("false_positive", fault="rule")
LATER = Choice("deferred", until=date(2024, 8, 1))


@pytest.fixture
def ids(store: Store) -> list[str]:
    return add_findings(store, 4)


def row(store: Store, table: str, finding_id: str) -> Row:
    source = table_named(table)
    with store.reading() as connection:
        return dict(connection.execute(select(source).where(source.c.finding_id == finding_id)).mappings().one())


def reviews(store: Store) -> list[Row]:
    table = table_named("reviews")
    with store.reading() as connection:
        return [dict(each) for each in connection.execute(select(table).order_by(table.c.sequence)).mappings()]


def done(outcome: object) -> Decided:
    assert isinstance(outcome, Decided), outcome
    return outcome


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Choice("confirmed"), {}),
        (Choice("confirmed", reason="  已电话核实\r\n"), {"reason": "已电话核实"}),
        (Choice("corrected", value="12.30万元"), {"value_unit": "CNY", "value_printed": "12.30万元"}),
        (Choice("corrected", value="１２"), {"value_unit": "CNY", "value_printed": "12万元"}),
        (EXCEPTION, {"reason_code": "caliber", "reason": "口径调过"}),
        (FALSE, {"fault": "rule"}),
        (Choice("false_positive", fault="reading", value="1", until=date(2025, 1, 1)), {"fault": "reading"}),
        (LATER, {"until": "2024-08-01"}),
        (Choice("deferred", until="next_report"), {"until": "next_report"}),
    ],
)
def test_a_decision_is_kept_with_all_that_was_said(
    store: Store, ids: list[str], choice: Choice, kept: dict[str, str]
) -> None:
    decided = done(decide(store, LI, ids[0], 1, choice, NOW))
    assert decided == Decided(1, 2)
    finding, entry, (review,) = row(store, "findings", ids[0]), row(store, "queue_entries", ids[0]), reviews(store)
    assert (finding["status"], finding["version"], entry["status"]) == (choice.status, 2, choice.status)
    assert (review["decision"], review["reviewer"], review["reviewed_at"]) == (choice.status, "li", NOW)
    told = {name: review[name] for name in ("reason", "reason_code", "value_unit", "value_printed", "until", "fault")}
    assert {name: value for name, value in told.items() if value is not None} == kept
    assert [figure["printed"] for figure in review["figures"]] == ["1000万元"]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice("done"), "没有这种"),  # type: ignore[arg-type]
        (Choice("corrected"), "请填写更正后的数"),
        (Choice("corrected", value="不知道"), "看不出"),
        (Choice("corrected", value="12.3%"), "单位不同"),
        (Choice("accepted_exception"), "清单"),
        (Choice("accepted_exception", reason_code="made_up"), "不在清单"),
        (Choice("accepted_exception", reason_code="other"), "几句说明"),
        (Choice("false_positive"), "误报要说明"),
        (Choice("deferred"), "暂缓要给出"),
        (Choice("deferred", until=date(2024, 7, 3)), "已经过去"),
        (Choice("deferred", until=date(2064, 7, 3)), "最多五年"),
        (Choice("confirmed", reason="长" * (LONGEST_REASON + 1)), "太长"),
        (Choice("confirmed", reason="a\x00b"), "不能保存"),
        (Choice("confirmed", reason="a\ud800b"), "不能保存"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_and_nothing_is_changed(
    store: Store, ids: list[str], choice: Choice, said: str
) -> None:
    outcome = decide(store, LI, ids[0], 1, choice, NOW)
    assert isinstance(outcome, Refused)
    assert said in outcome.message
    assert (reviews(store), row(store, "findings", ids[0])["version"]) == ([], 1)


def test_nobody_decides_on_what_they_have_not_seen(store: Store, ids: list[str]) -> None:
    done(decide(store, LI, ids[0], 1, Choice("confirmed"), NOW))
    outcome = decide(store, WANG, ids[0], 1, FALSE, NOW + timedelta(minutes=1))
    assert outcome == Stale("confirmed", "li", NOW, "decide", 2)
    assert row(store, "findings", ids[0])["status"] == "confirmed"
    assert done(decide(store, WANG, ids[0], 2, FALSE, NOW)).version == 3


def test_two_who_decide_the_same_at_once(store: Store, ids: list[str]) -> None:
    start = Barrier(2)

    def try_it(by: Account) -> object:
        start.wait()
        return decide(store, by, ids[0], 1, Choice("confirmed", reason=by.name), NOW)

    with ThreadPoolExecutor(2) as both:
        outcomes_ = list(both.map(try_it, (LI, WANG)))
    (first,) = (each for each in outcomes_ if isinstance(each, Decided))
    (second,) = (each for each in outcomes_ if isinstance(each, Stale))
    (review,) = reviews(store)
    assert (first.version, second.version, second.by) == (2, 2, review["reviewer"])


@pytest.mark.parametrize("finding_id", ["unknown", "", "f000000' OR '1'='1", "x" * 5000])
def test_unknown_findings_are_refused(store: Store, ids: list[str], finding_id: str) -> None:
    assert ids
    assert isinstance(decide(store, LI, finding_id, 1, FALSE, NOW), Refused)
    assert isinstance(comment(store, LI, finding_id, "x", NOW), Refused)


def test_roles_are_those_of_the_store_at_that_moment(store: Store, ids: list[str]) -> None:
    assert isinstance(decide(store, GUEST, ids[0], 1, FALSE, NOW), Refused)
    add_account(store, "root", "long enough 1", "admin", "管理员", "test", NOW)
    assert isinstance(decide(store, LI, ids[0], 1, FALSE, NOW), Refused)  # no such account
    add_account(store, "li", "long enough 1", "reviewer", "李四", "root", NOW)
    version = done(decide(store, LI, ids[0], 1, FALSE, NOW)).version
    set_role(store, "li", "viewer", "root", NOW)
    assert isinstance(decide(store, replace(LI, role="admin"), ids[0], version, FALSE, NOW), Refused)
    set_role(store, "li", "reviewer", "root", NOW)
    disable(store, "li", "root", NOW)
    assert isinstance(decide(store, LI, ids[0], version, FALSE, NOW), Refused)
    assert isinstance(comment(store, LI, ids[0], "x", NOW), Refused)


def test_assigning_and_commenting(store: Store, ids: list[str]) -> None:
    add_account(store, "li", "long enough 1", "admin", "李四", "test", NOW)
    add_account(store, "guest", "long enough 1", "viewer", "来宾", "test", NOW)
    for nobody in ("guest", "unknown"):
        assert isinstance(assign(store, LI, ids[0], 1, nobody, NOW), Refused)
    assert done(assign(store, LI, ids[0], 1, "li", NOW)).version == 2
    assert (row(store, "findings", ids[0])["status"], row(store, "queue_entries", ids[0])["assignee"]) == (
        "assigned",
        "li",
    )
    assert isinstance(assign(store, LI, ids[0], 2, "li", NOW), Refused)
    assert assign(store, LI, ids[0], 1, None, NOW) == Stale("assigned", "li", NOW, "assign", 2)
    assert done(comment(store, LI, ids[0], "<script>alert(1)</script>", NOW)).version == 2
    assert isinstance(comment(store, LI, ids[0], " \n ", NOW), Refused)
    assert done(assign(store, LI, ids[0], 2, None, NOW)).version == 3
    assert row(store, "findings", ids[0])["status"] == "new"
    assert reviews(store) == []


def test_undo_is_an_entry_of_its_own_and_can_be_undone(store: Store, ids: list[str]) -> None:
    first = done(decide(store, LI, ids[0], 1, LATER, NOW))
    second = done(decide(store, LI, ids[0], 2, FALSE, NOW))
    assert last_undoable(store, LI) == second.sequence
    undone = undo(store, LI, second.sequence, NOW)
    assert undone == Undone(3, (ids[0],))
    finding = row(store, "findings", ids[0])
    assert (finding["status"], finding["deferred_until"], finding["version"]) == ("deferred", date(2024, 8, 1), 4)
    assert last_undoable(store, LI) == first.sequence
    assert [(each["decision"], each["undone_by"], each["undoes"]) for each in reviews(store)] == [
        ("deferred", None, None),
        ("false_positive", 3, None),
        ("deferred", None, 2),
    ]
    assert undo(store, LI, 3, NOW) == Undone(4, (ids[0],))
    assert row(store, "findings", ids[0])["status"] == "false_positive"
    assert [each["undone_by"] for each in reviews(store)] == [None, None, 4, None]
    assert isinstance(undo(store, LI, first.sequence, NOW), Stale)  # a later decision stands on it
    assert isinstance(undo(store, LI, 99, NOW), Refused)


def test_what_others_did_only_approvers_take_back(store: Store, ids: list[str]) -> None:
    sequence = done(decide(store, LI, ids[0], 1, FALSE, NOW)).sequence
    assert isinstance(undo(store, WANG, sequence, NOW), Refused)
    assert isinstance(undo(store, CHEN, sequence, NOW), Undone)
    noted = done(comment(store, LI, ids[0], "x", NOW)).sequence
    assert isinstance(undo(store, LI, noted, NOW), Refused)


@contextmanager
def busy(store: Store) -> Iterator[None]:
    """The store as the nightly run holds it while it settles findings."""
    from pipeline.store.decision_lock import hold_decisions

    with store.writing() as connection:
        hold_decisions(connection)
        connection.execute(text("UPDATE findings SET message = message"))
        yield


def test_a_busy_store_refuses_after_a_while_and_nothing_is_lost(
    store: Store, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "PATIENCE", 0.2)
    with busy(store):
        outcome = decide(store, LI, ids[0], 1, FALSE, NOW)
    assert outcome == Refused(outcomes.BUSY)
    assert reviews(store) == []
    assert done(decide(store, LI, ids[0], 1, FALSE, NOW)).sequence == 1
